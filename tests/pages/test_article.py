"""One release gives one and the same article, whatever mark-up it is written in."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.articles import Article
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture, ListingRow, PressRelease, Rejected
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import open_page
from osce_scraper.reading import read_captures

URL = "https://www.osce.org/mission-to-montenegro/419426"
TITLE = "Lighthouse keepers compare logbooks"
FIRST = (
    "PODGORICA, 14 May 2019 – Nine keepers of lighthouses on the western shore met today to "
    "compare their logbooks, and found that the same ship had been counted nine times."
)
SECOND = "A common logbook will be kept from June on."
MISSION = "OSCE Mission to Montenegro"
TIME = "<time datetime='2019-05-14T10:00:00+02:00'>14 May 2019</time>"


def pair(label: str, *values: str) -> str:
    return f"<dt>{label}</dt>{''.join(f'<dd>{value}</dd>' for value in values)}"


def dl(*pairs: str) -> str:
    return f"<dl>{''.join(pairs)}</dl>"


def field(label: str, *values: str) -> str:
    """As Drupal 8 and later write a field."""
    items = "".join(f"<div class='field__item'>{value}</div>" for value in values)
    return (
        f"<div class='field'><div class='field__label'>{label}</div>"
        f"<div class='field__items'>{items}</div></div>"
    )


def cck(label: str, value: str) -> str:
    """As Drupal 6 with its content construction kit writes a field."""
    return (
        f"<div class='field field-field-x'><div class='field-items'><div class='field-item odd'>"
        f"<div class='field-label-inline-first'>{label}:&nbsp;</div>{value}</div></div></div>"
    )


HEADERS = {
    "dl": dl(
        pair("Date:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
    "dl, pairs in divs": dl(
        f"<div>{pair('Date:', TIME)}</div>",
        f"<div>{pair('Place:', 'PODGORICA')}</div>",
        f"<div>{pair('Source:', MISSION)}</div>",
        f"<div>{pair('Fields of work:', 'Good governance', 'Youth')}</div>",
    ),
    "dl, spans and links": dl(
        pair("<span>Date:</span>", TIME),
        pair("<span>Place:</span>", "<span>PODGORICA</span>"),
        pair("<b>Source:</b>", f"<a href='/montenegro'>{MISSION}</a>"),
        pair("<span>Fields of work:</span>", *("<a href='/y'>Good governance</a>", "<i>Youth</i>")),
    ),
    "dl, links joined by commas in one dd": dl(
        pair("Date:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "<a href='/g'>Good governance</a>, <a href='/y'>Youth</a>"),
    ),
    "dl, links side by side in one dd": dl(
        pair("Date:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "<a href='/g'>Good governance</a> <a href='/y'>Youth</a>"),
    ),
    "dl, links that touch in one dd": dl(
        pair("Date:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "<a href='/g'>Good governance</a><a href='/y'>Youth</a>"),
    ),
    "dl, labels without colons": dl(
        pair("Date", TIME),
        pair("Place", "PODGORICA"),
        pair("Source", MISSION),
        pair("Fields of work", "Good governance, Youth"),
    ),
    "dl, white space": dl(
        pair("\n Date:\n ", f"\n {TIME}\n"),
        pair(" Place :\u00a0", "&nbsp;PODGORICA&nbsp;"),
        pair("\tSource:", "OSCE  Mission\n to&nbsp;Montenegro"),
        pair("Fields&nbsp;of work:", "Good\ngovernance ", " Youth"),
    ),
    "dl, comments": dl(
        pair("Da<!-- x -->te:", TIME),
        pair("Place:", "<!-- VIENNA -->PODGORICA"),
        pair("Source:", f"{MISSION}<!-- -->"),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
    "upper case, unclosed": (
        f"<DL><DT>DATE:<DD>{TIME}<DT>PLACE:<DD>PODGORICA<DT>SOURCE:<DD>{MISSION}"
        "<DT>FIELDS OF WORK:<DD>Good governance<DD>Youth</DL>"
    ),
    "flat list": (
        f"<ul><li>Date:</li><li>{TIME}</li><li>Place:</li><li>PODGORICA</li><li>Source:</li>"
        f"<li>{MISSION}</li><li>Fields of work:</li><li>Good governance</li><li>Youth</li></ul>"
    ),
    "flat list, unclosed": (
        f"<UL><LI>Date:<LI>{TIME}<LI>Place:<LI>PODGORICA<LI>Source:<LI>{MISSION}"
        "<LI>Fields of work:<LI>Good governance<LI>Youth</UL>"
    ),
    "list of whole lines": (
        f"<ul><li><b>Date:</b> {TIME}</li><li><b>Place:</b> PODGORICA</li><li><b>Source:</b> "
        f"{MISSION}</li><li><b>Fields of work:</b> Good governance, Youth</li></ul>"
    ),
    "fields": (
        field("Date", TIME)
        + field("Place", "PODGORICA")
        + field("Source", f"<a href='/m'>{MISSION}</a>")
        + field("Fields of work", "Good governance", "Youth")
    ),
    "fields, label and item": "".join(
        f"<div class='field'><div class='field__label'>{label}</div>"
        f"<div class='field__item'>{value}</div></div>"
        for label, value in (
            ("Date:", TIME),
            ("Place:", "PODGORICA"),
            ("Source:", MISSION),
            ("Fields of work:", "Good governance, Youth"),
        )
    ),
    "fields of Drupal 6": "".join(
        cck(label, value)
        for label, value in (
            ("Date", "<span class='date-display-single'>14 May 2019</span>"),
            ("Place", "PODGORICA"),
            ("Source", MISSION),
            ("Fields of work", "Good governance, Youth"),
        )
    ),
    "inline fields": (
        f"<div><span>Date:</span> {TIME}</div><div><span>Place:</span> <span>PODGORICA</span></div>"
        f"<div><span>Source:</span> <span>{MISSION}</span></div>"
        "<div><span>Fields of work:</span> <span>Good governance</span>, <span>Youth</span></div>"
    ),
    "table of heads and cells": (
        f"<table><tbody><tr><th>Date</th><td>{TIME}</td></tr><tr><th>Place</th><td>PODGORICA</td>"
        f"</tr><tr><th>Source</th><td>{MISSION}</td></tr><tr><th>Fields of work</th>"
        "<td>Good governance, Youth</td></tr></tbody></table>"
    ),
    "table of cells": (
        f"<table><tr><td>Date:</td><td>{TIME}</td></tr><tr><td>Place:</td><td>PODGORICA</td></tr>"
        f"<tr><td>Source:</td><td><a href='/m'>{MISSION}</a></td></tr><tr><td>Fields of work:</td>"
        "<td><p>Good governance</p><p>Youth</p></td></tr></table>"
    ),
    "strong and text": (
        f"<p><strong>Date:</strong> {TIME}</p><p><strong>Place:</strong> PODGORICA</p>"
        f"<p><strong>Source:</strong> {MISSION}</p>"
        "<p><strong>Fields of work:</strong> Good governance, Youth</p>"
    ),
    "strong without colon": (
        f"<p><strong>Date</strong> {TIME}</p><p><strong>Place</strong> PODGORICA</p>"
        f"<p><strong>Source</strong> {MISSION}</p>"
        "<p><strong>Fields of work</strong> Good governance, Youth</p>"
    ),
    "strong, colon outside": (
        f"<p><strong>Date</strong>: {TIME}</p><p><strong>Place</strong>: PODGORICA</p>"
        f"<p><strong>Source</strong>: {MISSION}</p>"
        "<p><strong>Fields of work</strong>: Good governance, Youth</p>"
    ),
    "strong value": (
        f"<p>Date: <b>{TIME}</b></p><p>Place: <b>PODGORICA</b></p><p>Source: <b>{MISSION}</b></p>"
        "<p>Fields of work: <b>Good governance, Youth</b></p>"
    ),
    "line breaks": (
        f"<p><strong>Date:</strong> {TIME}<br><strong>Place:</strong> PODGORICA<br/>\n"
        f"<strong>Source:</strong> {MISSION}<br>"
        "<strong>Fields of work:</strong> Good governance, Youth</p>"
    ),
    "line breaks and plain text": (
        f"<div>Date: {TIME}<br>Place: PODGORICA<br>Source: {MISSION}<br>"
        "Fields of work: Good governance, Youth</div>"
    ),
    "line breaks after labels": (
        f"<p><b>Date:</b><br>{TIME}<br><b>Place:</b><br>PODGORICA<br><b>Source:</b><br>{MISSION}"
        "<br><b>Fields of work:</b><br>Good governance, Youth</p>"
    ),
    "labels of a news item": dl(
        pair("Issued on:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Issued by:", MISSION),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
    "Russian labels": dl(
        pair("Дата:", TIME),
        pair("Place:", "PODGORICA"),
        pair("Источник:", MISSION),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
    "another order": dl(
        pair("Fields of work:", "Good governance", "Youth"),
        pair("Source:", MISSION),
        pair("Place:", "PODGORICA"),
        pair("Date:", TIME),
    ),
    "a date within a time without text": dl(
        pair("Date:", "<time datetime='2019-05-14T10:00:00+02:00'></time>"),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
    "a date without a time element": dl(
        pair("Date:", "<span class='date-display-single'>14 May 2019</span>"),
        pair("Place:", "PODGORICA"),
        pair("Source:", MISSION),
        pair("Fields of work:", "Good governance", "Youth"),
    ),
}
BODY = f"<div class='b'><p>{FIRST}</p><p>{SECOND}</p></div>"
RELATED = (
    "<section><h2>Related</h2><a href='/x/1'><span>Event</span><h3>Wells</h3>"
    "<time datetime='2025-01-02'>2 January 2025</time></a></section>"
)
COOKIES = (
    "<div role='dialog'><p>We keep two cookies, one for your language and one for the answer that "
    "you give to this very notice; both are gone after a year.</p></div>"
)


def markup_of(header: str, *, before: str = "", after: str = RELATED, body: str = BODY) -> str:
    return (
        f"<html lang='en'><head><meta charset='utf-8'><title>{TITLE} | OSCE</title></head><body>"
        f"{before}<main><p>Press release</p><h1>{TITLE}</h1>{header}{body}</main>{after}"
        "</body></html>"
    )


def result_of(markup: str, url: str | None = URL) -> PressRelease | Rejected:
    (result,) = read_captures([Capture(url=url, status=200, body=markup.encode())])
    return result


def record_of(markup: str, url: str | None = URL) -> PressRelease:
    result = result_of(markup, url)
    assert isinstance(result, PressRelease), result
    return result


def article_of(markup: str, url: str | None = URL) -> Article:
    return read_article(open_page(Capture(url=url, status=200, body=markup.encode())))


def check(record: PressRelease) -> None:
    assert (record.title, record.type) == (TITLE, "press_release")
    assert (record.date, record.date_source) == ("2019-05-14", "page")
    assert [(place.name, place.source) for place in record.places] == [("Podgorica", "label")]
    assert [source.id for source in record.sources] == ["field-operation:mission-to-montenegro"]
    assert [field.name for field in record.fields_of_work] == ["Good governance", "Youth"]
    assert record.body == f"{FIRST}\n\n{SECOND}"
    assert record.dateline == "PODGORICA, 14 May 2019"
    assert record.issues == []


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_the_mark_up_of_the_header_does_not_matter(header: str) -> None:
    check(record_of(markup_of(header)))


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_notice_above_the_page_does_not_matter(header: str) -> None:
    check(record_of(markup_of(header, before=COOKIES)))


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_box_around_the_header_does_not_matter(header: str) -> None:
    check(record_of(markup_of(f"<div><div>{header}</div></div>")))


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_text_in_the_same_box_does_not_matter(header: str) -> None:
    check(record_of(markup_of(header, body=f"<p>{FIRST}</p><p>{SECOND}</p>")))


DL = HEADERS["dl"]


def test_several_places_and_sources_are_all_there() -> None:
    header = DL.replace("<dd>PODGORICA</dd>", "<dd>PODGORICA</dd><dd>TIRANA</dd>").replace(
        f"<dd>{MISSION}</dd>", f"<dd>{MISSION}</dd><dd>OSCE Presence in Albania</dd>"
    )
    record = record_of(markup_of(header))
    assert [place.name for place in record.places] == ["Podgorica", "Tirana"]
    assert [source.name for source in record.sources] == [MISSION, "OSCE Presence in Albania"]


@pytest.mark.parametrize(
    ("empty", "field"),
    [("PODGORICA", "places"), (MISSION, "sources"), ("Good governance</dd><dd>Youth", "fields")],
)
def test_an_empty_value_is_none(empty: str, field: str) -> None:
    article = article_of(markup_of(DL.replace(empty, "")))
    values = {name: getattr(article, name) for name in ("places", "sources", "fields")}
    assert values.pop(field) == []
    assert all(values.values())


@pytest.mark.parametrize(
    "date", ["", "<time datetime=''></time>", "<time></time>", "<span></span>", "&nbsp;"]
)
@pytest.mark.parametrize(
    "around",
    [
        RELATED,
        "<div><a href='/x/1'>Wells <time datetime='2025-01-02'>2 January 2025</time></a></div>",
        "<footer>Last changed <time datetime='2025-01-02'>2 January 2025</time></footer>",
    ],
)
@pytest.mark.parametrize("is_before", [True, False])
def test_times_around_the_release_are_not_its_date(date: str, around: str, is_before: bool) -> None:
    header = DL.replace(TIME, date)
    undated = BODY.replace(", 14 May 2019", "")
    side = {"before" if is_before else "after": around}
    article = article_of(markup_of(header, body=undated, **side))
    assert (article.date_value, article.date_raw) == (None, None)


def test_a_time_in_the_text_is_not_the_date() -> None:
    header = DL.replace(TIME, "")
    later = "<p>The next meeting is on <time datetime='2019-09-01'>1 September 2019</time>.</p>"
    record = record_of(markup_of(header, body=BODY.replace("</div>", f"{later}</div>")))
    assert (record.date, record.date_source) == ("2019-05-14", "dateline")
    assert record.body.endswith("The next meeting is on 1 September 2019.")


@pytest.mark.parametrize(
    ("time", "date", "raw"),
    [
        ("<time datetime='2019-05-14T10:00:00+02:00'>15 May 2019</time>", "2019-05-15", None),
        ("<time datetime='2019-05-14T23:30:00Z'></time>", "2019-05-15", "2019-05-14T23:30:00Z"),
        ("<time datetime='2019-05-14T23:30:00+02:00'/>", "2019-05-14", None),
        ("<time datetime='2019-05-14'> </time>", "2019-05-14", "2019-05-14"),
    ],
)
def test_the_date_is_what_the_page_shows(time: str, date: str, raw: str | None) -> None:
    record = record_of(markup_of(DL.replace(TIME, time)))
    assert (record.date, record.date_source) == (date, "page")
    assert raw is None or record.date_raw == raw


@pytest.mark.parametrize(
    "hidden",
    ["<div hidden>{}</div>", "<div style='display:none'>{}</div>", "<template>{}</template>"],
)
def test_a_hidden_header_says_nothing(hidden: str) -> None:
    other = DL.replace("PODGORICA", "VIENNA").replace("2019-05-14", "2020-01-01")
    check(record_of(markup_of(hidden.format(other) + DL)))


ADVICE = {
    "paragraphs": "<p>Date: 20 May 2019</p><p>Place: Hotel Vardar</p><p>Source: the keeper</p>",
    "strong": "<p><strong>Date:</strong> 20 May 2019<br><strong>Place:</strong> Hotel Vardar</p>",
    "list": "<ul><li>Date: 20 May 2019</li><li>Place: Hotel Vardar, Skopje</li></ul>",
    "dl": "<dl><dt>Date:</dt><dd>20 May 2019</dd><dt>Place:</dt><dd>Hotel Vardar</dd></dl>",
    "table": "<table><tr><th>Date</th><td>20 May 2019</td></tr></table>",
}


@pytest.mark.parametrize("advice", ADVICE.values(), ids=ADVICE)
@pytest.mark.parametrize("header", [DL, HEADERS["strong and text"], HEADERS["line breaks"], ""])
def test_an_advisory_s_own_date_and_place_are_text(advice: str, header: str) -> None:
    record = record_of(markup_of(header, body=BODY.replace("<p>A common", f"{advice}<p>A common")))
    assert record.date == "2019-05-14"
    assert [place.name for place in record.places] == ["Podgorica"]
    assert record.body.startswith(FIRST)
    assert "20 May 2019" in record.body
    assert record.body.endswith(SECOND)


def test_the_places_of_an_advisory_fill_no_empty_label() -> None:
    header = DL.replace("<dt>Place:</dt><dd>PODGORICA</dd>", "")
    article = article_of(markup_of(header, body=f"<p>{FIRST}</p>{ADVICE['paragraphs']}"))
    assert article.places == []


@pytest.mark.parametrize("word", ["Document", "Event", "Photo", "Project", "Vacancy"])
def test_another_kind_of_page_is_refused_whatever_its_header(word: str) -> None:
    with pytest.raises(PageRefusedError) as refused:
        article_of(markup_of(DL).replace("Press release", word))
    assert refused.value.reason == "not_a_release"


def test_a_page_that_shows_nothing_of_a_release_is_refused() -> None:
    page = markup_of("", body=BODY.replace("PODGORICA, 14 May 2019 – ", "")).replace(
        "<p>Press release</p>", ""
    )
    refused = result_of(page)
    assert isinstance(refused, Rejected)
    assert refused.reason == "not_a_release"


def test_a_listing_row_vouches_for_a_page_and_fills_it() -> None:
    row = ListingRow(
        title=TITLE,
        url=URL,
        date_raw="14 May 2019",
        type_raw="News",
        where=[MISSION],
        what=["Youth"],
        locations=[],
        teaser=None,
    )
    page = markup_of("", body=BODY.replace("PODGORICA, 14 May 2019 – ", "")).replace(
        "<p>Press release</p>", ""
    )
    (record,) = read_captures([Capture(url=URL, status=200, body=page.encode(), row=row)])
    assert isinstance(record, PressRelease)
    assert (record.type, record.date, record.date_source) == ("news", "2019-05-14", "listing")
    assert [source.name for source in record.sources] == [MISSION]
    assert [one.name for one in record.fields_of_work] == ["Youth"]


def test_evidence_is_named_for_each_field() -> None:
    evidence = article_of(markup_of(DL)).evidence
    first = {name: found[0].source for name, found in evidence.items()}
    assert first["date"] == "label_time"
    assert {first[name] for name in ("places", "sources", "fields_of_work")} == {"label"}
    assert first["type"] == "type_line"


FIXTURES = Path(__file__).parents[2] / "fixtures"
NEW = sorted(path.parent.name for path in FIXTURES.glob("new-*/page.html"))
ATTRIBUTE = re.compile(rb"""(?i)(?<=[\s"'])(class|id)\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")
TAG = re.compile(rb"<[a-zA-Z][^<>]*>")
MISLEADING = (
    *("related", "footer", "menu", "hidden", "teaser", "body", "title", "date", "nav"),
    *("breadcrumb", "share", "field__label", "field__item", "place", "caption", "pager"),
)


def random_words(case: str) -> Iterator[str]:
    for number in count():
        yield "k" + hashlib.sha256(f"{case} {number}".encode()).hexdigest()[:9]


def misleading_words(case: str) -> Iterator[str]:
    for word in random_words(case):
        yield MISLEADING[int(word[1:], 16) % len(MISLEADING)]


def rename(page: bytes, words: Iterator[str]) -> bytes:
    """A page with another word for each class and id."""

    def replace(match: re.Match[bytes]) -> bytes:
        return match[1] + b'="' + next(words).encode() + b'"'

    return TAG.sub(lambda tag: ATTRIBUTE.sub(replace, tag[0]), page)


def without(page: bytes) -> bytes:
    return TAG.sub(lambda tag: ATTRIBUTE.sub(b"", tag[0]), page)


def said(page: bytes, facts: dict[str, Any]) -> dict[str, Any]:
    (result,) = read_captures([Capture(**facts, body=page)])
    found = result.model_dump()
    del found["capture"]
    return found


@pytest.mark.parametrize("case", NEW)
def test_no_class_and_no_id_matters(case: str) -> None:
    page = (FIXTURES / case / "page.html").read_bytes()
    facts = json.loads((FIXTURES / case / "capture.json").read_text("utf-8"))
    wanted = said(page, facts)
    renamed = rename(page, random_words(case))
    assert renamed != page or b"class=" not in page.lower()
    assert said(renamed, facts) == wanted
    assert said(rename(page, misleading_words(case)), facts) == wanted
    assert said(without(page), facts) == wanted
