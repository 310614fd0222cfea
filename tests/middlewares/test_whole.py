from __future__ import annotations

import gzip

import pytest
from scrapy.http import Request, Response

from osce_scraper.middlewares.whole import BrokenBodyError, WholeBodyMiddleware

PAGE = b"<p>Nine keepers met today.</p>" * 200
REQUEST = Request("https://www.osce.org/baku/231234")


def checked(body: bytes, coding: str | None = "gzip") -> Response:
    headers = {"Content-Encoding": coding} if coding else {}
    response = Response(REQUEST.url, body=body, headers=headers)
    return WholeBodyMiddleware().process_response(REQUEST, response)


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_a_whole_body_is_handed_on_as_it_came(coding: str) -> None:
    body = gzip.compress(PAGE)
    assert checked(body, coding).body == body


@pytest.mark.parametrize("cut", [1, 8, 40])
def test_a_body_that_breaks_off_is_refused(cut: int) -> None:
    with pytest.raises(BrokenBodyError, match="ends too early"):
        checked(gzip.compress(PAGE)[:-cut])


def test_gzip_that_is_none_is_refused() -> None:
    with pytest.raises(BrokenBodyError, match="broken"):
        checked(PAGE)


@pytest.mark.parametrize("coding", [None, "identity", "br"])
def test_other_bodies_are_not_looked_at(coding: str | None) -> None:
    assert checked(b"\x1f\x8b cut", coding).body == b"\x1f\x8b cut"


def test_a_bomb_costs_no_memory_and_is_left_to_scrapys_own_limit() -> None:
    bomb = gzip.compress(bytes(200 * 1024 * 1024), compresslevel=9)
    assert checked(bomb).body == bomb
