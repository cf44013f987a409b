"""Which choices of seats are lawful, what is said of those that are not, and what would do instead."""

import pytest
from django.template import Context, Template
from django.utils.functional import lazy
from django.utils.translation import get_language, override

from boxoffice.ticketing import Availability, AvailabilityBand, LeavingSingles, Seat, SeatBlock, TicketType
from catalog import seating
from catalog.seating import BandRules, Problem, Rule
from catalog.seating.problems import SENTENCES
from tests.seating import CASES, rules_from


def name_of(case: dict) -> str:
    return f"{case['hall']}: {' '.join(case['chosen']) or 'nothing'}"


@pytest.mark.parametrize("case", CASES["cases"], ids=name_of)
def test_the_cases_that_browsers_are_held_to(case):
    rules = rules_from(CASES["halls"][case["hall"]])
    found = seating.problem(rules, case["chosen"])
    told = found and {"rule": found.rule, "seats": [*found.seats], "remedy": [*found.remedy]}
    assert told == case["verdict"]
    if "mendable" in case:
        assert seating.could_become_lawful(rules, case["chosen"]) == case["mendable"]


def test_every_rule_about_seats_has_a_case_and_every_remedy_is_lawful():
    found = [(case["hall"], case["verdict"]) for case in CASES["cases"] if case["verdict"]]
    assert {verdict["rule"] for _hall, verdict in found} == {*Rule} - {Rule.MIXED, Rule.KIND}
    for hall, verdict in found:
        assert seating.problem(rules_from(CASES["halls"][hall]), verdict["remedy"]) is None


def block(row: str, *columns: str, restricted: str = "") -> SeatBlock:
    return SeatBlock(row, tuple(Seat(row + one, row, one, "", one == restricted) for one in columns))


def test_rules_are_read_from_what_f13_says_of_a_band():
    band = AvailabilityBand(
        "A/pool",
        ticket_type_code="STALLS",
        seat_blocks=(block("A", "1", "2", restricted="2"), SeatBlock("B"), block("A", "4")),
        leaving_singles=LeavingSingles.IF_NECESSARY,
    )
    availability = Availability(
        (TicketType("STALLS", bands=(band,)),),
        valid_quantities=(1, 2, 3),
        contiguous_only=False,
        must_select_whole_seat_block=True,
    )
    assert seating.rules_of(availability) == (
        BandRules(
            blocks=(("A1", "A2"), ("A4",)),
            rows=("A", "A"),
            leaving_singles=LeavingSingles.IF_NECESSARY,
            whole_blocks=True,
            quantities=(1, 2, 3),
            restricted=frozenset({"A2"}),
        ),
    )


@pytest.mark.parametrize(
    ("is_contiguous", "own", "numbers"),
    [(True, (), (1, 2)), (False, (), (1, 2, 3, 4)), (False, (2, 4), (2, 4)), (True, (4,), (4,))],
    ids=["neighbours: as many as stand together", "anywhere: more", "the band's own", "unless none is left"],
)
def test_numbers_are_the_bands_own_or_the_performances(is_contiguous, own, numbers):
    band = AvailabilityBand("A", seat_blocks=(block("A", "1"),), number_available=2, valid_quantities=own)
    availability = Availability(valid_quantities=(1, 2, 3, 4), contiguous_only=is_contiguous)
    assert BandRules.from_availability(availability, band).quantities == numbers


def test_a_seat_of_the_same_name_in_another_area_is_another_seat():
    stalls, circle = BandRules((("A1", "A2"),), ("A",)), BandRules((("A2", "A3"),), ("A",))
    assert seating.problem(stalls, ["A1"]) is None
    assert seating.problem(circle, ["A1"]) == Problem(Rule.GONE, ("A1",), ("A2",))


@pytest.mark.parametrize("rule", [rule for rule in Rule if rule is not Rule.KIND])
def test_every_rule_has_one_sentence_with_its_seats_or_numbers(rule):
    said = str(Problem(rule, ("B2", "B7"), numbers=(2, 4)).sentence)
    assert ("2, 4" if rule is Rule.QUANTITY else "B2, B7") in said
    assert said.endswith(".")
    assert said.count(". ") == 0


def test_sentences_are_lazy_and_escaped_and_keep_names_in_their_direction():
    problem = Problem(Rule.SINGLE, ("<b>&", "משושה", "{seats}"))
    page = Template("{{ problem.sentence }}").render(Context({"problem": problem}))
    assert "&lt;b&gt;&amp;, \u2068משושה\u2069, {seats}" in page


def test_a_sentence_is_in_the_language_of_its_reader(monkeypatch):
    words = lazy(lambda: f"{get_language()}: {{seats}}", str)()
    monkeypatch.setitem(SENTENCES, "gone", words)
    sentence = Problem(Rule.GONE, ("A1",)).sentence
    with override("fr"):
        assert str(sentence) == "fr: A1"


def test_browsers_get_a_sentence_for_every_rule():
    told = seating.sentences()
    assert {*told} >= {rule.value for rule in Rule}
    assert all(isinstance(words, str) for words in told.values())
