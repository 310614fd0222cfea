"""Common Crawl's indexes: the newest collections, page by page, one copy of each release page."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.discovery.common_crawl import CommonCrawl
from osce_scraper.discovery.crawl_list import MOST_COLLECTIONS
from osce_scraper.discovery.found import Copy
from osce_scraper.discovery.window import Window
from osce_scraper.items import Capture
from tests.discovery.driver import HOME, Run, drive, page

INDEX = "http://127.0.0.1:8000"
FILES = "http://127.0.0.1:8001"
FILE = "crawl-data/CC-MAIN-2026-04/segments/1.2/warc/CC-MAIN-1-00001.warc.gz"
OPEN = Window()


def collection(name: str = "CC-MAIN-2026-04", to: str = "2026-01-25T12:00:00") -> dict[str, str]:
    api = f"https://elsewhere.example/{name}-index"
    return {"id": name, "name": "a month", "cdx-api": api, "from": to, "to": to}


def line(**changes: Any) -> str:
    known = {"urlkey": "org,osce)/cio/52484", "timestamp": "20260120120000", "status": "200"}
    where = {"offset": "1234", "length": "567", "filename": FILE.replace("1.2", "12")}
    return json.dumps(
        {**known, **where, "url": f"{HOME}/cio/52484", "mime": "text/html", **changes}
    )


class Index:
    """Answers as the index server does."""

    def __init__(self, collections: Any, pages: dict[str, list[str]]) -> None:
        self.collections = collections
        self.pages = pages

    def __call__(self, url: str) -> Capture | str:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        assert url.startswith(INDEX)
        if parts.path == "/collinfo.json":
            return page(url, json.dumps(self.collections))
        pages = self.pages.get(parts.path.removeprefix("/").removesuffix("-index"))
        if pages is None:
            return page(url, '{"message": "No Captures found for: *.osce.org"}', 404)
        if "showNumPages" in query:
            return page(url, json.dumps({"pages": len(pages), "pageSize": 5, "blocks": 9}))
        return page(url, pages[int(query["page"])])


def read(serve: Any, window: Window = OPEN, **options: Any) -> tuple[Run, CommonCrawl]:
    way = CommonCrawl(window, INDEX, FILES, **options)
    return drive(way, serve), way


def read_lines(*lines: str, **options: Any) -> tuple[Run, CommonCrawl]:
    pages = {"CC-MAIN-2026-04": ["\n".join(lines)]}
    return read(Index([collection()], pages), **options)


def test_a_capture_becomes_a_place_in_an_archive_file() -> None:
    run, way = read_lines(line())
    (found,) = run.found
    assert found.url == f"{HOME}/cio/52484"
    file = FILE.replace("1.2", "12")
    assert found.copy == Copy(f"{FILES}/{file}", "2026-01-20T12:00:00Z", 1234, 567)
    assert way.is_whole
    assert way.report() == "cdx (Common Crawl): 1 found on 3 pages; one copy of each page"


def test_each_collection_is_read_page_by_page_on_the_index_server_alone() -> None:
    pages = {
        "CC-MAIN-2026-04": [line(url=f"{HOME}/cio/{n}") for n in (1000, 1001, 1002)],
        "CC-MAIN-2025-51": [line(url=f"{HOME}/pc/1000")],
    }
    listed = [collection(), collection("CC-MAIN-2025-51", "2025-12-20T00:00:00")]
    run, way = read(Index(listed, pages))
    assert run.paths == ["/cio/1000", "/cio/1001", "/cio/1002", "/pc/1000"]
    assert len(run.asked) == 1 + 4 + 2
    assert way.is_whole


def test_a_page_between_others_may_be_empty() -> None:
    pages = {"CC-MAIN-2026-04": [line(), "", line(url=f"{HOME}/pc/1000")]}
    assert read(Index([collection()], pages))[0].paths == ["/cio/52484", "/pc/1000"]


@pytest.mark.parametrize(
    ("nearest", "taken"),
    [
        (None, "2026-01-20T12:00:00Z"),
        (datetime(2013, 1, 1, tzinfo=UTC), "2012-05-01T00:00:00Z"),
    ],
)
def test_the_newest_copy_or_the_nearest_is_taken(nearest: datetime | None, taken: str) -> None:
    lines = [line(timestamp="20120501000000"), line(), line(timestamp="20190101000000")]
    run, _ = read_lines(*lines, nearest=nearest)
    assert run.found[0].copy is not None
    assert run.found[0].copy.captured_at == taken


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "301"},
        {"mime": "application/pdf"},
        {"url": f"{HOME}/press-releases?page=52484"},
        {"url": f"{HOME}/ru/cio/52484"},
        {"url": "https://elsewhere.example/cio/52484"},
    ],
)
def test_captures_of_anything_else_are_left_out(changes: dict[str, str]) -> None:
    run, way = read_lines(line(**changes))
    assert run.found == []
    assert way.is_whole


@pytest.mark.parametrize(
    "bad",
    [
        "no JSON",
        "[]",
        "{}",
        "3",
        line(timestamp="2026"),
        line(offset="-1"),
        line(offset=None),
        line(length="0"),
        line(length="many"),
        line(filename="../../secret.warc.gz"),
        line(filename="//evil.example/a.warc.gz"),
        line(filename="https://evil.example/a.warc.gz"),
        line(filename="a.html"),
        "[" * 100_000,
    ],
)
def test_a_line_that_cannot_be_read_costs_only_itself(bad: str) -> None:
    run, way = read_lines(bad, line())
    assert run.paths == ["/cio/52484"]
    assert "1 lines cannot be read" in way.report()


# --- collections


def months(count: int) -> list[dict[str, str]]:
    return [
        collection(f"CC-MAIN-{2026 - n // 12}-{n % 12}", f"{2026 - n // 12}-{12 - n % 12:02}-01")
        for n in range(count)
    ]


def asked(run: Run) -> list[str]:
    return [urlsplit(url).path.removeprefix("/").removesuffix("-index") for url in run.asked[1:]]


def test_only_the_newest_collections_are_asked() -> None:
    listed = months(40)
    run, way = read(Index(listed[::-1], {}))
    assert asked(run) == [one["id"] for one in listed[:MOST_COLLECTIONS]]
    assert way.is_whole
    assert "28 more collections were not asked" in way.report()


def test_or_those_nearest_to_a_date() -> None:
    run, _ = read(Index(months(40), {}), nearest=datetime(2024, 6, 1, tzinfo=UTC))
    assert asked(run)[0] == "CC-MAIN-2024-6"
    assert {name[:12] for name in asked(run)} == {"CC-MAIN-2024"}


def test_collections_that_are_older_than_the_dates_are_not_asked() -> None:
    run, way = read(Index(months(40), {}), Window(since=date(2026, 11, 1)))
    assert asked(run) == ["CC-MAIN-2026-0", "CC-MAIN-2026-1"]
    assert way.is_whole


@pytest.mark.parametrize(
    "bad",
    [{}, 3, None, "x", collection("../x"), collection("a?b"), collection(to="once"), {"id": "a"}],
)
def test_an_entry_that_is_no_collection_is_left_out(bad: Any) -> None:
    pages = {"CC-MAIN-2026-04": [line()]}
    run, _ = read(Index([bad, collection()], pages))
    assert asked(run) == ["CC-MAIN-2026-04"] * 2
    assert run.paths == ["/cio/52484"]


@pytest.mark.parametrize("listed", [[], {}, "x", None, [3]])
def test_a_list_without_collections_is_a_problem(listed: Any) -> None:
    run, way = read(Index(listed, {}))
    assert (len(run.asked), len(run.problems)) == (1, 1)
    assert not way.is_whole


@pytest.mark.parametrize("answer", ["timeout", page(INDEX, "", 404), page(INDEX, "<html>")])
def test_an_index_server_that_cannot_be_had_is_a_problem(answer: Capture | str) -> None:
    run, way = read(lambda _: answer)
    assert (len(run.asked), len(run.problems)) == (1, 1)
    assert not way.is_whole


@pytest.mark.parametrize("answer", ["timeout", page(INDEX, "", 503), page(INDEX, "<html>")])
def test_a_collection_that_cannot_be_had_costs_only_its_own(answer: Capture | str) -> None:
    index = Index(months(2), {"CC-MAIN-2026-1": [line()]})
    run, way = read(lambda url: answer if "2026-0" in url else index(url))
    assert run.paths == ["/cio/52484"]
    assert len(way.problems) == 1


@pytest.mark.parametrize("count", ["-1", "1001", "1e3", '"5"', "{}", '{"pages": null}', "[]"])
def test_a_number_of_pages_that_is_none_is_a_problem(count: str) -> None:
    index = Index([collection()], {"CC-MAIN-2026-04": [line()]})
    run, way = read(lambda url: page(url, count) if "showNumPages" in url else index(url))
    assert len(run.asked) == 2
    assert not way.is_whole


def test_a_bare_number_of_pages_is_read() -> None:
    index = Index([collection()], {"CC-MAIN-2026-04": [line()]})
    run, _ = read(lambda url: page(url, "1\n") if "showNumPages" in url else index(url))
    assert run.paths == ["/cio/52484"]


ANSWERS = st.lists(
    st.binary(max_size=30)
    | st.sampled_from(
        [json.dumps([collection()]).encode(), b'{"pages": 2}', b"3", line().encode(), b"[{}]"]
    ),
    max_size=6,
)


@given(ANSWERS)
@settings(deadline=None)
def test_any_answers_come_to_an_end(answers: list[bytes]) -> None:
    run, way = read(lambda url: page(url, answers.pop(0)) if answers else "gone")
    assert len(run.asked) < 40
    assert way.report()
