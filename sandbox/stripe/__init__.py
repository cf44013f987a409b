"""Enough of Stripe that a shop cannot tell: the API under `/v1/`, its browser script under `/v3/`, webhooks.

`state` holds what there is and says nothing to anybody; `api` answers requests, `pages` serves browsers,
`postman` sends webhooks, `merchant` is what Cider does with it, `doors` are the control doors.
"""
