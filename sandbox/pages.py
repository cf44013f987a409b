"""The sandbox's own small HTML pages: one frame, a table, and escaping."""

from collections.abc import Iterable, Sequence
from html import escape

from sandbox.http import Response, as_html

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
button,select,input{font:inherit;padding:.4rem .8rem;margin:.2rem}pre{white-space:pre-wrap}
iframe{width:100%;height:40rem;border:1px solid #ccc}fieldset{border:1px solid #ccc;margin:1rem 0}
.note{background:#fff6d6;padding:.5rem 1rem}.code{font:1.2rem monospace;letter-spacing:.1em}
"""


def page(title: str, body: str, *, status: int = 200) -> Response:
    """A whole page. `body` is HTML already; `title` is text."""
    name = escape(title)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>'
    text = f'<!doctype html><html lang="en"><head>{head}<style>{STYLE}</style></head><body><h1>{name}</h1>'
    return as_html(f"{text}{body}</body></html>", status=status)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the cells are HTML already."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def hidden(pairs: Iterable[tuple[str, str]]) -> str:
    """Hidden fields of a form."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in pairs
    )


def not_found(what: str) -> Response:
    return page(what, "<p>There is nothing at this address.</p>", status=404)
