"""One letter of staff's to the buyers of a performance: written, looked at, sent once to each.

`buyers` says to whom, `sending` promises the letters, step by step in the worker, and `showing` tells how far
it is. The letters themselves go through the letters' queue, like all others.
"""

from .sending import KIND, promise, send, stop, to_be_sent, unfinished

__all__ = ["KIND", "promise", "send", "stop", "to_be_sent", "unfinished"]
