from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.dataset.revisions import Line, is_same, settle
from osce_scraper.items import PressRelease
from tests.conftest import MakeRecord
from tests.datasets import FIRST, LATER, provenance

URL = "https://www.osce.org/secretariat/662279"


def reading(make_record: MakeRecord, content: str, body: str, **facts: Any) -> PressRelease:
    """A reading of a page: hex digits stand for what it says, and for its bytes."""
    capture = provenance(URL, body)
    return make_record(content_sha256=content * 64, title=content, capture=capture, **facts)


def line(record: PressRelease, revision: int = 1, at: str = FIRST) -> Line:
    """A line of a dataset."""
    return record.model_dump() | {"first_seen_at": FIRST, "changed_at": at, "revision": revision}


def test_release_that_is_new_is_its_first_revision(make_record: MakeRecord) -> None:
    record = reading(make_record, "a", "1")
    assert settle(record, None, None, FIRST) == line(record)


def test_page_that_reads_the_same_leaves_the_line_as_it_is(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"))
    decorated = reading(make_record, "a", "2", captured_at=LATER, scraper_version="9.9.9")
    assert settle(decorated, published, None, LATER) is published


def test_other_content_of_other_bytes_is_a_revision(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"), revision=4)
    changed = reading(make_record, "b", "2", captured_at=LATER)
    assert settle(changed, published, None, "2026-03-09T00:00:00Z") == line(changed, 5, LATER)


def test_other_reading_of_the_same_bytes_is_the_softwares_doing(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"))
    better = reading(make_record, "b", "1")
    assert settle(better, published, None, LATER) == line(better)


def test_bytes_that_read_as_published_before_are_the_same_bytes(make_record: MakeRecord) -> None:
    # The page was decorated otherwise since it was published; then the software was mended.
    published = line(reading(make_record, "a", "1"))
    better = reading(make_record, "b", "2")
    assert settle(better, published, None, LATER, "2" * 64)["revision"] == 1
    assert settle(better, published, None, LATER, "3" * 64)["revision"] == 2


def test_field_that_is_not_of_the_page_changes_without_a_revision(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"))
    resolved = reading(make_record, "a", "2", type="news")
    assert settle(resolved, published, None, LATER) == line(resolved)


def test_reading_that_was_never_published_is_replaced(make_record: MakeRecord) -> None:
    earlier = line(reading(make_record, "a", "1"))
    other = reading(make_record, "b", "2")
    settled = settle(other, None, earlier, LATER)
    assert (settled["title"], settled["revision"], settled["first_seen_at"]) == ("b", 1, FIRST)


def test_two_readings_between_two_dumps_are_one_revision(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"))
    earlier = settle(reading(make_record, "b", "2"), published, None, FIRST)
    last = settle(reading(make_record, "c", "3"), published, earlier, LATER)
    assert (last["title"], last["revision"]) == ("c", 2)


def test_page_that_is_as_it_was_again_is_no_revision(make_record: MakeRecord) -> None:
    published = line(reading(make_record, "a", "1"))
    misread = settle(reading(make_record, "b", "2"), published, None, FIRST)
    assert settle(reading(make_record, "a", "3"), published, misread, LATER) is published


def test_field_that_an_older_schema_lacks_makes_another_line(make_record: MakeRecord) -> None:
    record = reading(make_record, "a", "1")
    older = line(record)
    del older["layout"]
    assert not is_same(record.model_dump(), older)


# What a page says and its bytes: letters of three pages, each of which may be decorated.
pages = st.tuples(st.sampled_from("abc"), st.sampled_from("0123456789"))


@given(pages=st.lists(pages, min_size=1), published=st.lists(st.booleans()))
def test_revision_never_falls_and_settling_twice_changes_nothing(
    make_record: MakeRecord, pages: list[tuple[str, str]], published: list[bool]
) -> None:
    held: Line | None = None
    earlier: Line | None = None
    seen = 0
    for number, (content, body) in enumerate(pages):
        record = reading(make_record, content, body)
        settled = settle(record, held, earlier, LATER)
        assert settle(record, held, settled, LATER) == settled
        assert settled["revision"] >= (held["revision"] if held else 1)
        assert settled["first_seen_at"] == LATER
        assert settled["content_sha256"] == record.content_sha256
        earlier = None if settled is held else settled
        if number < len(published) and published[number]:
            held, earlier = settled, None
            assert held["revision"] >= seen
            seen = held["revision"]
