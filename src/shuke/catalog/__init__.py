"""What is sold: products and their categories."""
