"""Text in any script becomes lines that fit, and stands as its readers expect."""

import pytest

from checkout.tickets import typefaces, typeset

WIDE = 50_000.0


def stood(text, *, width=WIDE, **options):
    """The letters of each line as they stand from left to right, one glyph after the other."""
    return [
        "".join(glyph.text for piece in line.pieces for glyph in piece.glyphs)
        for line in typeset.lines(text, width=width, **options)
    ]


def faces(text, **options):
    return [piece.face.name for line in typeset.lines(text, width=WIDE, **options) for piece in line.pieces]


@pytest.mark.parametrize(
    ("text", "face"),
    [
        ("Été Ğ Ộ £€", "NotoSans"),
        ("Лебединое озеро", "NotoSans"),
        ("Ελληνικά", "NotoSans"),
        ("تذكرة", "NotoSansArabic"),
        ("כרטיס", "NotoSansHebrew"),
        ("ตั๋ว", "NotoSansThai"),
        ("टिकट", "NotoSansDevanagari"),
        ("տոմս", "NotoSansArmenian"),
        ("ბილეთი", "NotoSansGeorgian"),
        ("🎭", "NotoSansSymbols2"),
        ("さくらチケット", "DroidSansFallback"),
        ("門票国", "DroidSansFallback"),
        ("티켓", "DroidSansFallback"),
    ],
)
def test_every_script_has_a_typeface_and_none_of_its_letters_is_missing(text, face):
    for bold in (False, True):
        (name,) = {name.partition("-")[0] for name in faces(text, bold=bold)}
        assert name == face
        assert not any(
            glyph.id == 0
            for line in typeset.lines(text, width=WIDE, bold=bold)
            for piece in line.pieces
            for glyph in piece.glyphs
        )


def test_words_are_not_torn_into_typefaces_by_spaces_and_marks():
    assert faces("تذكرة واحدة هنا") == ["NotoSansArabic-Regular"]
    assert faces("می\N{ZERO WIDTH NON-JOINER}خواهم") == ["NotoSansArabic-Regular"]
    assert faces("e\N{COMBINING ACUTE ACCENT}") == ["NotoSans-Regular"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hall 3", "Hall 3"),
        ("שלום", "םולש"),
        ("שלום 12 עולם", "םלוע 12 םולש"),  # a number among them keeps its own direction
        ("Harry הארי 2 פוטר plays", "Harry רטופ 2 יראה plays"),
        ("עולם (A12)", "(A12) םלוע"),
        ("12 עולם", "םלוע 12"),
    ],
)
def test_what_runs_from_right_to_left_stands_so(text, expected):
    (line,) = stood(text)
    # Brackets are drawn as they open; here they are still named as they were written.
    assert line.translate({ord("("): ")", ord(")"): "("}) == expected or line == expected


def test_arabic_letters_are_joined():
    (line,) = typeset.lines("بيت", width=WIDE)
    alone = [typefaces.shaped("NotoSansArabic-Regular", letter, is_rtl=True)[0].id for letter in "بيت"]
    (piece,) = line.pieces
    assert not {glyph.id for glyph in piece.glyphs} & set(alone)


def test_the_page_may_say_how_a_text_runs():
    assert stood("12: שלום", rtl=False) == ["12: םולש"]
    assert stood("12: שלום", rtl=True) == ["םולש :12"]


def test_marks_of_direction_are_heeded_and_not_shown():
    isolated = "\N{LEFT-TO-RIGHT MARK}\N{FIRST STRONG ISOLATE}שלום 5\N{POP DIRECTIONAL ISOLATE}, London"
    assert stood(isolated) == ["5 םולש, London"]
    assert stood("שלום 5, London") == ["London ,5 םולש"]
    turned = "\N{RIGHT-TO-LEFT OVERRIDE}abc"
    assert stood(turned) == ["cba"]


def test_lines_end_after_words_and_never_stick_out():
    text = "The Unremarkable Incident of the Cat at Lunchtime " * 4
    lines = typeset.lines(text, width=12_000)
    assert len(lines) > 5
    assert all(line.width <= 12_000 for line in lines)
    assert " ".join(stood(text, width=12_000)) == text.strip()


@pytest.mark.parametrize("text", ["x" * 200, "歌舞伎座で観る" * 30, "ตั๋วละครเวที" * 20, "عرضمسرحية" * 20])
def test_without_spaces_lines_end_where_no_letter_is_torn(text):
    lines = typeset.lines(text, width=9_000)
    assert all(line.width <= 9_500 for line in lines)  # joined letters are measured as they join
    assert sum(len(piece.text) for line in lines for piece in line.pieces) == len(text)
    starts = [line.pieces[0].text[0] for line in lines if line.pieces[0].level == 0]
    assert not set(starts) & set("ั๋ิี")


def test_japanese_lines_do_not_begin_with_what_ends_a_sentence():
    lines = stood("歌舞伎座で観る「忠臣蔵」、特別公演。" * 5, width=7_000)
    assert len(lines) > 5
    assert not {line[0] for line in lines} & set("、。」")
    assert not {line[-1] for line in lines} & set("「")


def test_too_many_lines_are_cut_and_say_so():
    lines = stood("word " * 100, width=12_000, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert stood("word " * 2, width=12_000, most=2) == ["word word"]


def test_a_width_that_holds_nothing_still_ends():
    assert [len(line) for line in stood("abc", width=1)] == [1, 1, 1]


def test_what_no_typeface_has_is_seen_to_be_missing():
    assert stood("a\U000e0100b\U0001f9ffc\x00d") == [
        "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c d"
    ]


def test_an_empty_text_has_no_lines():
    assert typeset.lines("", width=WIDE) == typeset.lines(" \n ", width=WIDE) == ()
