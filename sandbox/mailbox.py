"""The mailbox: takes any letter over SMTP, keeps it, and delivers to nobody."""

import asyncio
import logging
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

KEPT = 2_000
MAX_BYTES = 25_000_000


@dataclass(frozen=True)
class Letter:
    """A letter as it came: who it was for on the envelope, and the message itself."""

    number: int
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes  # every byte as it came

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[EmailMessage]:
        """What can be saved as a file, pictures within the HTML included."""
        parts = [part for part in self.message.walk() if not part.is_multipart()]
        bodies = {id(self.message.get_body((kind,))) for kind in ("plain", "html")}
        return [part for part in parts if id(part) not in bodies]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


@dataclass
class Refused:
    """What an address is answered, so many times: `550 5.1.1 No such user`. With `data` at the end."""

    address: str
    answer: str
    times: int
    data: bool = False


class Mailbox:
    """The latest letters, oldest first; and which of the next are not taken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._letters: list[Letter] = []
        self._refusals: list[Refused] = []
        self._last_number = 0
        self.held = ""  # where conversations wait: before anything is taken, `rcpt`; after all was, `data`

    @property
    def messages(self) -> list[Letter]:
        with self._lock:
            return list(self._letters)

    def deliver(
        self, message: EmailMessage, *, sender: str, recipients: tuple[str, ...], raw: bytes = b""
    ) -> Letter:
        raw = raw or message.as_bytes()
        with self._lock:
            self._last_number += 1
            letter = Letter(self._last_number, datetime.now(UTC), sender, recipients, message, raw)
            self._letters = [*self._letters, letter][-KEPT:]
            return letter

    def find(self, number: int) -> Letter | None:
        return next((letter for letter in self.messages if letter.number == number), None)

    def refuse(self, refusal: Refused) -> None:
        with self._lock:
            self._refusals.append(refusal)

    def refusal_of(self, address: str, *, data: bool) -> str:
        """What this address is answered instead of being written to; "" where its letters are taken."""
        with self._lock:
            mine = (one for one in self._refusals if (one.address, one.data) == (address, data) and one.times)
            found = next(mine, None)
            if found is None:
                return ""
            found.times -= 1
            return found.answer

    def clear(self) -> None:
        with self._lock:
            self._letters, self._refusals, self.held = [], [], ""


class Postman:
    """aiosmtpd's handler: whatever arrives goes into the mailbox."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802  named by aiosmtpd
        self, server: SMTP, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._wait_at("rcpt")
        if refusal := self._mailbox.refusal_of(address, data=False):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  named by aiosmtpd
        self, server: SMTP, session: Any, envelope: Envelope
    ) -> str:
        raw = envelope.original_content or b""
        message = BytesParser(policy=policy.default).parsebytes(raw)
        recipients = tuple(envelope.rcpt_tos)
        for address in recipients:
            if refusal := self._mailbox.refusal_of(address, data=True):
                return refusal
        self._mailbox.deliver(message, sender=envelope.mail_from or "", recipients=recipients, raw=raw)
        await self._wait_at("data")
        return "250 Message accepted"

    async def _wait_at(self, place: str) -> None:
        while self._mailbox.held == place:
            await asyncio.sleep(0.02)


def start_smtp(mailbox: Mailbox, *, host: str, port: int) -> int:
    """Take mail in a thread of its own until the program ends; the port that was bound."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells of every command
    listener = socket.create_server((host, port))
    threading.Thread(target=_serve, args=(mailbox, listener), name="smtp", daemon=True).start()
    return listener.getsockname()[1]


def _serve(mailbox: Mailbox, listener: socket.socket) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _conversation(mailbox), sock=listener)
        await server.serve_forever()

    asyncio.run(run())


def _conversation(mailbox: Mailbox) -> SMTP:
    return SMTP(Postman(mailbox), hostname="sandbox", enable_SMTPUTF8=True, data_size_limit=MAX_BYTES)
