"""All journeys, in the order in which they are walked. What exists is what the eye sees here."""

from collections.abc import Callable
from dataclasses import dataclass

from acceptance.visit import Visit

from . import bought, cards, held, paid, recommended, required

CLOCK = "only a practice box office can make a supplier take 150 seconds"
PAYMENT_PAGE = "of payment pages only the practice box office's is known, so no other can be answered"
CHECKOUT_THERE = (
    "of Ingresso's own checkout only the practice box office's is known, so no other can be filled in"
)


@dataclass(frozen=True)
class Journey:
    """`asks` is what Ingresso asks for. `events` must be sold by the account; `needs_doors` says why it needs
    the control doors of a practice box office, where it does; `buys` is what stays bought.
    """

    id: str
    title: str
    asks: str
    walk: Callable[[Visit], None]
    events: tuple[str, ...] = ("7AB",)
    device: str = "desk"
    needs_doors: str = ""
    buys: str = ""


JOURNEYS = (
    Journey(
        "R1",
        "Performance dates and times",
        "Event 7AB shows its two performances, 1 January of the next two years at 15:30.",
        required.r1_both_performances,
    ),
    Journey(
        "R2",
        "Best available",
        "3 tickets for event 6IF in the stalls, band B: a reservation of 3 tickets of that band, and the way "
        "on to payment.",
        required.r2_three_of_a_band,
        ("6IF",),
        "phone",
    ),
    Journey(
        "R3",
        "The full price before the purchase",
        "Seat B4 of event 7AB: £55.00, as a £50.00 seat price and a £5.00 surcharge. Ways of sending that "
        "cost are listed separately. The total stands out.",
        required.r3_the_price_in_its_parts,
        ("7AB", "6IF"),
    ),
    Journey(
        "R4",
        "Seat conditions, best available",
        "A Thursday of event 6IE: the restricted views are shown before payment, and in the confirmation.",
        required.r4_restricted_views_of_a_thursday,
        ("6IE",),
        buys="3 tickets for 6IE",
    ),
    Journey(
        "R5",
        "Seat conditions, seats chosen",
        "C5 and C6 of event 7AB: both have restricted views, and C6 has the text “Haunted seat”, when they "
        "are selected and before the purchase.",
        required.r5_seats_with_something_to_say,
    ),
    Journey(
        "R6",
        "Release",
        "Whoever goes back and selects something else, or empties the trolley: the release is called before "
        "any further reserve, and a message says so.",
        held.r6_released_by_whoever_turns_back,
        ("7AB", "7AA"),
    ),
    Journey(
        "R7",
        "Send methods",
        "Event 7AA: Printable eTicket and Post worldwide are shown, with what they cost.",
        required.r7_ways_of_sending,
        ("7AA",),
        "phone",
    ),
    Journey(
        "R8",
        "eTickets with barcodes",
        "Bought as printable eTickets: tickets with their barcodes are sent by email, or saved for good.",
        bought.r8_tickets_with_barcodes,
        buys="2 tickets for 7AB",
    ),
    Journey(
        "R9",
        "Reservations that fail",
        "H10 of event 7AA or 7AB: that ticket type and price band could not be reserved, and no card was "
        "charged.",
        held.r9_what_cannot_be_held,
        ("7AB", "7AA"),
    ),
    Journey(
        "R10",
        "Seats that change",
        "Seats of event 7AB with D7 among them: the reservation goes on, and the customer is told that the "
        "seats have changed.",
        held.r10_other_seats,
        device="phone",
    ),
    Journey(
        "R11",
        "Purchases that fail",
        "Event 6IE with “fail part one” in address line two: the failure is shown, and a new reservation is "
        "made whose seats may have changed.",
        bought.r11_a_purchase_that_fails,
        ("6IE",),
    ),
    Journey(
        "R12",
        "Purchases that take long",
        "A supplier takes 150 seconds: the purchase ends once, and is confirmed.",
        bought.r12_a_supplier_that_is_slow,
        needs_doors=CLOCK,
        buys="tickets for 7AB",
    ),
    Journey(
        "S1",
        "Seats that are free",
        "A performance of event 7AB shows which seats are available.",
        recommended.s1_free_seats,
    ),
    Journey(
        "S2",
        "No single seat is left",
        "B3 and B4 of event 7AA leave B2 single: a warning before any reserve.",
        recommended.s2_a_seat_left_alone,
        ("7AA",),
    ),
    Journey(
        "S3",
        "Seats that must be together",
        "B3 and B5 of event 7AA: the selection is said to be invalid.",
        recommended.s3_seats_apart,
        ("7AA",),
    ),
    Journey(
        "S4",
        "Seats that may be apart",
        "B3 and B5 of event 7AB: it goes on as usual.",
        recommended.s4_seats_apart_where_they_may_be,
    ),
    Journey(
        "S5",
        "Special offers",
        "7AB has 8% off in circle A, and no fees in stalls B: said prominently in the list, on the event’s "
        "page and beside the prices.",
        recommended.s5_offers,
    ),
    Journey(
        "S6",
        "Kinds of ticket",
        "Event 6IF, stalls A: ADULT, CHILD, STUDENT and OAP can be chosen.",
        recommended.s6_kinds_of_ticket,
        ("6IF",),
        "phone",
    ),
    Journey(
        "S7",
        "What an event tells",
        "Event 6IF: images, video, text, reviews, venue and seating plan.",
        recommended.s7_what_an_event_tells,
        ("6IF", "7AB"),
    ),
    Journey(
        "P1",
        "On credit",
        "The purchase carries the customer's data and nothing of payment.",
        paid.p1_on_credit,
        device="phone",
        buys="tickets for 7AB",
    ),
    Journey(
        "P2",
        "The shop's own Stripe",
        "Authorised before the purchase and captured after it; never charged without tickets.",
        cards.p2_own_stripe,
        buys="tickets for 7AB",
    ),
    Journey(
        "P3",
        "Stripe through Cider",
        "Intents, sources and tokens, a token for every supplier, with metadata and the customer's address.",
        cards.p3_stripe_through_cider,
        buys="tickets for 7AB, and of a supplier that takes its own money",
    ),
    Journey(
        "P4",
        "Redirect",
        "Callouts by GET and by POST, ordered, of two hops; returns without cookies; refused; abandoned.",
        paid.p4_redirect,
        needs_doors=PAYMENT_PAGE,
        buys="tickets for 7AB, three times",
    ),
    Journey(
        "P5",
        "One of two suppliers fails",
        "What was bought, what was not, and what is charged.",
        paid.p5_one_of_two_suppliers,
        ("7AB", "6IF"),
        buys="tickets for 7AB",
    ),
    Journey(
        "P6",
        "Pressed more than once",
        "Twice at once, in two tabs, and back after paying: one purchase, one charge.",
        paid.p6_pressed_more_than_once,
        buys="tickets for 7AB",
    ),
    Journey(
        "P7",
        "White label",
        "The held transaction is handed over by redirect; the return shows by status whether it was bought.",
        paid.p7_white_label,
        needs_doors=CHECKOUT_THERE,
        buys="tickets for 7AB",
    ),
)
IDS = tuple(journey.id for journey in JOURNEYS)
