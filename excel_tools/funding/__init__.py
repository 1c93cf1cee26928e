"""What each structure is due: one module a family, pure arithmetic on whole numbers."""
