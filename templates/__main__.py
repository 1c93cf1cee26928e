"""Draw every template: ``python -m templates``."""

from __future__ import annotations

from templates import comparison, cpts, esp, ess, msp, sensitivity


def main() -> None:
    """Draw them all, in place."""
    for family in (cpts, msp, ess, esp):
        family.draw()
    comparison.draw_all()
    sensitivity.draw()


if __name__ == "__main__":
    main()
