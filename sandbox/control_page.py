"""The control doors by hand: one page whose buttons speak to the same doors as the tests."""

from collections.abc import Iterable
from html import escape

from sandbox.faults import OF_THE_SUPPLIER, ON_THE_WIRE
from sandbox.http import Response
from sandbox.pages import page, table
from sandbox.transaction_rows import rows_of
from sandbox.world import World

ENDPOINTS = (
    *("purchase", "callback", "reserve", "release", "status", "availability", "trolley", "cider", "cancel"),
    *("events", "events_by_id", "performances", "months", "*"),
    *("stripe", "stripe.create", "stripe.confirm", "stripe.retrieve", "stripe.capture", "stripe.cancel"),
    *("stripe.refund", "white_label"),
)
DATA = ("clock", "faults", "log", "transactions", "mail", "callouts", "stripe", "stripe/events")
SCRIPT = """
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target, data = {};
  for (const [name, value] of new FormData(form))
    data[name] = value !== "" && !isNaN(value) && form.elements[name].type === "number" ? +value : value;
  const [method, door] = form.dataset.door.split(" ");
  const body = method === "POST" ? JSON.stringify(data) : undefined;
  const headers = {"Content-Type": "application/json"};
  const answer = await fetch("/_control/" + door, {method, body, headers});
  if (answer.ok) location.reload(); else alert(await answer.text());
});
"""


def control_page(world: World) -> Response:
    """Clock, faults, mail, transactions, and the way back to the start."""
    links = " · ".join(f'<a href="/_control/{name}">{name}</a>' for name in DATA)
    body = (
        f'<p>{links} · <a href="/mail/">read the mail</a></p>'
        f"<h2>Clock</h2><p>{world.clock.now():%A, %d %B %Y, %H:%M:%S} UTC</p>{_clock_forms()}"
        f"<h2>Faults</h2>{_fault_form()}{_faults(world)}"
        f"<h2>Transactions</h2>{_transactions(world)}"
        f"<h2>Everything</h2>{_form('POST reset', 'Reset')}<script>{SCRIPT}</script>"
    )
    return page("Control", body)


def _form(door: str, button: str, fields: str = "") -> str:
    return f'<form data-door="{door}">{fields}<button>{escape(button)}</button></form>'


def _clock_forms() -> str:
    units = "".join(
        f'<label>{unit} <input type="number" name="{unit}" value="0" step="any"></label>'
        for unit in ("days", "hours", "minutes", "seconds")
    )
    back = '<input type="hidden" name="reset" value="true">'
    return _form("POST clock", "Move", units) + _form("POST clock", "Set right", back)


def _fault_form() -> str:
    kinds = "".join(
        f'<option value="{kind}">{kind}: {escape(words)}</option>'
        for kind, words in (ON_THE_WIRE | OF_THE_SUPPLIER).items()
    )
    fields = (
        f'<label>Endpoint <select name="endpoint">{_options(ENDPOINTS)}</select></label>'
        f'<label>Kind <select name="kind">{kinds}</select></label>'
        '<label>Times <input type="number" name="times" value="1" min="1"></label>'
        '<label>Seconds <input type="number" name="seconds" value="0" min="0" step="any"></label>'
    )
    return _form("POST faults", "Add", fields) + _form("DELETE faults", "Remove all")


def _options(names: Iterable[str]) -> str:
    return "".join(f"<option>{escape(name)}</option>" for name in names)


def _faults(world: World) -> str:
    rows = [
        (escape(fault.endpoint), escape(fault.kind), str(fault.times), f"{fault.seconds:g}")
        for fault in world.faults.waiting
    ]
    return table(("Endpoint", "Kind", "Times", "Seconds"), rows) if rows else "<p>None is waiting.</p>"


def _transactions(world: World) -> str:
    world.box_office.expire()
    with world.box_office.lock:
        shown = rows_of(world, list(world.box_office.transactions.values())[-50:])
    rows = [
        (
            escape(row["transaction_uuid"]),
            escape(row["user"]),
            escape(row["status"]),
            escape("; ".join(f"{order['event_id']} {' '.join(order['seats'])}" for order in row["orders"])),
            str(row["purchase_calls"]),
            escape(", ".join(f"{code} {amount}" for code, amount in row["money_taken"].items())),
        )
        for row in reversed(shown)
    ]
    return table(("Transaction", "User", "Status", "Orders", "Purchase calls", "Money taken"), rows)
