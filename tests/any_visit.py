"""Two people's visits as a state machine: what may happen in any order, and what must hold throughout."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import currently_in_test_context, event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boxoffice import live
from checkout import tasks
from tests.beliefs import Beliefs, beliefs, free_places, waiting_for_worker
from tests.builders import CUSTOMER
from tests.faults.night import wait_until
from tests.sandbox_process import SandboxProcess
from tests.visits import CHECKOUT, Form, Page, Tab, Visitor
from tests.wire import Died, Wire, die

LATE = 40  # seconds after which a deed is done of whose answer nobody hears any more
LONG = 16  # minutes: longer than any hold
WRONG = ("502_before", "502_after", "cut", "lost", "half", "garbage")
FAULTS = (
    *((endpoint, kind) for endpoint in ("reserve", "release", "purchase") for kind in WRONG),
    *(("reserve", "410"), ("purchase", "410")),  # a release that is refused so is one: 410 would be a lie
    *(("trolley", "502_before"), ("trolley", "410"), ("trolley", "garbage"), ("availability", "down")),
    *(("status", "502_before"), ("purchase_page_archive", "502_before")),
)
CHOICES = ("two seats", "one of them", "a moving seat", "anywhere", "nothing")
HAPPENINGS = ("again", "holds", "puts in", "lets go", "pays", "sweeps", "minutes", "long")
CUSTOMERS: dict[str, dict[str, str]] = {
    "as they are": {},
    "with an email address that is refused": {"email": "ada@example.invalid"},
    "so that the purchase fails": {"address_line_two": "decline"},
}


@dataclass
class Stage:
    """What all runs of one test share."""

    f13: SandboxProcess
    wire: Wire
    choices: dict[str, dict[str, Any]]
    perf_id: str  # whose seats are counted
    reached: Counter[str] = field(default_factory=Counter)


class Clocks:
    """The shop's and the box office's. `agree` until theirs was moved alone."""

    def __init__(self, f13: SandboxProcess) -> None:
        self.f13, self.agree = f13, True
        self._travel = time_machine.travel(timezone.now(), tick=True)
        self._shops = self._travel.start()

    def move(self, *, minutes: float) -> None:
        self._shops.shift(timedelta(minutes=minutes))
        self._theirs(minutes)

    def move_theirs(self, *, minutes: float) -> None:
        self.agree = False
        self._theirs(minutes)

    def stop(self) -> None:
        self._travel.stop()

    def _theirs(self, minutes: float) -> None:
        self.f13.move_clock(minutes=minutes)
        wait_until(lambda: None not in {row["status"] for row in self.f13.log()}, what="late deeds are done")


tabs = st.sampled_from(range(3))


class AnyVisit(RuleBasedStateMachine):
    """Ada has two tabs, Bob has one, and both want the same seats."""

    stage: ClassVar[Stage]

    def __init__(self) -> None:
        super().__init__()
        self.f13, self.wire = self.stage.f13, self.stage.wire
        self.f13.reset()
        self.wire.disarm()
        cache.clear()
        live.forget()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.clocks = Clocks(self.f13)
        ada, bob = Visitor("Reader"), Visitor("Stranger")
        self.tabs = (Tab(ada), Tab(ada), Tab(bob))
        self.records: dict[str, Visitor] = {}  # whose checkout addresses these are
        self.presses: dict[str, str] = {}  # to which checkout each press of a button led
        self.deaths = self.faults_met = 0
        self.is_sound = True

    # What visitors do

    @initialize()
    def both_want_the_same_seats(self) -> None:
        self.free_at_first = free_places(self.stage.perf_id)
        for tab in (0, 2):
            self.puts_in(tab, "two seats")
        self.looks(1)

    @rule(tab=tabs)
    def looks(self, tab: int) -> None:
        self._did("looks")
        self.tabs[tab].open("/trolley/")

    @rule(tab=tabs, what=st.sampled_from(CHOICES))
    def puts_in(self, tab: int, what: str) -> None:
        self._did(f"puts in {what}")
        self.tabs[tab].post("/trolley/add/", self.stage.choices[what])

    @rule(tab=tabs, number=st.integers(0, 30), button=st.integers(0, 2))
    def presses_anything(self, tab: int, number: int, button: int) -> None:
        """Any form of the page as it stands in the tab, however old, as it is filled in."""
        forms = self.tabs[tab].page.forms
        if forms:
            form = forms[number % len(forms)]
            self._did(f"presses {_kind(form)}")
            self.tabs[tab].submit(form, button=button)

    @rule(tab=tabs)
    def holds(self, tab: int) -> None:
        self._did("holds")
        self._hold(self.tabs[tab], self._form(tab, "/trolley/reserve/", otherwise="/trolley/"))

    @rule(tab=tabs)
    def holds_twice(self, tab: int) -> None:
        """A double press: the second one is sent before the first one's answer is shown."""
        self._did("holds twice")
        form = self._form(tab, "/trolley/reserve/", otherwise="/trolley/")
        self._hold(self.tabs[tab], form)
        self._hold(self.tabs[tab], form)

    @rule(tab=tabs)
    def lets_go(self, tab: int) -> None:
        form = self._form(tab, "/release/", otherwise=self._checkout(tab))
        if form:
            self._did("lets go")
            self.tabs[tab].submit(form)

    @rule(tab=tabs)
    def holds_again(self, tab: int) -> None:
        """What ran out, was let go or could not be held, twice: the second press finds the first one's."""
        form = self._form(tab, "/again/", otherwise=self._checkout(tab))
        if form:
            self._did("holds again")
            led_to = {self.tabs[tab].submit(form).address for _ in range(2)}
            assert len(led_to) == 1 or self._has_met_faults(), led_to

    @rule(tab=tabs)
    def agrees(self, tab: int) -> None:
        """To what came otherwise than it was asked for."""
        form = self._form(tab, "/accept/", otherwise=self._checkout(tab))
        if form:
            self._did("agrees")
            self.tabs[tab].submit(form)

    @rule(tab=tabs, how=st.sampled_from(sorted(CUSTOMERS)))
    def pays(self, tab: int, how: str) -> None:
        if not self.tabs[tab].page.form_with("last_name"):
            self.agrees(tab)
        form = self.tabs[tab].page.form_with("last_name")
        if form:
            self._did("pays")
            known = {**CUSTOMER, "last_name": self.tabs[tab].visitor.name, **CUSTOMERS[how]}
            self.tabs[tab].submit(form, **known)

    @rule(tab=tabs, scripts=st.booleans())
    def goes_back(self, tab: int, scripts: bool) -> None:
        """To the page before, as it was. Scripts let go what was held on the page that is left."""
        release = self.tabs[tab].page.form("/release/")
        self._did("goes back")
        self.tabs[tab].go_back()
        if scripts and release:
            self.tabs[tab].visitor.post(release.address, release.fields)

    @rule(tab=tabs)
    def tries_anothers_addresses(self, tab: int) -> None:
        self._did("tries another's addresses")
        me, before = self.tabs[tab].visitor, self._upstream()
        for record in [one for one, owner in self.records.items() if owner is not me]:
            for address in (f"/checkout/{record}/", f"/order/{record}/"):
                assert me.get(address).status == 404
            for deed in ("", "release/", "accept/", "again/"):
                assert me.post(f"/checkout/{record}/{deed}", CUSTOMER).status == 404
        me.forget_pages()
        assert self._upstream() == before

    # What happens to them

    @rule(minutes=st.sampled_from((1, 2, 7, LONG)))
    def time_goes_by(self, minutes: int) -> None:
        self._did(f"{minutes} minutes go by")
        self.clocks.move(minutes=minutes)

    @rule(seldom=st.integers(0, 4))
    def f13_frees_before_its_time(self, seldom: int) -> None:
        """Rarely: from then on the two clocks differ, and less can be said of what is held."""
        if seldom == 4:
            self._did("f13 frees before its time")
            self.clocks.move_theirs(minutes=LONG)

    @rule(tab=tabs, fault=st.sampled_from(FAULTS))
    def something_goes_wrong(self, tab: int, fault: tuple[str, str]) -> None:
        """With the next request of that kind, which is made at once where there is anything to ask for."""
        endpoint, kind = fault
        self._did(f"{kind} of {endpoint}")
        is_question = endpoint not in {"reserve", "release", "purchase"}  # which is asked three times
        seconds = LATE if kind == "lost" else 0
        self.f13.fault(endpoint, kind=kind, times=3 if is_question else 1, seconds=seconds)
        {"reserve": self.holds, "release": self.lets_go}.get(endpoint, self.looks)(tab)
        if endpoint in {"purchase", "status", "purchase_page_archive"}:
            self.pays(tab, "as they are")
            self.a_worker_buys()

    @rule()
    def all_is_well_again(self) -> None:
        self.f13.no_faults()

    @rule()
    def a_worker_sweeps(self) -> None:
        self._did("a worker sweeps")
        tasks.sweep()

    @rule()
    def a_worker_buys(self) -> None:
        for record_id in waiting_for_worker():
            self._did("a worker buys")
            tasks.buy(record_id)

    @rule(tab=tabs, when=st.sampled_from(("before", "after")))
    def the_process_dies_while_it_holds(self, tab: int, when: str) -> None:
        self._did(f"dies {when} the hold")
        self.wire.while_asking("reserve", die, when=when)
        try:
            self.holds(tab)
        except Died:
            self.deaths += when == "after"
        self.wire.disarm()

    @rule(
        tab=tabs,
        other=tabs,
        asked=st.sampled_from(("reserve", "reserve", "release", "trolley", "purchase")),
        when=st.sampled_from(("before", "after")),
        happens=st.sampled_from(HAPPENINGS),
        how=st.sampled_from(sorted(CUSTOMERS)),
    )
    def while_f13_is_asked(self, tab: int, other: int, asked: str, when: str, happens: str, how: str) -> None:
        """The same again, another tab or visitor, a worker, or time: before the deed is done, or after."""
        form = self.tabs[tab].page.form("/trolley/reserve/")
        self.wire.while_asking(asked, self._happening(happens, other, form), when=when)
        {"release": self.lets_go, "trolley": self.looks}.get(asked, self.holds)(tab)
        if asked == "purchase":
            self.pays(tab, how)
            self.a_worker_buys()
        self._did(f"{happens} never came to pass" if self.wire.disarm() else f"{happens} during {asked}")

    def _happening(self, happens: str, other: int, form: Form | None) -> Callable[[], object]:
        visitor = self.tabs[other].visitor
        happenings: dict[str, Callable[[], object]] = {
            "again": lambda: visitor.post(form.address, form.fields) if form else None,
            "holds": lambda: self.holds(other),
            "puts in": lambda: self.puts_in(other, "one of them"),
            "lets go": lambda: self.lets_go(other),
            "pays": lambda: self.pays(other, "as they are"),
            "sweeps": tasks.sweep,
            "minutes": lambda: (self.clocks.move(minutes=2), tasks.sweep()),
            "long": lambda: (self.clocks.move(minutes=LONG), tasks.sweep()),
        }
        return happenings[happens]

    # What must hold

    @invariant()
    def everybody_sees_their_own(self) -> None:
        """Each page is a page, and names no record and no customer of the other's."""
        pages = [
            (tab.visitor, page) for tab in (self.tabs[0], self.tabs[2]) for page in tab.visitor.forget_pages()
        ]
        for visitor, page in pages:
            self._whose(visitor, page)
        for visitor, page in pages:
            others = {one for one, owner in self.records.items() if owner is not visitor}
            names = {"Reader", "Stranger"} - {visitor.name}
            _none(f"{one} on {page.address}" for one in others | names if one in page.text)
        if not self._has_met_faults():
            _none(f"{page.status} {page.address}" for _, page in pages if page.status >= 500)
        self.faults_met = self._faults()
        _none(page.address for _, page in pages if page.status == 500)

    @invariant()
    def the_records_are_true(self) -> None:
        self.is_sound = False
        found = self._now()
        for one in found.records:
            self.stage.reached[one.state] += 1
        _none(found.problems(clocks_agree=self.clocks.agree))
        self.is_sound = True

    def teardown(self) -> None:
        """All holds come to their end; nothing is left, and every seat but those that were sold is free."""
        try:
            if self.is_sound and hasattr(self, "free_at_first"):
                self._everything_ends()
        finally:
            self.clocks.stop()
            transaction.set_rollback(True)
            self.database.__exit__(None, None, None)

    def _everything_ends(self) -> None:
        self.wire.disarm()
        self.f13.no_faults()
        self.clocks.move(minutes=1)  # deeds that are late are done
        self._seats_are_where_the_shop_believes()
        for _ in range(3):
            self.clocks.move(minutes=LONG)
            tasks.sweep()
        found = self._now()
        _none(found.unfinished())
        _none(found.problems(clocks_agree=True))
        _none(self._taken() ^ found.places_sold())

    def _seats_are_where_the_shop_believes(self) -> None:
        found, taken = self._now(), self._taken()
        _none(taken - found.places_believed() - found.places_lost())
        if self.clocks.agree:
            _none(found.places_certain() - taken)

    def _taken(self) -> set[str]:
        live.forget()
        return self.free_at_first - free_places(self.stage.perf_id)

    # How it is done

    def _now(self) -> Beliefs:
        return beliefs(self.f13, perf_id=self.stage.perf_id, deaths=self.deaths, told_of=self.wire.told_of)

    def _upstream(self) -> dict[str, str]:
        return {row["transaction_uuid"]: row["status"] for row in self.f13.transactions()}

    def _faults(self) -> int:
        return len([row for row in self.f13.log() if row["fault"]])

    def _has_met_faults(self) -> bool:
        """Since the last step."""
        return self._faults() > self.faults_met

    def _did(self, what: str) -> None:
        self.stage.reached[what] += 1
        if currently_in_test_context():
            event(what)

    def _whose(self, visitor: Visitor, page: Page) -> None:
        """The checkouts to which somebody was led are theirs."""
        found = CHECKOUT.match(page.address)
        if found and page.status == 200 and page.address.count("/") == 3:
            assert self.records.setdefault(found[1], visitor) is visitor

    def _checkout(self, tab: int) -> str:
        """The address of the visitor's latest checkout, else of the trolley."""
        mine = [one for one, owner in self.records.items() if owner is self.tabs[tab].visitor]
        return f"/checkout/{mine[-1]}/" if mine else "/trolley/"

    def _form(self, tab: int, ending: str, *, otherwise: str) -> Form | None:
        """On the page as it stands, else on one that is opened for it."""
        return self.tabs[tab].page.form(ending) or self.tabs[tab].open(otherwise).form(ending)

    def _hold(self, tab: Tab, form: Form | None) -> None:
        """A press leads to one checkout, however often it is repeated."""
        if form is None:
            return
        page, press = tab.submit(form), form.fields["press"][0]
        found = CHECKOUT.match(page.address)
        if found:
            self._whose(tab.visitor, page)
            assert self.presses.setdefault(press, found[1]) == found[1]


def _kind(form: Form) -> str:
    """Its address without what differs each time."""
    return "/".join(part for part in form.address.split("?")[0].split("/") if part.isalpha())


def _none(found: Iterable[str]) -> None:
    """What was found is what is said."""
    wrong = sorted(found)
    assert not wrong, "; ".join(wrong)
