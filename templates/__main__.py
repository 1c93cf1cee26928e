"""Draw every template: ``python -m templates``."""

from __future__ import annotations

from templates import cpts


def main() -> None:
    """Draw them all, in place."""
    cpts.draw()


if __name__ == "__main__":
    main()
