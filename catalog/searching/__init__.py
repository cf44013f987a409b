"""What buyers look for, found: from an address to cards, counts and ways on. f13 is not asked.

    asked -> understood -> matching -> facets, ordering -> finding -> showing

`engines`: what the databases do differently. `vocabulary`, `places`: what the mirror keeps for searching.
"""
