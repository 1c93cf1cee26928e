"""What a structure spends, and its other income: lines, salaries, indemnities; what is due, paid, and left to pay."""
