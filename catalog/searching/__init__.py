"""What buyers look for, found: from an address to cards, counts and ways on. f13 is not asked.

    asked -> understood -> matching -> facets, ordering -> finding -> showing

`engines` holds what the databases do differently, `vocabulary` and `places` what the mirror keeps for searching.
"""
