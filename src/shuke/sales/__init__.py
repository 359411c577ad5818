"""What was sold: sales, lines, payments, returns."""
