"""What somebody probably meant who mistyped what follows the @ of an email address: gmail.com for gmial.com.

It is only ever offered. static/email.js makes the same offer while one types, from the same lists.
"""

DOMAINS = (
    *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "hotmail.fr"),
    *("live.co.uk", "yahoo.com", "yahoo.co.uk", "yahoo.fr", "yahoo.es", "yahoo.de", "icloud.com"),
    *("btinternet.com", "virginmedia.com", "talktalk.net", "orange.fr", "wanadoo.fr", "laposte.net"),
    *("web.de", "gmx.de", "gmx.at", "gmx.net", "t-online.de", "freenet.de", "proton.me", "protonmail.com"),
    # Real ones that look like slips of others.
    *("mail.com", "email.com", "ymail.com", "gmx.com", "rocketmail.com", "me.com"),
    *("live.com", "msn.com", "aol.com", "sfr.fr", "free.fr", "hotmail.de", "hotmail.es", "outlook.fr"),
)
# Endings that no domain has.
ENDINGS = {
    **dict.fromkeys(("con", "cmo", "ocm", "vom", "xom", "comm", "cim", "cpm"), "com"),
    **dict.fromkeys(("nte", "ney"), "net"),
    "ogr": "org",
    "co.ul": "co.uk",
    "co.ku": "co.uk",
}
SHORTEST = 7  # below it, a letter's difference is another domain as often as a slip


def suggestion(address: str) -> str:
    """The address that is offered instead, or nothing."""
    name, _at, domain = address.rpartition("@")
    meant = _meant(domain.lower())
    return f"{name}@{meant}" if name and meant else ""


def _meant(domain: str) -> str:
    if domain in DOMAINS:
        return ""
    near = (known for known in DOMAINS if len(known) >= SHORTEST and is_slip(domain, known))
    return next(near, "") or _with_a_real_ending(domain)


def _with_a_real_ending(domain: str) -> str:
    for wrong, right in ENDINGS.items():
        if domain.endswith(f".{wrong}"):
            repaired = domain.removesuffix(wrong) + right
            return _meant(repaired) or repaired
    return ""


def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or has changed places with its neighbour."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True  # the last letter is missing, or one too many
    left, right = typed[start:], meant[start:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped == right
