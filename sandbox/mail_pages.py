"""`/mail/`: the letters that the sandbox has taken, to be read in a browser."""

import re
from email.message import EmailMessage
from html import escape
from urllib.parse import quote

from sandbox.http import Request, Response, as_html
from sandbox.mailbox import Letter
from sandbox.pages import not_found, page, table
from sandbox.world import World

# A letter's HTML is a stranger's: no scripts, no forms, nothing fetched but pictures. Links open a new page.
ALLOWED = "allow-popups allow-popups-to-escape-sandbox"
LINKS_LEAD_OUT = '<base target="_blank">'
STRANGER = f"sandbox {ALLOWED}; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *"
LINK = re.compile(r"https?://[^\s&<>]+(?:&amp;[^\s&<>]+)*(?<![.,;:!?)])")
ADDRESS = re.compile(r"/mail/(?P<number>\d{1,9})/(?:(?P<part>html|file)/(?P<file>\d{1,4})?)?")


def answer(world: World, request: Request) -> Response:
    """The list, one letter, its HTML alone, or one of its files."""
    if request.path == "/mail/":
        return page("Mail", _listed(world.mailbox.messages))
    found = ADDRESS.fullmatch(request.path)
    letter = world.mailbox.find(int(found["number"])) if found else None
    if found is None or letter is None:
        return not_found("No such letter")
    if found["part"] == "html":
        return _html_alone(letter)
    if found["part"] == "file":
        return _file(letter, number=int(found["file"] or 0))
    return page(letter.subject or "(no subject)", _letter(letter))


def _listed(letters: list[Letter]) -> str:
    if not letters:
        return "<p>No letter has come yet.</p>"
    return table(("Received", "From", "To", "Subject"), (_row(letter) for letter in reversed(letters)))


def _row(letter: Letter) -> tuple[str, ...]:
    subject = escape(letter.subject or "(no subject)")
    link = f'<a href="/mail/{letter.number}/">{subject}</a>'
    return f"{letter.received_at:%H:%M:%S}", escape(letter.sender), escape(", ".join(letter.recipients)), link


def _letter(letter: Letter) -> str:
    heads = table(("", ""), ((escape(name), escape(str(value))) for name, value in letter.message.items()))
    files = "".join(_file_link(letter, number, part) for number, part in enumerate(letter.attachments))
    parts = ['<p><a href="/mail/">All mail</a></p>', heads, f"<ul>{files}</ul>" if files else ""]
    if letter.text:
        parts.append(f"<h2>Text</h2><pre>{_with_links(letter.text)}</pre>")
    if letter.html:
        address = f"/mail/{letter.number}/html/"
        frame = f'<iframe sandbox="{ALLOWED}" title="The letter as HTML" src="{address}"></iframe>'
        parts.append(f"<h2>HTML</h2>{frame}")
    return "".join(parts)


def _with_links(text: str) -> str:
    return LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))


def _file_link(letter: Letter, number: int, part: EmailMessage) -> str:
    name = escape(_file_name(part, number=number))
    return f'<li><a href="/mail/{letter.number}/file/{number}">{name}</a> ({part.get_content_type()})</li>'


def _html_alone(letter: Letter) -> Response:
    html = letter.html
    for number, part in enumerate(letter.attachments):
        if name := str(part["Content-ID"] or "").strip("<> "):
            html = html.replace(f"cid:{name}", f"/mail/{letter.number}/file/{number}")
    response = as_html(LINKS_LEAD_OUT + html)
    response.headers["Content-Security-Policy"] = STRANGER
    return response


def _file(letter: Letter, *, number: int) -> Response:
    if number >= len(letter.attachments):
        return not_found("No such file")
    part = letter.attachments[number]
    content = part.get_payload(decode=True)
    name = quote(_file_name(part, number=number))
    return Response(
        content if isinstance(content, bytes) else b"",
        content_type=part.get_content_type(),
        headers={
            "Content-Disposition": f"attachment; filename*=utf-8''{name}",
            "Content-Security-Policy": STRANGER,
            "X-Content-Type-Options": "nosniff",
        },
    )


def _file_name(part: EmailMessage, *, number: int) -> str:
    return part.get_filename() or f"part-{number}"
