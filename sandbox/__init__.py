"""A practice box office: a separate program that speaks f13, Cider and payment pages, and takes mail.

It holds real state (a held seat is gone for others) and knows nothing of the shop.
"""
