"""Walks the journeys that Ingresso asks of a shop, as a buyer in Chromium, and writes down what was seen.

It knows the shop by its pages, its API account by the front door of ticketing, and the practice box office by
its control doors. It imports nothing of catalog or checkout: what it needs of the shop's records it is given.
"""
