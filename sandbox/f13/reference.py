"""What there is to choose from: `cities`, `classes`, `sources`; and `test`, who is asking."""

from typing import Any

from sandbox.catalogue.model import Event
from sandbox.f13.account import Call
from sandbox.f13.describe_orders import terms_of


def cities(call: Call) -> dict[str, Any]:
    """The cities where something is on."""
    found = {event.venue.city.code: event.venue.city for event in _live(call)}
    contents = [
        {
            "city_code": city.code,
            "city_desc": city.desc,
            "country_code": city.country_code,
            "country_desc": city.country_desc,
            "geo_data": {"latitude": city.latitude, "longitude": city.longitude},
        }
        for city in sorted(found.values(), key=lambda city: city.desc)
    ]
    return {"results": {"city": contents}}


def classes(call: Call) -> dict[str, Any]:
    """The classes of what is on, from code to words."""
    found = {code: desc for event in _live(call) for code, desc in event.classes.items()}
    contents = [{"class_code": code, "class_desc": found[code]} for code in sorted(found)]
    return {"results": {"class": contents}}


def sources(call: Call) -> dict[str, Any]:
    """The suppliers of what is on."""
    found = {event.source.code: event.source for event in _live(call)}
    contents = [
        {"source_code": code, "source_desc": found[code].desc} | terms_of(found[code], call)
        for code in sorted(found)
    ]
    return {"results": {"source": contents}}


def test(call: Call) -> dict[str, Any]:
    """Who is calling."""
    account = call.account
    return {
        "user_info": {
            "backend_group": "demonstration",
            "content_group": "demonstration",
            "default_country_code": account.country,
            "is_b2b": account.pays_by == "credit",
            "real_name": account.name,
            "statement_descriptor": "PRACTICE TICKETS",
            "sub_user": call.sub_user,
            "user_id": account.user,
        }
    }


def _live(call: Call) -> list[Event]:
    return [event for event in call.world.catalogue.events() if call.sells(event)]
