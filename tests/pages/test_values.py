"""What belongs to a label, and what is running text instead."""

from __future__ import annotations

import pytest
from lxml import html

from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.lines import Line
from osce_scraper.pages.text import open_text
from osce_scraper.pages.values import is_prose, read_values

TEXT = (
    "Nine keepers of lighthouses on the western shore met today to compare their logbooks, and "
    "found that the same ship had been counted nine times."
)
DATELINE = "BAKU, 5 May 2016 – Nine keepers met."


def lines_of(markup: str) -> list[Line]:
    return html_lines(html.document_fromstring(f"<body>{markup}</body>"), (), is_prose)[0]


def values(markup: str, label: str = "place") -> list[str]:
    lines = lines_of(markup)
    index = next(index for index, line in enumerate(lines) if line.label == label)
    return [line.text for line in read_values(lines, index)]


BODY = f"<p>{DATELINE}</p><p>{TEXT}</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Place:</dt><dd>BAKU</dd></dl>",
        "<dl><dt>Place</dt><dd>BAKU</dd></dl>",
        "<dl><div><dt>Place:</dt><dd>BAKU</dd></div></dl>",
        "<dl><dt><span>Place:</span></dt><dd><a href='/baku'>BAKU</a></dd></dl>",
        "<dl><dt>Place:</dt><dd>BAKU</dd><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>",
        "<ul><li>Place:</li><li>BAKU</li><li>Source:</li><li>OSCE Secretariat</li></ul>",
        "<table><tr><th>Place</th><td>BAKU</td></tr><tr><th>Source</th><td>x</td></tr></table>",
        "<table><tr><td>Place:</td><td><p>BAKU</p></td></tr></table>",
        "<div><div>Place</div><div>BAKU</div></div>",
        "<div><div>Place</div><div><div>BAKU</div></div></div>",
        "<div><div>Place:</div>BAKU</div>",
        "<p><strong>Place:</strong> BAKU</p>",
        "<p><strong>Place:</strong><br>BAKU<br><strong>Source:</strong> OSCE Secretariat</p>",
        "<div>Place:</div><div>BAKU</div><div>Source:</div><div>OSCE Secretariat</div>",
        "<DL><DT>PLACE:<DD>BAKU<DT>SOURCE:<DD>OSCE Secretariat</DL>",
    ],
)
def test_one_value_is_found_in_every_mark_up(markup: str) -> None:
    assert values(f"<h1>Title</h1>{markup}{BODY}") == ["BAKU"]


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Place:</dt><dd>BAKU</dd><dd>TBILISI</dd></dl>",
        "<dl><div><dt>Place:</dt><dd>BAKU</dd><dd>TBILISI</dd></div></dl>",
        "<ul><li>Place:</li><li>BAKU</li><li>TBILISI</li></ul>",
        "<div><div>Place</div><div><div>BAKU</div><div>TBILISI</div></div></div>",
        "<div><div>Place</div><ul><li>BAKU</li><li>TBILISI</li></ul></div>",
        "<DL><DT>Place:<DD>BAKU<DD>TBILISI</DL>",
    ],
)
def test_several_values_are_found_in_every_mark_up(markup: str) -> None:
    assert values(f"<h1>Title</h1>{markup}{BODY}") == ["BAKU", "TBILISI"]


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Place:</dt><dd></dd></dl>",
        "<dl><dt>Place:</dt><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>",
        "<dl><dt>Place:</dt><dd> &nbsp; </dd><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>",
        "<ul><li>Place:</li><li>Source:</li><li>OSCE Secretariat</li></ul>",
        "<ul><li>Place:</li><li></li></ul>",
        "<table><tr><th>Place</th><td></td></tr></table>",
        "<div><div>Place</div></div><div><div>Source</div><div>OSCE Secretariat</div></div>",
        "<p><strong>Place:</strong></p><p><strong>Source:</strong> OSCE Secretariat</p>",
        "<p><strong>Place:</strong><br><strong>Source:</strong> OSCE Secretariat</p>",
        "<p>Place:</p>",
    ],
)
@pytest.mark.parametrize("body", [BODY, f"<p>{TEXT}</p>", f"<h2>Summary</h2><p>{TEXT}</p>"])
def test_an_empty_value_takes_nothing_from_what_follows(markup: str, body: str) -> None:
    assert values(f"<h1>Title</h1>{markup}{body}") == []


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Fields of work:</dt><dd></dd></dl>",
        "<ul><li>Fields of work:</li></ul>",
        "<table><tr><th>Fields of work</th><td></td></tr></table>",
        "<div><div>Fields of work</div><div></div></div>",
    ],
)
def test_a_short_sentence_after_the_header_is_no_value(markup: str) -> None:
    body = f"<div><p>The meeting is postponed.</p><p>{TEXT}</p></div>"
    assert values(f"<h1>Title</h1>{markup}{body}", "fields") == []


def test_a_long_value_is_a_value() -> None:
    name = (
        "Personal Representative of the OSCE Chairperson-in-Office on the conflict dealt with by "
        "the OSCE Minsk Conference"
    )
    markup = f"<dl><dt>Source:</dt><dd>{name}</dd></dl>{BODY}"
    assert values(markup, "source") == [name]


def test_loose_words_do_not_hide_that_the_text_stands_in_the_box_of_the_label() -> None:
    header = "<div>Place:</div><div>BAKU</div><div>TBILISI</div>"
    assert values(f"<h1>Title</h1><font>{header} and so on <p>{TEXT}</p></font>") == ["BAKU"]
    assert values(f"<h1>Title</h1><font>{header} and so on </font><p>{TEXT}</p>") == [
        "BAKU",
        "TBILISI",
    ]


def test_a_text_capture_gives_all_items_below_a_label() -> None:
    text = f"- Place:\n- BAKU\n- Fields of work:\n- Policing\n- Youth\n{DATELINE}\n- one\n- two"
    lines = open_text(text).lines
    assert [line.text for line in read_values(lines, 0)] == ["BAKU"]
    assert [line.text for line in read_values(lines, 2)] == ["Policing", "Youth"]


def test_a_text_capture_gives_the_line_below_a_label() -> None:
    text = f"Дата:\nPlace:\nБАКУ\nFields of work:\nPolicing, Rule of law , Youth\n\n{TEXT}\n{TEXT}"
    lines = open_text(text).lines
    assert [line.text for line in read_values(lines, 0)] == []
    assert [line.text for line in read_values(lines, 1)] == ["БАКУ"]
    assert [line.text for line in read_values(lines, 3)] == ["Policing, Rule of law , Youth"]


@pytest.mark.parametrize("markup", [f"<p>{TEXT}</p>", f"<div>{TEXT}</div>", f"<p>{DATELINE}</p>"])
def test_a_paragraph_is_running_text(markup: str) -> None:
    assert [is_prose(line) for line in lines_of(markup)] == [True]


@pytest.mark.parametrize(
    "markup",
    [
        f"<h2>{TEXT}</h2>",
        f"<p><a href='/a'>{TEXT}</a></p>",
        f"<dl><dd>{TEXT}</dd></dl>",
        "<p>Press release</p>",
        "<p>BAKU</p>",
        "<p>5 May 2016</p>",
        "<p>Place:</p>",
    ],
)
def test_headings_links_and_values_are_no_running_text(markup: str) -> None:
    assert [is_prose(line) for line in lines_of(markup)] == [False]
