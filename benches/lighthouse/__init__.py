"""Lighthouse, as a phone sees the shop: `make lighthouse` writes docs/speed.md, `make bench` holds the budgets."""
