"""Barcodes are read again, by a scanner that did not draw them."""

import pytest
from PIL import Image

from checkout.tickets import barcodes
from checkout.tickets.barcodes import FORMATS, LINEAR, MOST_BARS, drawn
from tests.in_hand import as_picture, scanned

READ_AS = {
    "qr_code": "QRCode",
    "aztec": "Aztec",
    "aztec_small": "Aztec",
    "datamatrix": "DataMatrix",
    "pdf417": "PDF417",
    "code128": "Code128",
    "code93": "Code93",
    "code39": "Code39",
}
HOSTILE = {
    "letters that Code 39 does not know": "abc_{Def}@42",
    "spaces at both ends": " A 1 ",
    "signs that Code 39 pairs with": "%A+B$C/D*E*",
    "escapes of other programs": "~1^029\\x1d<GS>",
    "a product number in brackets": "(01)09501101530003",
    "not ASCII": "ÉTÉ-ñ-ß",
    "another script": "تذكرة-17",
    "a picture": "☃17",
    "long": "A1B2" * 20,
    "an address": "https://tickets.example/?a=1&b=%C3%A9#x",
}


@pytest.mark.parametrize("name", FORMATS)
def test_what_the_supplier_gave_is_read_again_in_a_type_that_it_scans(name):
    barcode = drawn("482910557731", supported=[name])
    assert scanned(as_picture(barcode.svg())) == [("482910557731", READ_AS[name])]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_it_says_is_read_again(name, text):
    barcode = drawn(text, supported=[name])
    assert [read for read, _type in scanned(as_picture(barcode.svg()))] == [text]


def test_other_letters_in_code_39_are_written_as_pairs():
    barcode = drawn("abc-42", supported=["code39"])
    assert barcode.type == "code39"
    assert scanned(as_picture(barcode.svg())) == [("abc-42", "Code39Ext")]


@pytest.mark.parametrize(
    ("supported", "expected"),
    [
        (("code39", "qr_code"), "qr_code"),
        (("code93", "pdf417"), "pdf417"),
        (("maxicode", "code128"), "code128"),
        (("maxicode",), "qr_code"),
        ((), "qr_code"),
    ],
)
def test_of_the_types_that_the_supplier_scans_the_best_for_a_screen_is_drawn(supported, expected):
    assert drawn("482910557731", supported=supported).type == expected


def test_a_type_that_cannot_hold_it_makes_room_for_another_that_is_scanned():
    assert drawn("☃", supported=["code128", "pdf417"]).type == "pdf417"
    assert drawn("A1B2" * 40, supported=["aztec_small", "code128", "pdf417"]).type == "pdf417"


def test_a_small_aztec_is_a_small_one():
    assert len(drawn("482910557731", supported=["aztec_small"]).rows) <= barcodes.SMALL_AZTEC
    assert drawn("A1B2" * 40, supported=["aztec_small"]).type == "qr_code"


@pytest.mark.parametrize("text", ["x" * 5000, "\ud800"])
def test_what_no_type_can_hold_is_not_drawn(text):
    assert all(drawn(text, supported=[name]) is None for name in FORMATS)


@pytest.mark.parametrize("name", sorted(LINEAR))
def test_bars_do_not_get_finer_than_scanners_see(name):
    widths = [found.width for count in range(1, 90) if (found := barcodes._drawn("A1" * count, name))]
    assert max(widths) <= MOST_BARS < max(widths) + 50


@pytest.mark.parametrize("name", FORMATS)
def test_around_it_is_as_much_white_as_scanners_need(name):
    barcode = drawn("482910557731", supported=[name])
    lefts, tops, rights, bottoms = zip(
        *((x, y, x + width, y + height) for x, y, width, height in barcode.dark()), strict=True
    )
    assert (min(lefts), barcode.width - max(rights)) == (barcode.quiet, barcode.quiet)
    assert barcode.quiet >= (10 if name in LINEAR else 2)
    if name not in LINEAR:
        assert (min(tops), barcode.height - max(bottoms)) == (barcode.quiet, barcode.quiet)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_read_on_a_dark_page_too(name):
    picture = as_picture(drawn("482910557731", supported=[name]).svg())
    page = Image.new("L", (picture.width + 80, picture.height + 80), 0)
    page.paste(picture, (40, 40))
    assert [text for text, _type in scanned(page)] == ["482910557731"]


def test_squares_are_square():
    for name in ("qr_code", "aztec", "aztec_small", "datamatrix"):
        for text in ("482910557731", "A1B2" * 15, "☃"):
            barcode = drawn(text, supported=[name])
            assert barcode.width == barcode.height
