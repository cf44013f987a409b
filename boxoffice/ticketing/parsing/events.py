"""Events and lists of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from ..errors import Unreadable
from ..types import Content, CustomField, Event, EventPage, Media, Named, Paging, Review, Video
from . import costs, reading
from .prices import Till, till_from
from .reading import Data

FULL_CIRCLE = 360


def event_page_from(data: Data) -> EventPage:
    """A list of events: `events.v1`, `add_ons.v1`, `upsells.v1`."""
    results, till = reading.whole(data, "results"), till_from(data)
    return EventPage(
        events=reading.each(results, "event", lambda event: event_from(event, till=till)),
        paging=paging_from(results),
    )


def events_by_id_from(data: Data) -> dict[str, Event]:
    """Events by id. An id that f13 does not know is absent, or has no event in it."""
    till = till_from(data)
    by_id = reading.objects(data, "events_by_id")
    return {key: event_with_company(found, till=till) for key, found in by_id.items() if found.get("event")}


def event_with_company(data: Data, *, till: Till) -> Event:
    """An event as `events_by_id` gives it, with facts and related events beside it."""
    return event_from(reading.part(data, "event"), till=till, beside=data)


def event_from(data: Data, *, till: Till, beside: Data | None = None) -> Event:
    beside = beside or {}
    geo = reading.part(data, "geo_data")

    def events_in(key: str, among: Data) -> tuple[Event, ...]:
        return reading.each(among, key, lambda event: event_from(event, till=till))

    return Event(
        id=reading.required(data, "event_id"),
        name=reading.text(data, "event_desc"),
        status=reading.text(data, "event_status"),
        type=reading.text(data, "event_type"),
        source_code=reading.text(data, "source_code"),
        source_name=reading.text(data, "source_desc"),
        venue=reading.text(data, "venue_desc"),
        venue_code=reading.text(data, "venue_code"),
        area_code=reading.text(data, "area_code"),
        postcode=reading.text(data, "postcode"),
        city=reading.text(data, "city_desc"),
        city_code=reading.text(data, "city_code"),
        country=reading.text(data, "country_desc"),
        country_code=reading.text(data, "country_code"),
        latitude=_degrees(geo, "latitude"),
        longitude=_degrees(geo, "longitude"),
        classes=_classes(data),
        filters=reading.texts(data, "custom_filter"),
        min_running_time=reading.integer(data, "min_running_time"),
        max_running_time=reading.integer(data, "max_running_time"),
        critic_review_percent=reading.number(data, "critic_review_percent"),
        user_review_percent=reading.number(data, "user_review_percent"),
        is_seated=reading.flag(data, "is_seated"),
        needs_performance=reading.flag(data, "need_performance", default=True),
        needs_departure_date=reading.flag(data, "need_departure_date"),
        needs_duration=reading.flag(data, "need_duration"),
        shows_performance_time=reading.flag(data, "show_perf_time", default=True),
        has_no_performances=reading.flag(data, "has_no_perfs"),
        is_add_on=reading.flag(data, "is_add_on"),
        is_auto_quantity_add_on=reading.flag(data, "is_auto_quantity_add_on"),
        is_date_matched_add_on=reading.flag(data, "is_date_matched_add_on"),
        is_time_matched_add_on=reading.flag(data, "is_time_matched_add_on"),
        venue_is_enforced=reading.maybe_flag(beside, "venue_is_enforced"),
        valid_quantities=reading.integers(beside, "valid_quantities")
        or reading.integers(data, "valid_quantities"),
        run_starts=_run_date(data, "date_range_start"),
        run_ends=_run_date(data, "date_range_end"),
        white_label_path=reading.text(data, "event_path"),
        upsell_ids=reading.texts(reading.part(data, "event_upsell_list"), "event_id"),
        cost_range=costs.cost_range_in(data, till=till),
        cost_range_details=costs.cost_range_details_in(data, till=till),
        cached_prices=costs.cached_prices_in(data, till=till),
        media=tuple(filter(None, reading.each(reading.part(data, "media"), "media_asset", _media))),
        video=_video(reading.part(data, "video_iframe")),
        reviews=reading.each(reading.part(data, "reviews"), "review", _review),
        content=_content(data),
        info=reading.text(data, "event_info"),
        info_html=reading.text(data, "event_info_html"),
        venue_info=reading.text(data, "venue_info"),
        venue_info_html=reading.text(data, "venue_info_html"),
        venue_address=reading.text(data, "venue_addr"),
        venue_address_html=reading.text(data, "venue_addr_html"),
        custom_fields=reading.each(data, "custom_fields", _custom_field),
        lingo_code=reading.text(reading.part(data, "lingo_data"), "lingo_code"),
        components=events_in("event", reading.part(data, "meta_event_component_events")),
        add_ons=events_in("add_ons", beside),
        upsells=events_in("upsells", beside),
    )


def paging_from(results: Data) -> Paging:
    data = reading.part(results, "paging_status")
    return Paging(
        page=reading.integer(data, "page_number") or 0,
        page_length=reading.integer(data, "page_length", "page_len") or 0,
        pages_remaining=reading.integer(data, "pages_remaining") or 0,
        results_remaining=reading.integer(data, "results_remaining") or 0,
        total=reading.integer(data, "total_unpaged_results"),
    )


def _degrees(geo: Data, key: str) -> Decimal | None:
    value = reading.number(geo, key)
    if value is not None and abs(value) > FULL_CIRCLE:
        raise Unreadable(f"{key} is no place on earth")
    return value


def _classes(data: Data) -> tuple[Named, ...]:
    """The categories, as a table of codes and names, or as a list of them (`class`)."""
    named = [
        Named(code, reading.text_from(name, what="classes"))
        for code, name in reading.entries(data, "classes")
    ]
    return tuple(named) or reading.each(data, "class", _class)


def _class(data: Data) -> Named:
    return Named(reading.text(data, "class_code"), reading.text(data, "class_desc"))


def _run_date(data: Data, key: str) -> datetime | None:
    """A time, or an object that holds one."""
    value = data.get(key)
    inner = value if isinstance(value, dict) else {"iso8601_date_and_time": value}
    return reading.moment(inner, "iso8601_date_and_time")


def _media(data: Data) -> Media | None:
    secure, plain = reading.link(data, "secure_complete_url"), reading.link(data, "insecure_complete_url")
    if not secure and not plain:
        return None
    return Media(
        name=reading.text(data, "name"),
        url=secure or plain,
        caption=reading.text(data, "caption"),
        caption_html=reading.text(data, "caption_html"),
        is_secure=bool(secure),
        width=reading.integer(data, "width"),
        height=reading.integer(data, "height"),
    )


def _video(data: Data) -> Video | None:
    secure = reading.link(data, "video_iframe_url_when_secure", "video_iframe_secure_complete_url")
    plain = reading.link(data, "video_iframe_url_when_insecure", "video_iframe_insecure_complete_url")
    if not secure and not plain:
        return None
    return Video(
        url=secure or plain,
        caption=reading.text(data, "video_iframe_caption"),
        caption_html=reading.text(data, "video_iframe_caption_html"),
        is_secure=bool(secure),
        width=reading.integer(data, "video_iframe_width"),
        height=reading.integer(data, "video_iframe_height"),
    )


def _review(data: Data) -> Review:
    return Review(
        body=reading.text(data, "review_body"),
        title=reading.text(data, "review_title"),
        author=reading.text(data, "review_author"),
        star_rating=reading.number(data, "star_rating"),
        language=reading.text(data, "review_lang"),
        is_by_visitor=reading.flag(data, "is_user_review"),
        original_url=reading.link(data, "review_original_url"),
        written=reading.moment(data, "review_iso8601_date_and_time"),
        date_text=reading.text(data, "review_date_desc"),
        time_text=reading.text(data, "review_time_desc"),
    )


def _content(data: Data) -> tuple[Content, ...]:
    return tuple(
        Content(
            key=key,
            name=reading.text(piece, "name"),
            text=reading.text(piece, "value"),
            html=reading.text(piece, "value_html"),
        )
        for key, value in reading.entries(data, "structured_info")
        for piece in [reading.mapping(value, what="structured_info")]
    )


def _custom_field(data: Data) -> CustomField:
    return CustomField(
        name=reading.text(data, "custom_field_name"),
        label=reading.text(data, "custom_field_label"),
        data=reading.text(data, "custom_field_data"),
    )
