"""WCAG 2.2, levels A and AA: which test holds each criterion, or who else looks after it.

A test is `file::name` below tests/, without `test_` and `.py`. Whatever is no test says so in words.
"""

from dataclasses import dataclass

STATES = "journeys/every_page::every_state_can_be_used_by_anyone"
KEYS = "journeys/b7_for_everyone::b7_a_purchase_by_keyboard_alone"
ERRORS = "journeys/b7_errors::b7_details_that_lack_something_keep_the_rest"
WORDS = "journeys/b7_without::b7_without_pictures_words_stand_in_their_place"
FOCUS = "journeys/b7_focus_and_voice::"
TIME = "journeys/b4_countdown::"
FILMS = (
    "By the supplier: films are theirs, and play at another site's player; the page on accessibility says so."
)
NONE = "There is none of it in the shop: "


@dataclass(frozen=True)
class Criterion:
    number: str
    name: str
    level: str
    held: tuple[str, ...]

    @property
    def tests(self) -> list[str]:
        return [one for one in self.held if "::" in one]


def _of(level: str, number: str, name: str, *held: str) -> Criterion:
    return Criterion(number, name, level, held)


CRITERIA = (
    _of("A", "1.1.1", "Non-text content", STATES, WORDS, "By the supplier: words for pictures of events."),
    _of("A", "1.2.1", "Audio-only and video-only", FILMS),
    _of("A", "1.2.2", "Captions", FILMS),
    _of("A", "1.2.3", "Audio description or alternative", FILMS),
    _of("AA", "1.2.4", "Captions (live)", NONE + "nothing is live."),
    _of("AA", "1.2.5", "Audio description", FILMS),
    _of("A", "1.3.1", "Info and relationships", STATES),
    _of("A", "1.3.2", "Meaningful sequence", STATES),
    _of("A", "1.3.3", "Sensory characteristics", "By hand: no sentence names a shape, a colour or a place."),
    _of("AA", "1.3.4", "Orientation", STATES),
    _of("AA", "1.3.5", "Identify input purpose", STATES,
        "journeys/customer_form::on_a_phone_the_address_is_short_and_browsers_can_fill_in_all_of_it"),
    _of("A", "1.4.1", "Use of colour", "journeys/n1_seat_map::n1_bands_differ_in_shape_too",
        "journeys/b7_forced_colours::b7_what_is_chosen_is_told_without_our_colours"),
    _of("A", "1.4.2", "Audio control", NONE + "nothing sounds by itself."),
    _of("AA", "1.4.3", "Contrast (minimum)", STATES),
    _of("AA", "1.4.4", "Resize text", STATES),
    _of("AA", "1.4.5", "Images of text", "By the supplier: pictures of events may have words in them."),
    _of("AA", "1.4.10", "Reflow", STATES),
    _of("AA", "1.4.11", "Non-text contrast", STATES,
        "journeys/b7_forced_colours::b7_edges_of_fields_can_be_seen"),
    _of("AA", "1.4.12", "Text spacing", STATES),
    _of("AA", "1.4.13", "Content on hover or focus", NONE + "nothing appears beneath a pointer."),
    _of("A", "2.1.1", "Keyboard", KEYS, STATES, "journeys/n1_seat_map::n1_arrows_move_by_where_seats_are"),
    _of("A", "2.1.2", "No keyboard trap", STATES),
    _of("A", "2.1.4", "Character key shortcuts", "journeys/n1_seat_map::n1_keys_make_it_larger_and_smaller"),
    _of("A", "2.2.1", "Timing adjustable", TIME + "b4_the_time_is_said_at_few_moments",
        TIME + "b4_at_the_end_the_page_says_so_in_place_and_one_press_holds_the_same_again",
        FOCUS + "b7_who_types_while_the_time_runs_out_goes_on_typing",
        "The end itself is the supplier's, who keeps the seats from others."),
    _of("A", "2.2.2", "Pause, stop, hide", STATES),
    _of("A", "2.3.1", "Three flashes", NONE + "nothing flashes."),
    _of("A", "2.4.1", "Bypass blocks", STATES, KEYS),
    _of("A", "2.4.2", "Page titled", STATES),
    _of("A", "2.4.3", "Focus order", STATES, FOCUS + "b7_a_filter_that_goes_hands_the_focus_on",
        FOCUS + "b7_a_button_that_goes_with_the_time_hands_the_focus_to_the_news"),
    _of("A", "2.4.4", "Link purpose (in context)", STATES),
    _of("AA", "2.4.5", "Multiple ways", "catalog/sitemap::every_address_in_it_is_a_page_that_names_itself_so",
        "journeys/b1_finding::b1_words_filters_and_order_change_the_results_in_place"),
    _of("AA", "2.4.6", "Headings and labels", STATES),
    _of("AA", "2.4.7", "Focus visible", STATES),
    _of("AA", "2.4.11", "Focus not obscured (minimum)", STATES),
    _of("A", "2.5.1", "Pointer gestures", FOCUS + "b7_a_drawing_needs_no_dragging",
        "journeys/n1_seat_map::n1_keys_make_it_larger_and_smaller"),
    _of("A", "2.5.2", "Pointer cancellation", "By hand: everything is done when a press ends."),
    _of("A", "2.5.3", "Label in name", STATES),
    _of("A", "2.5.4", "Motion actuation", NONE + "nothing follows the device's movement."),
    _of("AA", "2.5.7", "Dragging movements", FOCUS + "b7_a_drawing_needs_no_dragging"),
    _of("AA", "2.5.8", "Target size (minimum)", STATES),
    _of("A", "3.1.1", "Language of page", STATES),
    _of("AA", "3.1.2", "Language of parts",
        "catalog/accessibility_page::what_staff_write_stands_beneath_in_the_readers_language",
        "boxoffice/legal_pages::the_footer_says_staffs_words_in_each_language",
        "By the supplier: of what language a text of an event is, f13 does not say."),
    _of("A", "3.2.1", "On focus", STATES),
    _of("A", "3.2.2", "On input",
        "journeys/b1_finding::b1_words_filters_and_order_change_the_results_in_place"),
    _of("AA", "3.2.3", "Consistent navigation", STATES),
    _of("AA", "3.2.4", "Consistent identification",
        "By hand: one word for one thing, as docs/languages.md has it."),
    _of("A", "3.2.6", "Consistent help", STATES),
    _of("A", "3.3.1", "Error identification", ERRORS, "journeys/b7_errors::b7_tickets_that_nobody_chose"),
    _of("A", "3.3.2", "Labels or instructions", STATES),
    _of("AA", "3.3.3", "Error suggestion", ERRORS,
        "journeys/customer_form::a_slip_in_the_email_is_questioned_while_one_types_and_mended_by_one_press"),
    _of("AA", "3.3.4", "Error prevention (legal, financial, data)",
        "journeys/b6_cancelling::b6_what_goes_only_together_is_said_before_anything_is_done",
        "journeys/r_holds::r10_other_seats_are_shown_beside_those_asked_for_and_accepted"),
    _of("A", "3.3.7", "Redundant entry",
        "journeys/customer_form::what_is_typed_survives_a_reload_and_a_new_hold_unsent",
        "journeys/r11_failed::r11_a_failed_purchase_holds_again_by_one_press_with_the_details_kept"),
    _of("AA", "3.3.8", "Accessible authentication (minimum)",
        "journeys/b7_staff::b7_a_password_and_a_code_may_be_pasted_and_kept_by_a_program",
        "Buyers have no password: an order opens by its reference and address, or by a link."),
    _of("A", "4.1.2", "Name, role, value", STATES,
        FOCUS + "b7_a_seat_tells_whether_it_is_chosen_and_the_summary_says_what_that_comes_to"),
    _of("AA", "4.1.3", "Status messages",
        FOCUS + "b7_a_search_says_how_many_there_are_and_the_filter_keeps_the_focus",
        FOCUS + "b7_the_end_of_a_purchase_is_said_and_takes_over_the_focus"),
)  # fmt: skip
