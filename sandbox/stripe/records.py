"""The smaller resources: charges, events, payment methods, tokens, sources, the account itself."""

from sandbox.stripe import card_shapes, events, shapes
from sandbox.stripe.calls import Call, Data, page_of
from sandbox.stripe.currencies import check_amount, check_currency
from sandbox.stripe.errors import missing, wrong
from sandbox.stripe.forms import Form
from sandbox.stripe.methods import CARD, hand_out, method_from, typed_in
from sandbox.stripe.state import found

FROM_BROWSERS = ("key", "guid", "muid", "sid", "expand")


def charge(call: Call) -> Data:
    one = found(call.stripe.charges, call.ids[0], account=call.account, kind="charge")
    return shapes.charge(call.stripe, one)


def charges(call: Call) -> Data:
    kept, by = call.stripe.charges.values(), ("payment_intent",)
    return page_of(call, kept, shape=shapes.charge, url="/v1/charges", by=by)


def event(call: Call) -> Data:
    one = found(call.stripe.events, call.ids[0], account=call.account, kind="event")
    return events.shape(call.stripe, one)


def list_events(call: Call) -> Data:
    kept = list(call.stripe.events.values())
    if "types" in call.form:
        kept = [one for one in kept if one.type in call.form.words("types")]
        del call.form.data["types"]
    return page_of(call, kept, shape=events.shape, url="/v1/events", by=("type",))


def create_method(call: Call) -> Data:
    data = {name: value for name, value in call.form.data.items() if name not in FROM_BROWSERS}
    method = method_from(call.stripe, Form(data), account=call.account, by_browser=call.is_browser)
    return card_shapes.method(call.stripe, method)


def method(call: Call) -> Data:
    one = found(call.stripe.methods, call.ids[0], account=call.account, kind="PaymentMethod")
    return card_shapes.method(call.stripe, one)


def create_token(call: Call) -> Data:
    call.form.only(("card", *FROM_BROWSERS))
    card = call.form.within("card")
    card.only(CARD)
    if not card.data:
        raise missing("card")
    one = typed_in(call.stripe, card, account=call.account, by_browser=call.is_browser)
    return card_shapes.token(call.stripe, hand_out(call.stripe, one, prefix="tok"))


def token(call: Call) -> Data:
    one = found(call.stripe.handed, call.ids[0], account=call.account, kind="token")
    return card_shapes.token(call.stripe, one)


def create_source(call: Call) -> Data:
    """A card source, for accounts of the second generation: made for an amount."""
    form = call.form
    form.only(("type", "card", "amount", "currency", "owner", "usage", "metadata", *FROM_BROWSERS))
    if form.required("type") != "card":
        raise wrong("type", "Only card sources are on here")
    currency = check_currency(form.text("currency")) if "currency" in form else ""
    amount = check_amount(form.integer("amount"), currency=currency) if "amount" in form else None
    one = typed_in(call.stripe, form.within("card"), account=call.account, by_browser=call.is_browser)
    one.billing = form.within("owner").data
    return card_shapes.source(
        call.stripe, hand_out(call.stripe, one, prefix="src", amount=amount, currency=currency)
    )


def source(call: Call) -> Data:
    one = found(call.stripe.handed, call.ids[0], account=call.account, kind="source")
    return card_shapes.source(call.stripe, one)


def account(call: Call) -> Data:
    return {
        "id": f"acct_{call.account}",
        "object": "account",
        "charges_enabled": True,
        "country": "GB",
        "default_currency": "gbp",
        "details_submitted": True,
        "email": None,
        "payouts_enabled": True,
        "type": "standard",
    }
