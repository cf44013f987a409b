"""The shop as Lighthouse sees it: `make lighthouse` writes docs/speed.md, `make bench` holds the budgets."""
