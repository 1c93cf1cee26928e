"""The treasurer's forms: which line of the budget form an account goes to, the form itself, and what to look at."""
