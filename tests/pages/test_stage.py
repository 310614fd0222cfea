"""A page is read as far as its text goes, and no further; where that is in doubt, to its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.items import Capture, ListingRow
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import Page, open_page
from osce_scraper.pages.row_labels import count_rows, may_hold_rows

TITLE = "<h1>Officers open a crate</h1>"
HEADER = "<dl><dt>Date:</dt><dd>3 May 2014</dd><dt>Place:</dt><dd>VIENNA</dd></dl>"
DATED = "<p>VIENNA, 3 May 2014 – Officers from four towns opened a crate. It was empty.</p>"
TEXT = (
    "<p>Officers of four towns opened a crate in the yard. They wrote down all that was in it.</p>"
)
AFTER = "<h2>Crates of the year</h2><p>A crate that stood in a yard since spring is gone now.</p>"
CLOSE = "<h2>Related content</h2>"
ROW = ListingRow(
    title="Officers open a crate",
    url=None,
    date_raw=None,
    type_raw=None,
    where=[],
    what=[],
    locations=[],
    teaser=None,
)


def page_of(*parts: str, row: ListingRow | None = None) -> Page:
    html = f"<html><body>{''.join(parts)}</body></html>"
    url = "https://www.osce.org/node/1234"
    return open_page(Capture(url=url, status=200, body=html.encode(), row=row))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


@pytest.mark.parametrize("row", [None, ROW])
@pytest.mark.parametrize("text", [DATED, DATED + TEXT])
def test_the_heading_that_closes_the_text_is_the_last_line(
    text: str, row: ListingRow | None
) -> None:
    page = page_of(TITLE, HEADER, text, CLOSE, AFTER, row=row)
    assert texts(page)[-1] == "Related content"
    assert len(read_article(page).paragraphs) == text.count("<p>")


def test_a_text_without_a_dateline_ends_where_none_can_follow() -> None:
    assert texts(page_of(TITLE, TEXT * 8, CLOSE, AFTER))[-1] == "Related content"
    assert len(texts(page_of(TITLE, TEXT * 3, CLOSE, AFTER * 9))) == 1 + 9
    last = texts(page_of(TITLE, TEXT * 8, CLOSE, AFTER, row=ROW))[-1]
    assert last.startswith("A crate that stood in a yard")


@pytest.mark.parametrize("place", ["VIENNA, 3 May 2014 – The crate.", "VIENNA, 3 May 2014"])
def test_a_dateline_behind_the_heading_leaves_a_doubt(place: str) -> None:
    page = page_of(TITLE, TEXT, CLOSE, f"<p>{place}</p>", TEXT * 9, CLOSE, AFTER)
    assert texts(page)[-1].startswith("A crate that stood in a yard")


LONG_VALUE = f"<p>Fields of work:</p><p>{'Arms control, policing, ' * 6}education</p>"


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param(DATED + CLOSE + TITLE + HEADER, id="text above the title"),
        pytest.param(TITLE + CLOSE + HEADER, id="no text yet"),
        pytest.param(TITLE + LONG_VALUE + CLOSE, id="only a long value yet"),
        pytest.param(
            f"{TITLE}{LONG_VALUE}<p><a href='/x'>Four towns call for more of it!</a></p>{CLOSE}",
            id="a long value and a link",
        ),
        pytest.param("<h1>OSCE</h1>" + DATED + CLOSE, id="no title but the site's name"),
        pytest.param("<h1><time>x</time></h1>" + TITLE + DATED + CLOSE, id="two titles"),
        pytest.param("<h1> <time datetime='2014-05-03'></time></h1>" + DATED + CLOSE, id="blank"),
        pytest.param(f"{TITLE}{DATED}<ul><li>Related content</li></ul>", id="an item of a list"),
        pytest.param(f"{TITLE}{DATED}<h2>Documents</h2>{CLOSE}", id="a heading that texts have"),
    ],
)
def test_a_page_is_read_to_its_end_while_its_text_may_still_come(opening: str) -> None:
    assert texts(page_of(opening, AFTER))[-1].startswith("A crate that stood in a yard")


BODY = "<p>The Mission opened a school of its own for the officers of all the towns. It is new.</p>"


@pytest.mark.parametrize(
    "above",
    [
        "<p>Officers at the opening of the school in Pristina, 9 January 2002. (OSCE/Jane Doe)</p>",
        "<p>Officers at the opening of the school in Pristina, in winter. Photo details</p>",
        "<p>Source: OSCE Mission to Skopje. Issued by its press office, for the record. Free.</p>",
    ],
)
def test_the_text_below_tools_is_found(above: str) -> None:
    for kind in ("p", "h2", "div"):
        tools = f"<{kind}>Share</{kind}>"
        page = page_of("<p>Press release</p>", TITLE, "<img src='/a.jpg'>", above, tools, BODY)
        assert read_article(page).body.endswith("It is new.")


def test_a_dateline_below_a_lead_and_tools_is_found() -> None:
    lead = "<p>A school for officers of all towns opens in Vienna. The Mission has paid for it.</p>"
    page = page_of("<p>Press release</p>", TITLE, lead, "<p>Share</p>", DATED, BODY, CLOSE, AFTER)
    assert (read_article(page).dateline_text or "").startswith("VIENNA, 3 May 2014")


@pytest.mark.parametrize("label", ["Publishing date", "PUBLISHING DATE", "Дата публикации"])
def test_a_page_that_may_list_others_is_read_to_its_end(label: str) -> None:
    row = f"<h3><a href='/node/2345'>Another crate</a></h3><p>{label}: 3 May 2014</p>"
    page = page_of(TITLE, DATED, CLOSE, row, row)
    assert count_rows(page.lines) == 2


LABEL = st.sampled_from(["publishing date", "дата публикации", "publish", "date", "публ", " "])
FORM = st.sampled_from([str.lower, str.capitalize, str.upper, str.title])


@given(st.lists(st.tuples(LABEL, FORM), max_size=4))
def test_a_page_without_the_words_of_a_row_has_none(words: list[tuple[str, type[str]]]) -> None:
    text = "".join(f"<p>{form(word)}</p>" for word, form in words)
    page = page_of(TITLE, DATED, text)
    assert may_hold_rows(page.capture.body or b"") or count_rows(page.lines) == 0
