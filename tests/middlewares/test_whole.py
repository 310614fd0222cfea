from __future__ import annotations

import gzip

import pytest
from scrapy.http import HtmlResponse, Request, Response

from osce_scraper.middlewares.whole import BrokenBodyError, WholeBodyMiddleware, WholePageMiddleware

WHOLE = b"<!DOCTYPE html>\n<html lang='en'><body><p>They counted crates.</p></body></html>\n"
PAGE = b"<p>Nine keepers met today.</p>" * 200
REQUEST = Request("https://www.osce.org/baku/231234")


def checked(body: bytes, *codings: str, kind: str | None = "text/html; charset=utf-8") -> Response:
    headers: dict[str, object] = {"Content-Encoding": list(codings or ("gzip",))}
    if kind is not None:
        headers["Content-Type"] = kind
    response = Response(REQUEST.url, body=body, headers=headers)
    return WholeBodyMiddleware().process_response(REQUEST, response)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", None])
def test_a_whole_body_is_handed_on_unpacked_as_the_page_that_it_is(
    coding: str, kind: str | None
) -> None:
    page = checked(gzip.compress(WHOLE), coding, kind=kind)
    assert isinstance(page, HtmlResponse)
    assert page.body == WHOLE
    assert "Content-Encoding" not in page.headers
    assert page.text == WHOLE.decode()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(gzip.compress(PAGE) + gzip.compress(PAGE), id="two-members"),
        pytest.param(gzip.compress(PAGE * 400), id="large"),
        pytest.param(gzip.compress(PAGE) + b"rest", id="something-behind"),
    ],
)
def test_what_is_more_than_a_page_is_left_to_scrapy_as_it_came(body: bytes) -> None:
    page = checked(body)
    assert page.body == body
    assert page.headers["Content-Encoding"] == b"gzip"


def test_the_encoding_is_that_of_the_page_not_of_its_packed_bytes() -> None:
    page = "<html><p>Они считали ящики.</p></html>"
    answer = HtmlResponse(  # as Scrapy takes it for one by its name
        "https://www.osce.org/a.html",
        headers={"Content-Encoding": "gzip", "Content-Type": "text/html"},
        body=gzip.compress(page.encode()),
    )
    response = WholeBodyMiddleware().process_response(REQUEST, answer)
    assert isinstance(response, HtmlResponse)
    assert response.text == page


def test_a_body_that_is_packed_twice_is_left_to_scrapy() -> None:
    body = gzip.compress(PAGE)
    page = checked(body, "br", "gzip")
    assert (page.body, page.headers.getlist("Content-Encoding")) == (body, [b"br", b"gzip"])


@pytest.mark.parametrize("cut", [1, 8, 40])
def test_a_body_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(BrokenBodyError, match="ends too early"):
        checked(gzip.compress(PAGE)[:-cut])


def test_gzip_that_is_none_is_refused() -> None:
    with pytest.raises(BrokenBodyError, match="broken"):
        checked(PAGE)


@pytest.mark.parametrize("coding", ["", "identity", "br", "br, gzip"])
def test_other_bodies_are_not_looked_at(coding: str) -> None:
    assert checked(b"\x1f\x8b cut", coding).body == b"\x1f\x8b cut"


def test_a_bomb_costs_no_memory_and_is_left_to_scrapys_own_limit() -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), compresslevel=9)
    assert checked(bomb).body == bomb


# --- The end of a page


def checked_page(body: bytes, status: int = 200) -> bytes:
    response = HtmlResponse(REQUEST.url, body=body, status=status)
    return WholePageMiddleware().process_response(REQUEST, response).body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(WHOLE, id="whole"),
        pytest.param(WHOLE.upper(), id="capitals"),
        pytest.param(WHOLE + b"page made in 3 ms", id="words-after-the-end"),
        pytest.param(WHOLE + b"\0" * 20, id="padding-after-the-end"),
        pytest.param(b"<html><p>They counted crates.</p>", id="end-tags-left-out"),
        pytest.param(b"They counted crates.", id="text-alone"),
        pytest.param(b"<p>They counted", id="part-of-a-page"),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_page_that_ends_is_handed_on(body: bytes) -> None:
    assert checked_page(body) == body


@pytest.mark.parametrize("length", [40, 50, len(WHOLE) - 12, len(WHOLE) - 20])
def test_a_page_that_breaks_off_in_the_middle_is_refused(length: int) -> None:
    with pytest.raises(BrokenBodyError, match="in the middle"):
        checked_page(WHOLE[:length])


def test_an_error_page_may_end_as_it_likes() -> None:
    assert checked_page(WHOLE[:40], 500) == WHOLE[:40]
