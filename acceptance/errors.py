"""How a journey, or the whole walk, ends before its end."""


class Unusable(Exception):
    """Nothing can be walked: the message says what to do about it."""


class Refused(Exception):
    """What was asked for might cost somebody money. Nothing was bought; the message says why."""


class NotAsExpected(Exception):
    """What Ingresso asks for was not there."""


class CannotWalk(Exception):
    """This shop, account or box office does not have what the journey needs."""
