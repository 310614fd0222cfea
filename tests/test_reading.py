from __future__ import annotations

import hashlib
from typing import Any

import pytest

from osce_scraper.errors import PageRefusedError, UnreadableInputError
from osce_scraper.items import Capture, PressRelease, Rejected
from osce_scraper.reading import read_captures, read_taxonomy, reject, validate
from tests.conftest import MakeRecord
from tests.site import release_page

URL = "https://www.osce.org/secretariat/662271"
PAGE = release_page(662271).encode()


def capture(**changes: Any) -> Capture:
    facts: dict[str, Any] = {"url": URL, "status": 200, "captured_at": "2026-03-02T08:00:00Z"}
    return Capture(**{**facts, "body": PAGE, **changes})


def test_each_capture_gives_one_result_in_order() -> None:
    captures = [capture(), capture(status=404), capture(url="https://www.example.org/a/1234")]
    first, second, third = read_captures(captures)
    assert isinstance(first, PressRelease)
    assert isinstance(second, Rejected)
    assert isinstance(third, Rejected)
    assert (first.id, second.reason, third.reason) == (
        *("osce-662271-en", "http_error", "off_site"),
    )


def test_record_tells_where_its_page_lies() -> None:
    (record,) = read_captures([capture(archive="run.warc.gz", offset=512)])
    assert isinstance(record, PressRelease)
    assert record.captured_at == "2026-03-02T08:00:00Z"
    assert record.capture.model_dump() == {
        "url": URL,
        "status": 200,
        "sha256": hashlib.sha256(PAGE).hexdigest(),
        "archive": "run.warc.gz",
        "offset": 512,
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": 500}, "http_error"),
        ({"status": 410, "body": b""}, "http_error"),
        ({"url": "https://www.osce.org:8443/secretariat/662271"}, "off_site"),
        ({"url": "http://www.osce.org.example.org/secretariat/662271"}, "off_site"),
        ({"url": "https://www.osce.org/press-releases?page=3"}, "not_a_release"),
        ({"url": "https://www.osce.org/ru/press-releases"}, "not_a_release"),
        ({"body": PAGE + b" " * (8 * 1024 * 1024)}, "too_large"),
        ({"body": b"\x89PNG\r\n\x1a\n\x00\x00\x00"}, "unknown_layout"),
        ({"body": b"%PDF-1.4 and more"}, "unknown_layout"),
        ({"content_type": "application/json"}, "unknown_layout"),
        ({"body": b"<h1>\xff\xfe\x81</h1>" * 20}, "bad_encoding"),
    ],
)
def test_page_is_refused_with_its_reason(changes: dict[str, Any], reason: str) -> None:
    (result,) = read_captures([capture(**changes)])
    assert isinstance(result, Rejected), result
    assert result.reason == reason
    assert result.detail


@pytest.mark.parametrize("body", [b"", b"  \n ", b"\xef\xbb\xbf", b"<!-- -->", b"\x00"])
def test_page_that_says_nothing_is_refused(body: bytes) -> None:
    (result,) = read_captures([capture(body=body)])
    assert isinstance(result, Rejected)


def test_rejection_keeps_the_capture() -> None:
    page = capture(status=404)
    refused = reject(page, PageRefusedError("http_error", "the server answered 404"))
    assert refused.url == URL
    assert refused.detail == "the server answered 404"
    assert refused.captured_at == page.captured_at
    assert refused.capture.sha256 == hashlib.sha256(PAGE).hexdigest()


def test_good_record_is_valid(make_record: MakeRecord) -> None:
    assert validate(make_record()) == make_record()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"body": ""}, "body"),
        ({"date": "24 February 2026"}, "date"),
        ({"date": "2026-02-30"}, "date"),
        ({"language": "english"}, "language"),
        ({"type": "letter"}, "type"),
        ({"revision": 0}, "revision"),
        ({"content_sha256": "0"}, "content_sha256"),
        ({"captured_at": "2026-03-02T08:00:00+01:00"}, "captured_at"),
        ({"places": [{"name": "Vienna"}]}, "places.0.country"),
        ({"body": "\ud800"}, "body"),
    ],
)
def test_record_that_breaks_the_schema_names_the_field(
    make_record: MakeRecord, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(PageRefusedError) as caught:
        validate(make_record(**changes))
    assert caught.value.reason == "schema"
    assert f"{field}: " in caught.value.detail


@pytest.mark.parametrize(
    "changes",
    [
        {"date": None},
        {"date_source": None},
        {"id": "osce-662280-en"},
        {"language": "ru"},
        {"node_id": None},
        {"id": "osce-x0123456789abcdef-en"},
    ],
)
def test_record_that_contradicts_itself_breaks_the_schema(
    make_record: MakeRecord, changes: dict[str, Any]
) -> None:
    with pytest.raises(PageRefusedError, match="schema"):
        validate(make_record(**changes))


def menu_of(case: Capture, captured_at: str | None, cut: int | None = None) -> Capture:
    body = case.content if cut is None else case.content[:cut]
    return case.model_copy(update={"captured_at": captured_at, "body": body})


@pytest.fixture
def older_menu(fixture_captures: dict[str, Capture]) -> Capture:
    return fixture_captures["new-dl"]


@pytest.fixture
def newer_menu(fixture_captures: dict[str, Capture]) -> Capture:
    return fixture_captures["new-strong"]


def chair(captures: list[Capture]) -> str | None:
    """The country in the chair, which tells the menus of two years apart."""
    terms = read_taxonomy(captures).terms
    return next((term.id for term in terms if term.temporary_suffix), None)


def test_newest_complete_menu_wins(older_menu: Capture, newer_menu: Capture) -> None:
    states = chair([older_menu]), chair([newer_menu])
    assert states[0] != states[1]
    old = menu_of(older_menu, "2025-12-01T00:00:00Z")
    new = menu_of(newer_menu, "2026-03-01T00:00:00Z")
    undated = menu_of(older_menu, None)
    for captures in ([old, new, undated], [undated, new, old], [new, old]):
        assert chair(captures) == states[1]


def test_complete_menu_wins_over_a_newer_cut_one(older_menu: Capture, newer_menu: Capture) -> None:
    cut = menu_of(newer_menu, "2026-03-01T00:00:00Z", newer_menu.content.index(b"Uzbekistan"))
    assert not read_taxonomy([cut]).is_complete
    old = menu_of(older_menu, "2025-12-01T00:00:00Z")
    assert read_taxonomy([cut, old]).is_complete


def test_where_no_menu_is_complete_the_largest_wins(newer_menu: Capture) -> None:
    places = [newer_menu.content.index(word) for word in (b"Uzbekistan", b"Kazakhstan")]
    large = menu_of(newer_menu, "2025-12-01T00:00:00Z", places[0])
    small = menu_of(newer_menu, "2026-03-01T00:00:00Z", places[1])
    wanted = len(read_taxonomy([large]).terms)
    assert wanted > len(read_taxonomy([small]).terms) > 0
    assert len(read_taxonomy([small, large]).terms) == wanted


def test_pages_without_a_menu_are_told() -> None:
    with pytest.raises(UnreadableInputError, match="menu"):
        read_taxonomy([capture(), capture(body=b"<h1>\xff\x81</h1>" * 9)])
    with pytest.raises(UnreadableInputError):
        read_taxonomy([])
