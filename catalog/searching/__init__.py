"""What buyers look for, found: from an address's parameters to cards, counts and ways on. f13 is not asked."""
