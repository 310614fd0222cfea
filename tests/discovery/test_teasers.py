"""Listings of the new layout are read by what they mean: a link to an id, a title, a date."""

from __future__ import annotations

import pytest

from osce_scraper.items import Capture, ListingRow
from osce_scraper.pages.listing import read_listing

HOME = "https://www.osce.org"
TITLE = "Lighthouse keepers compare logbooks"
TEXT = "Keepers of nine lighthouses met."
TIME = '<time datetime="2026-02-24T09:00:00+01:00">24 February 2026</time>'

MARKUPS = {
    "card, date below": f"""<a class="teaser teaser--two-cols" href="/odihr/41234">
        <h2 class="teaser__title">{TITLE}</h2><div>{TIME}</div><p>{TEXT}</p></a>""",
    "card, date above": f"""<a class="teaser" href="/odihr/41234"><div><span>Press release</span>
        {TIME}</div><h2 class="teaser__title">{TITLE}</h2><p>{TEXT}</p></a>""",
    "card, type and date apart": f"""<a class="teaser" href="/odihr/41234"><div>Press release</div>
        <div>{TIME}</div><h3>{TITLE}</h3><div>{TEXT}</div></a>""",
    "card, no heading": f"""<a class="teaser" href="/odihr/41234"><div>{TIME}</div>
        <div class="teaser__title">{TITLE}</div><div>{TEXT}</div></a>""",
    "article": f"""<article><h3><a href="/odihr/41234">{TITLE}</a></h3><p>{TIME}</p>
        <p>{TEXT}</p></article>""",
    "article, read more": f"""<article><h3><a href="/odihr/41234">{TITLE}</a></h3><p>{TIME}</p>
        <p>{TEXT}</p><p><a href="/odihr/41234">Read more</a></p></article>""",
    "article, picture": f"""<article><a href="/odihr/41234"><img src="a.jpg" alt="a"></a>
        <header><h3><a href="/odihr/41234">{TITLE}</a></h3>{TIME}</header>
        <p>{TEXT}</p></article>""",
    "words for a date": f"""<div class="views-row"><div><a href="/odihr/41234">{TITLE}</a></div>
        <div><span>24 February 2026</span></div><div>{TEXT}</div></div>""",
    "type and date on one line": f"""<li><h3><a href="/odihr/41234">{TITLE}</a></h3>
        <p>Press release | 24 February 2026</p><p>{TEXT}</p></li>""",
    "type and date without a bar": f"""<li><h3><a href="/odihr/41234">{TITLE}</a></h3>
        <p><span>Press release</span> <span>24 February 2026</span></p><p>{TEXT}</p></li>""",
    "table": f"""<table><tr><td>24 February 2026</td><td><a href="/odihr/41234">{TITLE}</a></td>
        <td>{TEXT}</td></tr></table>""",
    "card, no box for the date": f"""<a class="teaser teaser--two-cols" href="/odihr/41234">
        <h2 class="teaser__title">{TITLE}</h2>{TIME}<p>{TEXT}</p></a>""",
    "card, no box for the date above": f"""<a class="teaser" href="/odihr/41234">Press release
        {TIME}<h2 class="teaser__title">{TITLE}</h2><p>{TEXT}</p></a>""",
    "machine date only": f"""<a class="teaser" href="/odihr/41234"><h2>{TITLE}</h2>
        <div><time datetime="2026-02-24"></time></div><p>{TEXT}</p></a>""",
}


def rows(body: str) -> list[ListingRow]:
    url = f"{HOME}/press-releases"
    return read_listing(Capture(url=url, status=200, body=body.encode())).rows


def numbered(number: int, markup: str) -> str:
    return markup.replace("41234", str(41234 + number)).replace(TITLE, f"{TITLE} {number}")


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_the_mark_up_of_an_item_does_not_matter(markup: str) -> None:
    menu = "<ul><li><a href='/policing'>Policing</a></li></ul><h1>Press releases</h1>"
    page = menu + "".join(numbered(n, markup) for n in range(10))
    found = rows(f"<main>{page}</main>")
    assert [one.title for one in found] == [f"{TITLE} {n}" for n in range(10)]
    assert [one.url for one in found] == [
        f"https://www.osce.org/odihr/{41234 + n}" for n in range(10)
    ]
    assert {one.date_raw for one in found} <= {"24 February 2026", "2026-02-24"}
    assert {one.teaser for one in found} == {TEXT}
    assert {one.type_raw for one in found} == ({"Press release"} if "Press" in markup else {None})


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS)
def test_a_single_item_is_read_like_many(markup: str) -> None:
    (found,) = rows(f"<main><h1>Press releases</h1><p>All of our releases.</p>{markup}</main>")
    assert (found.title, found.url) == (TITLE, f"{HOME}/odihr/41234")


def test_each_item_keeps_its_own_date() -> None:
    days = [f"{day} March 2026" for day in (9, 8, 7)]
    cards = "".join(
        f"<a href='/odihr/{41234 + n}'><p>{day}</p><h2>{TITLE} {n}</h2></a>"
        for n, day in enumerate(days)
    )
    assert [one.date_raw for one in rows(f"<div>{cards}</div>")] == days


def test_labels_in_an_item_are_read() -> None:
    (found,) = rows(
        f"<div><h3><a href='/odihr/41234'>{TITLE}</a></h3><p>24 February 2026</p>"
        f"<p>Source: OSCE Secretariat</p><p>Fields of work: Policing, Education</p></div>"
    )
    assert found.where == ["OSCE Secretariat"]
    assert found.what == ["Policing", "Education"]
    assert found.teaser is None


@pytest.mark.parametrize(
    "markup",
    [
        f"<a href='/odihr/41234'><h2>{TITLE}</h2></a>",
        f"<a href='/odihr/legal-opinions'><h2>{TITLE}</h2><p>24 February 2026</p></a>",
        f"<a href='https://elsewhere.example/41234'><h2>{TITLE}</h2><p>24 February 2026</p></a>",
        f"<a href='/odihr/41234'><p>Event</p><h2>{TITLE}</h2><p>24 February 2026</p></a>",
        "<a href='/odihr/41234'><p>24 February 2026</p></a>",
        f"<p>24 February 2026</p><h2>{TITLE}</h2>",
    ],
)
def test_what_lacks_a_part_is_no_item(markup: str) -> None:
    assert rows(f"<div>{markup}</div>") == []


def test_an_item_without_a_date_takes_no_other_s() -> None:
    cards = MARKUPS["card, date below"] + numbered(1, MARKUPS["card, date below"]).replace(TIME, "")
    assert [one.title for one in rows(f"<div>{cards}</div>")] == [TITLE]


def test_where_rows_have_labels_only_they_count() -> None:
    heading = "<h3><a href='/odihr/50000'>A</a></h3>"
    labelled = f"<dl><dt>{heading}</dt><dd>Publishing date: 3 June 2008</dd></dl>"
    (found,) = rows(f"<div>{labelled}</div><section>{MARKUPS['article']}</section>")
    assert found.title == "A"


def test_ten_thousand_items_are_read_in_time() -> None:
    cards = "".join(numbered(n, MARKUPS["card, date above"]) for n in range(10_000))
    assert len(rows(f"<main>{cards}</main>")) == 10_000
