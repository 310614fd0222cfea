from __future__ import annotations

import asyncio

import pytest
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import Request

from osce_scraper.archive.handler import NOT_IN_ARCHIVE
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.state import State
from osce_scraper.discovery.listing import Listings
from osce_scraper.discovery.window import Window
from osce_scraper.extensions.dropped import DroppedPage
from osce_scraper.extensions.ledger import RELEASE
from osce_scraper.extensions.memory import BOOKMARKS, FAILED, Memory
from osce_scraper.items import ListingRow, PressRelease
from tests.conftest import MakeRecord
from tests.datasets import FIRST, HOME, LATER, Run, provenance, rejected, respond

PAGE = f"{HOME}/secretariat/662279"
OTHER = f"{HOME}/node/662279"
ARCHIVE = object()
"""Stands for the archives that a run replays."""


@pytest.fixture
def run(state: State) -> Run:
    return Run(state, "first")


@pytest.fixture
def later(state: State) -> Run:
    return Run(state, "second")


@pytest.fixture
def replay(state: State) -> Run:
    return Run(state, "replay", OSCE_REPLAY=ARCHIVE)


@pytest.fixture
def release(make_record: MakeRecord) -> PressRelease:
    return make_record(captured_at=LATER)


def outcome_of(run: Run, page: str) -> str | None:
    row = run.memory.state.row("SELECT outcome FROM page WHERE url = ?", page)
    return row["outcome"] if row else None


def visits(run: Run) -> list[str]:
    return [row["outcome"] for row in run.memory.state.rows("SELECT outcome FROM visit")]


def test_memory_is_off_where_no_dataset_is_kept(run: Run) -> None:
    with pytest.raises(NotConfigured):
        Memory.from_crawler(run.crawler)


def test_page_is_durable_as_soon_as_it_is_read(run: Run, release: PressRelease) -> None:
    assert run.find(PAGE) == [PAGE]
    run.keep(release, ETag='"1"')
    assert not run.memory.state._database.in_transaction
    assert run.memory.register.left == 0
    assert run.memory.id_of(PAGE) == "osce-662279-en"
    holding = run.memory.holding("osce-662279-en")
    assert holding is not None
    assert (holding.page, holding.is_page_missing) == (PAGE, False)
    assert visits(run) == ["record"]
    assert run.crawler.stats.get_value("osce/exported") == 1


def test_page_that_was_read_is_asked_for_only_if_it_is_another(
    run: Run, later: Run, release: PressRelease
) -> None:
    run.find(PAGE)
    run.keep(release, ETag='"1"', **{"Last-Modified": "Mon, 02 Mar 2026 08:00:00 GMT"})
    request = Request(PAGE)
    later.memory.add_conditions(request, PAGE)
    assert not request.headers  # it has not been published: the run may yet be refused
    with later.memory.state.transaction():
        later.memory.records.promote()
    later.memory.add_conditions(request, PAGE)
    assert request.headers["If-None-Match"] == b'"1"'
    assert request.headers["If-Modified-Since"] == b"Mon, 02 Mar 2026 08:00:00 GMT"
    assert request.meta["earlier_capture"] == (PAGE, LATER)


def test_page_that_has_not_changed_needs_no_reading(
    run: Run, later: Run, release: PressRelease
) -> None:
    run.find(PAGE)
    run.keep(release)
    same = respond(PAGE, PAGE, status=304)
    assert later.memory.spares_reading(PAGE, same) == "not_modified"
    assert later.memory.spares_reading(PAGE, respond(PAGE, PAGE)) is None
    assert outcome_of(later, PAGE) == "record"
    assert visits(later) == ["record", "unchanged"]


def test_page_that_was_never_read_cannot_be_unchanged(run: Run) -> None:
    run.find(PAGE)
    assert run.memory.spares_reading(PAGE, respond(PAGE, PAGE, status=304)) is None
    assert run.memory.register.left == 1


def test_page_that_an_archive_lacks_needs_no_reading(replay: Run) -> None:
    replay.find(PAGE)
    missing = respond(PAGE, PAGE, status=404).replace(flags=[NOT_IN_ARCHIVE])
    assert replay.memory.spares_reading(PAGE, missing) == "not_in_archive"
    assert visits(replay) == []


@pytest.mark.parametrize(
    ("row", "wanted"), [(None, "rejected"), ("Officers open a crate", "refused")]
)
def test_page_that_a_listing_vouches_for_should_give_a_record(
    run: Run, row: str | None, wanted: str
) -> None:
    named = row and ListingRow(
        title=row,
        url=PAGE,
        date_raw=None,
        type_raw=None,
        where=[],
        what=[],
        locations=[],
        teaser=None,
    )
    run.find(PAGE, row=named or None)
    why = DroppedPage("no body", "rejected", rejected=rejected(PAGE))
    run.drop(PAGE, why)
    assert outcome_of(run, PAGE) == wanted
    assert visits(run) == [wanted]


def test_what_other_extensions_drop_is_theirs(run: Run) -> None:
    run.find(PAGE)
    run.memory.diary.dropped(respond(PAGE, PAGE), DropItem("not ours"))
    assert outcome_of(run, PAGE) is None


def test_page_that_is_gone_is_suspected_and_its_record_stands(
    run: Run, release: PressRelease
) -> None:
    run.find(PAGE)
    run.keep(release)
    run.lose(PAGE)
    assert outcome_of(run, PAGE) == "gone"
    holding = run.memory.holding("osce-662279-en")
    assert holding is not None
    assert holding.is_page_missing


def test_page_that_leads_to_another_that_was_read_is_its_twin(
    run: Run, release: PressRelease
) -> None:
    run.find(PAGE, OTHER)
    run.keep(release)
    run.memory.diary.redirected(Request(PAGE, meta={RELEASE: OTHER}))
    run.memory.diary.redirected(Request(f"{HOME}/robots.txt"))
    run.memory.diary.closed()
    assert outcome_of(run, OTHER) == "duplicate"
    assert run.memory.register.left == 0


def test_page_that_leads_to_one_that_could_not_be_had_is_asked_for_again(run: Run) -> None:
    run.find(PAGE, OTHER)
    run.memory.diary.failed(PAGE, 500)
    run.memory.diary.redirected(Request(PAGE, meta={RELEASE: OTHER}))
    run.memory.diary.closed()
    assert outcome_of(run, OTHER) is None
    both = 2
    assert run.memory.register.left == both


class TestArchive:
    """What archives hold is no proof against what was read later."""

    def test_older_capture_changes_nothing(
        self, run: Run, replay: Run, release: PressRelease
    ) -> None:
        run.find(PAGE)
        run.keep(release)
        old = release.model_copy(update={"title": "Old", "captured_at": FIRST})
        assert replay.find(PAGE) == [PAGE]
        replay.keep(old)
        holding = replay.memory.holding(release.id)
        assert holding is not None
        assert holding.line["title"] == release.title
        assert replay.crawler.stats.get_value("osce/exported") == 1  # the record stands

    def test_older_capture_of_a_better_address_changes_nothing(
        self, run: Run, replay: Run, release: PressRelease
    ) -> None:
        run.find(OTHER)
        run.keep(release.model_copy(update={"capture": provenance(OTHER)}))
        replay.find(PAGE)
        replay.keep(release.model_copy(update={"title": "Old", "captured_at": FIRST}))
        holding = replay.memory.holding(release.id)
        assert holding is not None
        assert (holding.line["title"], holding.page) == (release.title, OTHER)
        assert replay.memory.register.left == 1  # for the site itself to say

    def test_same_capture_is_read_again(self, run: Run, replay: Run, release: PressRelease) -> None:
        run.find(PAGE)
        run.keep(release)
        better = release.model_copy(update={"title": "Better"})
        replay.find(PAGE)
        replay.keep(better)
        holding = replay.memory.holding(release.id)
        assert holding is not None
        assert (holding.line["title"], holding.line["revision"]) == ("Better", 1)

    def test_deleted_release_stays_deleted(
        self, run: Run, replay: Run, release: PressRelease
    ) -> None:
        run.find(PAGE)
        run.keep(release)
        for _ in range(3):
            run.lose(PAGE)
        run.memory.records.delete_of(PAGE, "2026-03-05T08:00:00Z")
        replay.find(PAGE)
        replay.keep(release)
        assert replay.memory.holding(release.id) is None
        assert outcome_of(replay, PAGE) == "gone"

    def test_page_that_is_missing_there_is_not_suspected(
        self, run: Run, replay: Run, release: PressRelease
    ) -> None:
        run.find(PAGE)
        run.keep(release)
        replay.lose(PAGE)
        assert outcome_of(replay, PAGE) == "record"

    def test_no_condition_is_sent_to_an_archive(
        self, run: Run, replay: Run, release: PressRelease
    ) -> None:
        run.find(PAGE)
        run.keep(release, ETag='"1"')
        with run.memory.state.transaction():
            run.memory.records.promote()
        request = Request(PAGE)
        replay.memory.add_conditions(request, PAGE)
        assert not request.headers

    def test_only_pages_that_were_read_are_read_again(
        self, state: State, run: Run, release: PressRelease
    ) -> None:
        run.find(PAGE, OTHER)
        run.keep(release)
        again = Run(state, "again", OSCE_REPLAY=ARCHIVE, OSCE_READ_AGAIN=True)
        assert [one.url for one in again.memory.due()] == [PAGE]
        assert list(Run(state, "file", OSCE_REPLAY=ARCHIVE).memory.due()) == []
        assert again.memory.read_before() is None

    def test_public_archive_is_asked_only_for_what_was_never_read(
        self, state: State, run: Run, release: PressRelease
    ) -> None:
        run.find(PAGE)
        run.keep(release)
        public = Run(state, "public", OSCE_FROM="wayback")
        assert public.find(PAGE, OTHER) == [OTHER]


def test_how_far_a_listing_was_read_is_remembered(state: State, run: Run) -> None:
    before = run.memory.read_before()
    assert before is not None
    way = Listings(Window(), read_before=before)
    before.mark("en", f"{HOME}/press-releases?page=7")
    run.memory.mark(way)
    assert state.get(BOOKMARKS)["en"]["at"] == f"{HOME}/press-releases?page=7"
    again = Run(state, "second").memory.read_before()
    assert again is not None
    assert again.begin("en")[1] == f"{HOME}/press-releases?page=7"


def test_language_of_a_listing_is_kept_with_its_pages(state: State, run: Run) -> None:
    run.find(PAGE, listing="en")
    assert Register(state, "second").count_listed("en") == 1


class Engine:
    """Notes why it was told to stop."""

    def __init__(self) -> None:
        self.reasons: list[str] = []

    async def close_spider_async(self, reason: str) -> None:
        self.reasons.append(reason)


def test_state_that_cannot_be_written_ends_the_run(run: Run, release: PressRelease) -> None:
    run.find(PAGE)
    run.memory.state.row("PRAGMA query_only = ON")
    engine = Engine()
    run.crawler.engine = engine  # type: ignore[assignment]

    async def keep() -> None:
        run.keep(release)
        await run.memory._closing

    asyncio.run(keep())
    assert engine.reasons == ["state_failed"]
    assert "readonly database" in run.crawler.stats.get_value(FAILED)
