"""The control doors of the mailbox: what it has taken, byte by byte if wanted, and what it is to refuse."""

import re
from typing import Any

from sandbox.http import Refusal, Request, Response
from sandbox.mailbox import Refused
from sandbox.world import World

AN_ANSWER = re.compile(r"[45]\d\d [ -~]+")
MOST_TIMES = 1_000_000
PLACES = ("", "rcpt", "data")


def show(world: World, request: Request) -> dict[str, Any]:
    return {
        "messages": [
            {
                "number": letter.number,
                "received_at": letter.received_at.isoformat(),
                "from": letter.sender,
                "to": list(letter.recipients),
                "subject": letter.subject,
                "text": letter.text,
                "html": letter.html,
                "attachments": [
                    {"name": part.get_filename() or "", "type": part.get_content_type()}
                    for part in letter.attachments
                ],
            }
            for letter in world.mailbox.messages
        ]
    }


def show_raw(world: World, request: Request) -> Response:
    """One letter as it came over the wire, by its number."""
    letter = world.mailbox.find(request.params.number("number", 0))
    if letter is None:
        raise Refusal("There is no such letter", status=404)
    return Response(letter.raw, content_type="message/rfc822")


def refuse(world: World, request: Request) -> None:
    """Have the next letters to an address refused: at once, or with `data` when all of it has been said."""
    data = request.fields({"address", "answer", "times", "data"})
    answer, times = data.get("answer"), data.get("times", 1)
    if not isinstance(answer, str) or not AN_ANSWER.fullmatch(answer):
        raise Refusal("answer is what a mail server says, as 550 5.1.1 No such user")
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= MOST_TIMES:
        raise Refusal("times must be a whole number from 1")
    address, is_late = str(data.get("address", "")), bool(data.get("data", False))
    world.mailbox.refuse(Refused(address, answer, times=times, data=is_late))


def hold(world: World, request: Request) -> None:
    """Have conversations wait: before anything is taken, `rcpt`; or when all was, `data`; "" lets go."""
    held = request.fields({"held"}).get("held")
    if held not in PLACES:
        raise Refusal("held is rcpt, data or nothing")
    world.mailbox.held = held


def clear(world: World, request: Request) -> None:
    world.mailbox.clear()


DOORS = {
    ("GET", "mail"): show,
    ("DELETE", "mail"): clear,
    ("GET", "mail/raw"): show_raw,
    ("POST", "mail/refusals"): refuse,
    ("POST", "mail/holding"): hold,
}
