"""Customers' data: what there is, how it is given out on request, and how it goes.

`personal` says of every column whether it stays. `removing` takes out the rest, by night (`purging`) or
because the customer wants it (`erasing`). `exporting` gives out all that is kept about an address.
"""
