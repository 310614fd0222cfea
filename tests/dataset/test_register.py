from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from osce_scraper.dataset.manifest import utc
from osce_scraper.dataset.outcomes import Answer, Outcomes
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Asks, Listed, Register
from osce_scraper.dataset.schedule import Outcome
from osce_scraper.dataset.state import State
from osce_scraper.dataset.visits import Visits
from osce_scraper.items import ListingRow
from tests.conftest import MakeRecord
from tests.datasets import FIRST, HOME, LATER, rejected

A, B, C = (f"{HOME}/node/{number}" for number in (1, 2, 3))
YEARS_LATER = "2030-01-01T00:00:00Z"


def row(title: str = "Officers open a crate", day: str | None = None) -> ListingRow:
    return ListingRow(
        title=title,
        url=A,
        date_raw=day,
        type_raw=None,
        where=[],
        what=[],
        locations=[],
        teaser=None,
    )


@pytest.fixture
def earlier(state: State) -> Register:
    """The register in the hands of the run before."""
    return Register(state, "first")


@pytest.fixture
def register(state: State) -> Register:
    return Register(state, "second")


def find(
    register: Register, *pages: str | Listed, asks: Asks = "due", now: str = LATER
) -> list[str]:
    """Which pages are asked for after they were found."""
    listed = [page if isinstance(page, Listed) else Listed(page, listing="en") for page in pages]
    return [page.url for page in register.enter_found(listed, now, asks)]


def enter(
    register: Register, page: str, outcome: Outcome = "record", at: str = FIRST, **facts: Any
) -> None:
    """Enter what became of a page."""
    answered = {name: facts.pop(name) for name in ("etag", "capture_url") if name in facts}
    with register.state.transaction():
        Outcomes(register.state).enter_outcome(Answer(page, at, 200, **answered), outcome, **facts)


def due(register: Register, now: str = LATER) -> list[str]:
    return [page.url for page in register.due(now)]


def test_page_that_was_found_and_never_read_is_asked_for_by_every_run(
    earlier: Register, register: Register
) -> None:
    assert find(earlier, A, B) == [A, B]
    assert find(register, B) == [B]
    assert due(register) == [A, B]
    assert register.left == 2


def test_page_that_was_read_is_asked_for_when_it_is_due(
    earlier: Register, register: Register
) -> None:
    find(earlier, A)
    enter(earlier, A, published="2026-02-28")
    assert find(register, A, now="2026-03-01T09:00:00Z") == []
    assert due(register, "2026-03-01T09:00:00Z") == []
    assert find(register, A, now="2026-03-03T08:00:00Z") == [A]
    assert due(register, "2026-03-03T08:00:00Z") == [A]
    assert register.left == 0


def test_due_pages_come_after_those_never_read_the_longest_waiting_first(
    earlier: Register, register: Register
) -> None:
    find(earlier, A, B, C)
    enter(earlier, A, at=LATER)
    enter(earlier, B, at=FIRST)
    assert due(register, YEARS_LATER) == [C, B, A]


def test_page_that_this_run_has_found_and_read_is_not_due_in_it(register: Register) -> None:
    find(register, A)
    enter(register, A)
    assert due(register, YEARS_LATER) == []


@pytest.mark.parametrize(
    ("lastmod", "wanted"),
    [
        ("2026-03-01", False),
        ("2026-03-02", True),
        ("2026-03-01T07:59:59Z", False),
        ("2026-03-01T08:00:00Z", False),
        ("2026-03-01T08:00:01Z", True),
        (None, False),
    ],
)
def test_page_that_the_sitemap_calls_newer_is_due(
    earlier: Register, register: Register, lastmod: str | None, wanted: bool
) -> None:
    find(earlier, A)
    enter(earlier, A, published="1996-01-01", at="2026-03-01T08:00:00Z")
    assert find(register, Listed(A, lastmod=lastmod)) == [A] * wanted


@pytest.mark.parametrize(("asks", "wanted"), [("new", [B]), ("due", [B]), ("all", [A, B])])
def test_run_may_ask_for_new_pages_due_ones_or_all(
    earlier: Register, register: Register, asks: Asks, wanted: list[str]
) -> None:
    find(earlier, A)
    enter(earlier, A, published="1996-01-01")
    assert find(register, A, B, asks=asks) == wanted


def test_newest_row_of_a_page_is_kept(earlier: Register, register: Register) -> None:
    earlier.enter_found([Listed(A, row("old")), Listed(B, row("kept"), is_vouched=True)], FIRST)
    found = register.enter_found([Listed(A, row("new")), Listed(B)], FIRST)
    assert found == [Listed(A, row("new")), Listed(B, row("kept"), is_vouched=True)]
    assert list(register.due(LATER)) == found


def test_page_is_known_once_an_earlier_run_has_found_it(
    earlier: Register, register: Register
) -> None:
    find(earlier, A)
    find(register, A, B)
    assert [register.found_before(page) for page in (A, B, C)] == ["first", None, None]


def test_listing_should_show_what_it_showed_and_is_not_gone(
    earlier: Register, register: Register
) -> None:
    find(earlier, A, B)
    find(register, C)
    assert register.count_listed("en") == 2
    assert register.count_listed("ru") == 0
    with register.state.transaction():
        Outcomes(register.state).enter_gone(Answer(A, LATER, 404), rejected(A, "http_error"))
    assert register.count_listed("en") == 1


def test_sitemap_takes_no_page_from_its_listing(earlier: Register, register: Register) -> None:
    find(earlier, A)
    register.enter_found([Listed(A)], LATER)
    assert register.count_listed("en") == 1


class TestConditions:
    """A condition is sent only for the page that the published record was read from."""

    @pytest.fixture(autouse=True)
    def _read(self, earlier: Register, make_record: MakeRecord) -> None:
        find(earlier, A, B)
        enter(earlier, A, record_id="osce-1-en", etag='"1"')
        with earlier.state.transaction():
            Records(earlier.state).enter(A, make_record(id="osce-1-en", node_id=1), {}, FIRST)
            Records(earlier.state).promote()

    def test_page_is_asked_for_if_it_is_another(self, register: Register) -> None:
        assert register.conditions(A) == {"If-None-Match": '"1"'}
        assert register.conditions(B) == {}
        assert register.conditions(C) == {}

    def test_reading_that_is_not_published_is_doubted(
        self, register: Register, make_record: MakeRecord
    ) -> None:
        with register.state.transaction():
            other = make_record(id="osce-1-en", node_id=1, title="Other")
            Records(register.state).enter(A, other, {}, FIRST)
        assert register.conditions(A) == {}

    def test_page_that_gave_no_record_last_is_had_whole(self, register: Register) -> None:
        enter(register, A, "refused", etag='"2"')
        assert register.conditions(A) == {}

    def test_page_whose_record_came_from_another_since_is_had_whole(
        self, register: Register, make_record: MakeRecord
    ) -> None:
        enter(register, B, record_id="osce-1-en")
        with register.state.transaction():
            other = make_record(id="osce-1-en", node_id=1, title="Other")
            Records(register.state).enter(B, other, {}, FIRST)
            Records(register.state).promote()
        assert register.conditions(A) == {}

    def test_page_that_is_suspected_is_had_whole(self, register: Register) -> None:
        with register.state.transaction():
            Outcomes(register.state).enter_gone(Answer(A, LATER, 404), rejected(A, "http_error"))
        assert register.conditions(A) == {}


class TestRefusals:
    """The lines of `rejected.jsonl`."""

    @staticmethod
    def lines(register: Register) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in register.rejected_lines()]

    def test_same_refusal_again_leaves_the_line_as_it_is(self, register: Register) -> None:
        find(register, A)
        enter(register, A, "rejected", rejected=rejected(A, at=FIRST))
        register.state.put("is_dirty", value=False)
        enter(register, A, "rejected", rejected=rejected(A, at=LATER))
        assert [line["captured_at"] for line in self.lines(register)] == [FIRST]
        assert register.state.get("is_dirty") is False

    def test_other_reason_replaces_it(self, register: Register) -> None:
        find(register, A)
        enter(register, A, "rejected", rejected=rejected(A))
        enter(register, A, "rejected", rejected=rejected(A, "no_title"))
        assert [line["reason"] for line in self.lines(register)] == ["no_title"]

    def test_page_that_gives_a_record_is_refused_no_longer(self, register: Register) -> None:
        find(register, A)
        enter(register, A, "rejected", rejected=rejected(A))
        register.state.put("is_dirty", value=False)
        enter(register, A, "record")
        assert self.lines(register) == []
        assert register.state.get("is_dirty") is True

    def test_they_lie_by_address(self, register: Register) -> None:
        find(register, C, A, B)
        for page in (C, A, B):
            enter(register, page, "rejected", rejected=rejected(page))
        assert [line["url"] for line in self.lines(register)] == [A, B, C]


class TestGone:
    """Three answers on two days make a page gone for good."""

    @staticmethod
    def gone(register: Register, at: str) -> bool:
        with register.state.transaction():
            return Outcomes(register.state).enter_gone(
                Answer(A, at, 404), rejected(A, "http_error", at, 404)
            )

    def test_answers_are_counted_from_the_first_on_end(self, register: Register) -> None:
        find(register, A)
        times = ("2026-03-01T08:00:00Z", "2026-03-01T20:00:00Z", "2026-03-02T08:00:00Z")
        assert [self.gone(register, at) for at in times] == [False, False, True]

    def test_page_that_answers_in_between_begins_anew(self, register: Register) -> None:
        find(register, A)
        self.gone(register, "2026-03-01T08:00:00Z")
        self.gone(register, "2026-03-02T08:00:00Z")
        enter(register, A, at="2026-03-03T08:00:00Z")
        assert not self.gone(register, "2026-03-04T08:00:00Z")

    def test_page_that_could_not_be_had_in_between_does_not(self, register: Register) -> None:
        find(register, A)
        self.gone(register, "2026-03-01T08:00:00Z")
        self.gone(register, "2026-03-02T08:00:00Z")
        with register.state.transaction():
            Outcomes(register.state).enter_failed(A, "2026-03-03T08:00:00Z")
        assert self.gone(register, "2026-03-04T08:00:00Z")

    def test_page_that_nobody_found_is_not_entered(self, register: Register) -> None:
        assert not self.gone(register, FIRST)


def test_page_that_failed_is_due_again_after_a_while(earlier: Register, register: Register) -> None:
    find(earlier, A, B)
    enter(earlier, A, published="1996-01-01")
    for page in (A, B):
        with earlier.state.transaction():
            Outcomes(earlier.state).enter_failed(page, LATER)
    assert due(register) == []
    assert sorted(due(register, utc(datetime.fromisoformat(LATER) + timedelta(hours=1)))) == [A, B]
    assert register.left == 1  # B was never read


def test_page_that_robots_forbid_is_left_alone_for_a_while(
    earlier: Register, register: Register
) -> None:
    find(earlier, A)
    with earlier.state.transaction():
        Outcomes(earlier.state).enter_forbidden(A, FIRST)
    assert due(register) == []
    assert due(register, YEARS_LATER) == [A]


def test_capture_that_is_older_than_the_last_look_makes_nothing_due(register: Register) -> None:
    find(register, A)
    enter(register, A, at=FIRST)
    with register.state.transaction():
        Outcomes(register.state).enter_unchanged(
            Answer(A, "2026-06-01T00:00:00Z", 304), "1996-01-01"
        )
    before = register.state.row("SELECT last_seen, last_checked, next_check FROM page")
    with register.state.transaction():
        archived = Answer(A, FIRST, 200, is_archived=True)
        Outcomes(register.state).enter_outcome(archived, "record", published="2026-03-01")
    after = register.state.row("SELECT last_seen, last_checked, next_check FROM page")
    assert before is not None
    assert after is not None
    assert tuple(after) == tuple(before)


def test_pages_that_are_doubted_are_asked_for_soon_but_not_later_than_before(
    earlier: Register, register: Register
) -> None:
    find(earlier, A, B, C)
    enter(earlier, A, published="1996-01-01")
    enter(earlier, B, published="2026-03-01")
    enter(earlier, C, published="1996-01-01")
    visits = Visits(register.state, "first")
    with register.state.transaction():
        visits.enter(C, FIRST, 200, "record")
    visits.accept()
    with register.state.transaction():
        visits.enter(A, FIRST, 200, "record")
        visits.enter(B, FIRST, 200, "record")
        Outcomes(register.state).ask_soon(datetime(2026, 3, 4, 8, tzinfo=UTC))
    assert due(register, "2026-03-02T08:00:00Z") == [B]
    assert due(register, "2026-03-04T08:00:00Z") == [B, A]


def test_another_scope_asks_again_for_what_was_left_out(
    earlier: Register, register: Register
) -> None:
    find(earlier, A, B)
    enter(earlier, A, "filtered")
    enter(earlier, B, published="1996-01-01")
    with register.state.transaction():
        register.forget_listings(LATER)
    assert due(register) == [A]
    assert register.count_listed("en") == 0


@pytest.mark.parametrize(
    ("page", "vouched"),
    [(Listed(A), False), (Listed(A, row()), True), (Listed(A, is_vouched=True), True)],
)
def test_page_that_is_named_as_a_release_should_give_a_record(
    register: Register, page: Listed, vouched: bool
) -> None:
    find(register, page)
    assert register.should_give_record(A, LATER) is vouched


def test_page_that_never_gave_a_record_is_doubted_for_two_days(register: Register) -> None:
    find(register, Listed(A, row()))
    enter(register, A, "refused", rejected=rejected(A, at=FIRST))
    assert register.should_give_record(A, "2026-03-03T08:00:00Z")
    enter(register, A, "refused", rejected=rejected(A, at="2026-03-03T08:00:00Z"))
    assert not register.should_give_record(A, "2026-03-03T20:00:00Z")
    enter(register, A, "rejected", rejected=rejected(A, "no_title", at="2026-04-01T08:00:00Z"))
    assert register.should_give_record(A, "2026-04-01T20:00:00Z")  # it is another page now


def test_page_that_gave_a_record_should_always_give_one_again(register: Register) -> None:
    find(register, A)
    enter(register, A, record_id="osce-1-en")
    enter(register, A, "refused", rejected=rejected(A, at=FIRST))
    assert register.should_give_record(A, YEARS_LATER)


def test_page_is_known_by_where_it_was_read(register: Register) -> None:
    find(register, A)
    enter(register, A, capture_url=f"{HOME}/moved")
    assert register.was_read_at(f"{HOME}/moved")
    assert not register.was_read_at(A)
    assert register.last_capture(A) == (f"{HOME}/moved", FIRST)
    assert register.last_capture(B) is None
    assert [page.url for page in register.read_pages()] == [A]
    assert register.count_read() == 1
