"""Many structures at once: plan, local processes, and the files that tell what was done."""
