"""What was sold, item by item, for those who keep the books: as a file, as sums, beside f13's report."""
