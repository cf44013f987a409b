"""Seats: one by one as they are held, and in blocks as they are free."""

from __future__ import annotations

from ..errors import Unreadable
from ..types import Seat, SeatBlock
from . import reading
from .reading import Data

BETWEEN_TEXTS = "; "


def seat_from(data: Data) -> Seat:
    """A seat, which some answers wrap in `id_details`."""
    inner = reading.part(data, "id_details") or data
    apple, google = reading.part(data, "seat_apple_wallet_urls"), reading.part(data, "seat_google_pay_urls")
    return Seat(
        id=reading.required(inner, "full_id"),
        row=reading.text(inner, "row_id"),
        column=reading.text(inner, "col_id"),
        separator=reading.text(inner, "separator"),
        is_restricted_view=reading.flag(inner, "is_restricted_view"),
        text=reading.text(inner, "seat_text"),
        text_code=reading.text(inner, "seat_text_code"),
        barcode=reading.text(data, "barcode"),
        apple_wallet_url=reading.link(apple, "apple_wallet_gen_url"),
        google_wallet_url=reading.link(google, "gpay_save_url"),
        google_wallet_jwt_url=reading.link(google, "gpay_jwt_url"),
    )


def seats_in(data: Data, key: str) -> tuple[Seat, ...]:
    return reading.each(data, key, seat_from)


def blocks_from(data: Data) -> tuple[SeatBlock, ...]:
    """Free seats that stand together. What is said about seats stands beside the blocks, by seat."""
    restricted = frozenset(reading.texts(data, "restricted_view_seats"))
    notes = _texts_by_seat(data)
    separators = {
        row: reading.text_from(mark, what="separators_by_row")
        for row, mark in reading.entries(data, "separators_by_row")
        if mark is not None
    }

    def seat(seat_id: str, row: str) -> Seat:
        separator = separators.get(row, "")
        return Seat(
            id=seat_id,
            row=row,
            column=_column(seat_id, row=row, separator=separator),
            separator=separator,
            is_restricted_view=seat_id in restricted,
            text=notes.get(seat_id, ""),
        )

    return tuple(
        SeatBlock(row, tuple(seat(seat_id, row) for seat_id in block)) for row, block in _blocks(data)
    )


def _blocks(data: Data) -> list[tuple[str, list[str]]]:
    return [
        (row, [_seat_id(seat) for seat in _list(block)])
        for row, blocks in reading.entries(data, "blocks_by_row")
        for block in _list(blocks)
    ]


def _texts_by_seat(data: Data) -> dict[str, str]:
    """Every text of every seat: one seat may have two, and both must be shown."""
    notes: dict[str, str] = {}
    for message, seats in reading.entries(data, "seats_by_text_message"):
        for seat_id in map(_seat_id, _list(seats)):
            notes[seat_id] = BETWEEN_TEXTS.join(filter(None, [notes.get(seat_id, ""), message]))
    return notes


def _column(seat_id: str, *, row: str, separator: str) -> str:
    """What is left of a seat's id behind its row; the whole id where that is nothing."""
    return seat_id.removeprefix(row).removeprefix(separator) or seat_id


def _seat_id(value: object) -> str:
    seat_id = reading.text_from(value, what="a seat")
    if not seat_id:
        raise Unreadable("a seat has no id")
    return seat_id


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable("the seat blocks are not lists")
    return value
