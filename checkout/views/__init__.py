"""The pages from a choice to tickets in hand. Each view: guard, early return, deed, redirect."""
