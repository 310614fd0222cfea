"""A page is read as far as its text goes, and no further."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.items import Capture
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import Page, open_page
from osce_scraper.pages.row_labels import count_rows, may_hold_rows

TITLE = "<h1>Officers open a crate</h1>"
HEADER = "<dl><dt>Date:</dt><dd>3 May 2014</dd><dt>Place:</dt><dd>VIENNA</dd></dl>"
TEXT = (
    "<p>Officers from four towns opened a crate and wrote down all that was in it, bit by bit.</p>"
)
AFTER = "<h2>Crates of the year</h2><p>A crate that stood in a yard since spring is gone now.</p>"
CLOSE = "<h2>Related content</h2>"


def page_of(*parts: str) -> Page:
    html = f"<html><body>{''.join(parts)}</body></html>"
    return open_page(Capture(url="https://www.osce.org/node/1234", status=200, body=html.encode()))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_the_heading_that_closes_the_text_is_the_last_line() -> None:
    page = page_of(TITLE, HEADER, TEXT, TEXT, CLOSE, AFTER)
    assert texts(page)[-1] == "Related content"
    assert len(read_article(page).paragraphs) == 2


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(TEXT + CLOSE + TITLE + HEADER, id="text above the title"),
        pytest.param(TITLE + CLOSE + HEADER, id="no text yet"),
        pytest.param(
            f"{TITLE}<p>Fields of work:</p><p>{'Arms control, policing, ' * 6}education</p>{CLOSE}",
            id="only a long value yet",
        ),
        pytest.param("<h1>OSCE</h1>" + TEXT + CLOSE, id="no title but the site's name"),
        pytest.param(TITLE + TEXT + CLOSE + TITLE, id="two titles"),
        pytest.param(f"{TITLE}{TEXT}<ul><li>Related content</li></ul>", id="an item of a list"),
        pytest.param(f"{TITLE}{TEXT}<h2>Documents</h2>", id="a heading that stands in texts too"),
    ],
)
def test_a_page_is_read_to_its_end_while_its_text_may_still_come(opening: str) -> None:
    assert texts(page_of(opening, AFTER))[-1].startswith("A crate that stood in a yard")


@pytest.mark.parametrize("label", ["Publishing date", "Дата публикации"])
def test_a_page_that_may_list_others_is_read_to_its_end(label: str) -> None:
    row = f"<h3><a href='/node/2345'>Another crate</a></h3><p>{label}: 3 May 2014</p>"
    page = page_of(TITLE, TEXT, CLOSE, row, row)
    assert count_rows(page.lines) == 2


@given(st.text(st.sampled_from("Pp ublishinДатg dfé\n"), max_size=30))
def test_a_page_without_the_words_of_a_row_has_none(text: str) -> None:
    page = page_of(TITLE, f"<p>{text}</p><p>Publishing dat</p><p>{text}")
    assert may_hold_rows(page.capture.body or b"") or count_rows(page.lines) == 0
