"""The Wayback Machine's index: one copy of each release page, the newest or the nearest."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.found import Copy
from osce_scraper.discovery.wayback import Wayback
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, Run, drive, page

FIELDS = ["original", "timestamp", "statuscode", "mimetype"]
OPEN = Window()
ARCHIVE = "http://127.0.0.1:8000"


def row(stamp: str = "20150101120000", url: str = f"{HOME}/cio/52484", **other: str) -> list[str]:
    return [url, stamp, other.get("status", "200"), other.get("kind", "text/html")]


def read(*answers: Any, window: Window = OPEN, **options: Any) -> tuple[Run, Wayback]:
    left = list(answers)

    def serve(url: str) -> Capture | str:
        answer = left.pop(0) if left else "gone"
        if isinstance(answer, (str, Capture)):
            return answer
        return page(url, answer if isinstance(answer, bytes) else json.dumps(answer))

    way = Wayback(window, **options)
    return drive(way, serve), way


def copy_of(*rows: list[str], **options: Any) -> Copy | None:
    run, _ = read([FIELDS, *rows], **options)
    return run.found[0].copy if run.found else None


def test_the_whole_domain_is_asked_for_in_pages() -> None:
    (url,) = Wayback(Window(since=date(2015, 1, 2)), ARCHIVE + "/").first()
    assert url.startswith(f"{ARCHIVE}/cdx/search/cdx?")
    query = parse_qsl(urlsplit(url).query)
    assert {("url", "osce.org"), ("matchType", "domain"), ("output", "json")} <= set(query)
    assert {("filter", "statuscode:200"), ("filter", "mimetype:text/html")} <= set(query)
    assert {("showResumeKey", "true"), ("from", "20150102")} <= set(query)


def test_a_capture_becomes_the_address_of_its_copy() -> None:
    run, way = read([FIELDS, row()], base=ARCHIVE)
    (found,) = run.found
    assert found.url == f"{HOME}/cio/52484"
    assert found.copy == Copy(
        f"{ARCHIVE}/web/20150101120000id_/{HOME}/cio/52484", "2015-01-01T12:00:00Z"
    )
    assert (found.row, found.vouched) == (None, False)
    assert way.is_whole
    assert way.report() == (
        "cdx (Wayback Machine): 1 found on 1 page;"
        " one copy of each page, read to the end of the index"
    )


STAMPS = ["20141231235959", "20150101120000", "20200601000000", "20030101000000"]


def test_the_newest_copy_is_taken() -> None:
    copy = copy_of(*map(row, STAMPS))
    assert copy is not None
    assert copy.captured_at == "2020-06-01T00:00:00Z"


@pytest.mark.parametrize(
    ("nearest", "taken"),
    [
        (datetime(2015, 1, 1, tzinfo=UTC), "2014-12-31T23:59:59Z"),
        (datetime(1996, 1, 1, tzinfo=UTC), "2003-01-01T00:00:00Z"),
        (datetime(2030, 1, 1, tzinfo=UTC), "2020-06-01T00:00:00Z"),
    ],
)
def test_or_the_one_nearest_to_a_date(nearest: datetime, taken: str) -> None:
    copy = copy_of(*map(row, STAMPS), nearest=nearest)
    assert copy is not None
    assert copy.captured_at == taken


def test_one_page_has_one_copy_whatever_its_address_was() -> None:
    hosts = ["http://www.osce.org:80", "http://osce.org", "https://d6.web.osce.org"]
    rows = [row(f"201501010000{n:02}", f"{host}/cio/52484") for n, host in enumerate(hosts)]
    run, _ = read([FIELDS, *rows])
    assert run.paths == ["/cio/52484"]
    assert run.found[0].copy is not None
    assert run.found[0].copy.url.endswith("/20150101000002id_/https://d6.web.osce.org/cio/52484")


def test_an_address_without_a_query_is_preferred() -> None:
    copy = copy_of(row("20150101120000"), row("20200101120000", f"{HOME}/cio/52484?page=3"))
    assert copy is not None
    assert copy.captured_at.startswith("2015")


@pytest.mark.parametrize(
    "bad",
    [
        row(status="404"),
        row(status="-", kind="warc/revisit"),
        row(kind="application/pdf"),
        row("2015"),
        row("20151301120000"),
        row("not a time"),
        row(url=f"{HOME}/press-releases?page=52484"),
        row(url=f"{HOME}/press-releases/federal"),
        row(url=f"{HOME}/resources/52484"),
        row(url=f"{HOME}/odihr/70293?download=true"),
        row(url=f"{HOME}/ru/cio/52484"),
        row(url=f"{HOME}/cio /52484"),
        row(url=f"{HOME}/ciö/52484"),
        row(url="https://elsewhere.example/cio/52484"),
        row(url="http://["),
        row(url=""),
    ],
)
def test_captures_of_anything_else_are_left_out(bad: list[str]) -> None:
    assert copy_of(bad) is None


def test_pages_are_read_to_the_last_by_the_key_that_each_gives() -> None:
    run, way = read(
        [FIELDS, row("20150101120000"), [], ["org%2Cosce%29%2F+2015%21"]],
        [FIELDS, row("20200101120000"), [], ["b"]],
        [row(url=f"{HOME}/pc/1861")],
    )
    keys = [dict(parse_qsl(urlsplit(url).query)).get("resumeKey") for url in run.asked]
    assert keys == [None, "org%2Cosce%29%2F+2015%21", "b"]
    assert run.paths == ["/cio/52484", "/pc/1861"]
    assert run.found[0].copy is not None
    assert run.found[0].copy.captured_at.startswith("2020")
    assert way.is_whole


@pytest.mark.parametrize("keys", [["a", "a"], ["a", "b", "a"]])
def test_an_index_that_goes_round_is_left(keys: list[str]) -> None:
    run, way = read(*([FIELDS, row(), [], [key]] for key in keys))
    assert len(run.asked) == len(keys)
    assert len(run.found) == 1
    assert "the index does not end" in way.report()


def test_an_index_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_scraper.discovery.wayback.MOST_PAGES", 4)
    run, way = read(*([FIELDS, [], [str(n)]] for n in range(9)))
    assert len(run.asked) == 4
    assert not way.is_whole


@pytest.mark.parametrize("empty", [[], [FIELDS]])
def test_an_index_without_captures_finds_nothing(empty: list[Any]) -> None:
    run, way = read(empty)
    assert run.found == []
    assert way.is_whole


@pytest.mark.parametrize(
    "answer",
    [
        "the connection was reset",
        page(ARCHIVE, "org.archive.util.io.RuntimeIOException: blocked", 403),
        page(ARCHIVE, "", 503),
        b"",  # what it says to those that it refuses
        b"<html>sorry</html>",
        b"{}",
        b"[1]",
        b"[[1]]",
        b'[["a","b"]]',
        b'[["a"],[],["b","c"]]',
        b"[[" * 100_000,
        b"\xff",
    ],
)
def test_what_is_no_answer_is_a_problem_and_loses_no_copy(answer: Any) -> None:
    run, way = read([FIELDS, row(), [], ["a"]], answer)
    assert (run.paths, len(run.problems)) == (["/cio/52484"], 1)
    assert not way.is_whole


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from([*FIELDS, "200", HOME]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=12,
)
ROWS = st.lists(
    st.just(FIELDS)
    | st.just([])
    | st.lists(st.text(max_size=4), max_size=4)
    | st.builds(row, st.text("0123456789", min_size=13, max_size=15), st.text(max_size=9)),
    max_size=5,
)


@given(st.lists(VALUES | ROWS, max_size=4))
@example([[FIELDS, row("00010101000000"), row("99991231235959")]])
@settings(deadline=None)
def test_any_answers_come_to_an_end(answers: list[Any]) -> None:
    run, way = read(*(json.dumps(one).encode() for one in answers))
    assert len(run.asked) <= len(answers) + 1
    assert way.report()
