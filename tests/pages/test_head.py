"""The head of a release: labels with their values, whatever the mark-up, and where text begins."""

from __future__ import annotations

import pytest
from lxml import html

from osce_scraper.pages.head import Head, read_head
from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.text import open_text
from osce_scraper.pages.values import is_prose

TITLE = "Lighthouse keepers compare logbooks"
OSCE = "OSCE Secretariat"
TEXT = (
    "Nine keepers of lighthouses on the western shore met today to compare their logbooks, and "
    "found that the same ship had been counted nine times."
)
DATELINE = f"BAKU, 5 May 2016 – {TEXT}"
BODY = f"<p>{DATELINE}</p><p>{TEXT}</p>"
DL = (
    "<dl><dt>Date:</dt><dd><time datetime='2016-05-05'>5 May 2016</time></dd><dt>Place:</dt>"
    "<dd>BAKU</dd><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>"
)


def read(markup: str) -> tuple[Head, str | None]:
    """The head, and the first words of the text that follows it."""
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    lines, _ = html_lines(root, (), is_prose)
    title = next((i for i, line in enumerate(lines) if line.level == 1), -1)
    head = read_head(lines, title)
    return head, lines[head.start].text if head.start < len(lines) else None


def read_text(text: str) -> tuple[Head, str]:
    lines = open_text(text).lines
    head = read_head(lines, next(i for i, line in enumerate(lines) if line.text == TITLE))
    return head, lines[head.start].text


def words(head: Head) -> dict[str, list[str]]:
    return {label: [line.text for line in values] for label, values in head.values.items()}


@pytest.mark.parametrize(
    "between",
    [
        "",
        "<div><ul><li><a href='/f'>Facebook</a></li><li><a href='/x'>X</a></li></ul></div>",
        "<div><img src='/a.jpg'><p>Nine boats. (OSCE/Aydan Quliyeva) Photo details</p></div>",
        "<p>A boat at the pier, seen from the lighthouse of the western shore (Aydan Q/OSCE)</p>",
        "<figure><img src='/a.jpg'><figcaption>Nine boats.</figcaption></figure>",
    ],
)
@pytest.mark.parametrize("type_line", ["<p>Press release</p>", "<span>PRESS RELEASE</span>", ""])
def test_the_text_begins_with_the_dateline(type_line: str, between: str) -> None:
    head, first = read(f"{type_line}<h1>{TITLE}</h1>{DL}{between}{BODY}")
    assert words(head) == {"date": ["5 May 2016"], "place": ["BAKU"], "source": [OSCE]}
    assert (head.type_line or "").casefold() in {"press release", ""}
    assert bool(head.type_line) == bool(type_line)
    assert first == DATELINE


@pytest.mark.parametrize(
    ("missing", "labels"),
    [
        ("<dt>Date:</dt><dd><time datetime='2016-05-05'>5 May 2016</time></dd>", "place source"),
        ("<dt>Place:</dt><dd>BAKU</dd>", "date source"),
        ("<dt>Source:</dt><dd>OSCE Secretariat</dd>", "date place"),
    ],
)
def test_a_label_that_the_page_lacks_is_not_there(missing: str, labels: str) -> None:
    markup = DL.replace(missing, "")
    assert markup != DL
    head, first = read(f"<h1>{TITLE}</h1>{markup}{BODY}")
    assert sorted(head.values) == labels.split()
    assert first == DATELINE


def test_an_empty_label_is_there_without_a_value() -> None:
    head, _ = read(f"<h1>{TITLE}</h1>{DL.replace('BAKU', '')}{BODY}")
    assert words(head)["place"] == []


@pytest.mark.parametrize(
    ("label", "words_on_page"),
    [
        ("date", ["Date", "Issued on", "Publishing date", "Дата", "Дата публикации"]),
        ("place", ["Place", "Location", "Locations"]),
        ("source", ["Source", "Issued by", "Where we are", "Источник"]),
        ("fields", ["Fields of work", "What we do", "Что мы делаем"]),
    ],
)
def test_every_label_that_was_seen_is_known(label: str, words_on_page: list[str]) -> None:
    for word in words_on_page:
        for written in (word, f"{word}:", f"{word} :", word.upper(), f"{word}:\u00a0"):
            head, _ = read(f"<h1>{TITLE}</h1><dl><dt>{written}</dt><dd>Eins</dd></dl>{BODY}")
            assert words(head) == {label: ["Eins"]}, written


def test_the_first_of_two_equal_labels_stands() -> None:
    head, _ = read(f"<h1>{TITLE}</h1>{DL}{DL.replace('BAKU', 'TBILISI')}{BODY}")
    assert words(head)["place"] == ["BAKU"]


@pytest.mark.parametrize(
    "advice",
    [
        "<p>Date: 9 May 2016</p><p>Place: the old town hall</p><p>Source: the river</p>",
        "<p><strong>Date:</strong> 9 May 2016<br><strong>Place:</strong> the old town hall</p>",
        "<p><b>Source:</b></p><p>the river</p>",
        "<dl><dt>Date:</dt><dd>9 May 2016</dd><dt>Place:</dt><dd>the old town hall</dd></dl>",
        "<ul><li>Date: 9 May 2016</li><li>Place: the old town hall</li></ul>",
        "<table><tr><th>Date</th><td>9 May 2016</td></tr></table>",
    ],
)
@pytest.mark.parametrize("header", [DL, ""])
def test_labels_below_the_dateline_are_text(header: str, advice: str) -> None:
    head, first = read(f"<h1>{TITLE}</h1>{header}<p>{DATELINE}</p>{advice}<p>{TEXT}</p>")
    assert first == DATELINE
    assert words(head).get("place", ["BAKU"]) == ["BAKU"]
    assert words(head).get("date", ["5 May 2016"]) == ["5 May 2016"]
    assert bool(head.values) == bool(header)


def test_labels_above_the_title_are_not_the_release_s() -> None:
    event = "<div><p>Date: 9 May 2016</p><p>Place: TBILISI</p></div>"
    head, _ = read(f"{event}<h1>{TITLE}</h1>{DL}{BODY}")
    assert words(head)["place"] == ["BAKU"]


def test_the_old_layout_has_a_line_of_place_and_date() -> None:
    caption = "Nine boats at the pier. (OSCE/Aydan Quliyeva) Photo details"
    head, first = read_text(f"Newsroom\n{TITLE}\nBAKU 5 May 2016\n{caption}\n{DATELINE}\n{TEXT}")
    assert head.place_and_date is not None
    assert (head.place_and_date.place, head.place_and_date.date_raw) == ("BAKU", "5 May 2016")
    assert (head.type_line, head.values, first) == (None, {}, DATELINE)


def test_a_bare_page_begins_with_its_dateline() -> None:
    head, first = read_text(f"{TITLE}\n\n{DATELINE}\n{TEXT}")
    assert (head.type_line, head.values, head.place_and_date, first) == (None, {}, None, DATELINE)


@pytest.mark.parametrize("type_line", ["<p>Press release</p>", ""])
def test_a_dateline_may_stand_in_a_line_of_its_own(type_line: str) -> None:
    head, first = read(
        f"{type_line}<h1>{TITLE}</h1>{DL}<p><strong>BAKU, 5 May 2016</strong><br>{TEXT}</p>"
    )
    assert words(head) == {"date": ["5 May 2016"], "place": ["BAKU"], "source": [OSCE]}
    assert (head.dateline is not None, first) == (True, "BAKU, 5 May 2016")


@pytest.mark.parametrize("alone", ["BAKU", "In Baku, 5 May 2016", "Baku, an old town"])
def test_other_short_lines_above_the_text_are_no_dateline(alone: str) -> None:
    head, _ = read(f"<h1>{TITLE}</h1>{DL}<p>{alone}</p><p>{TEXT}</p>")
    assert head.dateline is None


@pytest.mark.parametrize(
    "shown",
    [
        "<span class='date-display-single'>5 May 2016</span>",
        "<p><time datetime='2016-05-05T08:00:00Z'>5 May 2016</time></p>",
        "<div><time datetime='2016-05-05'></time></div>",
    ],
)
def test_a_date_alone_below_the_title_is_shown(shown: str) -> None:
    head, first = read(f"<h1>{TITLE}</h1><div>{shown}</div>{BODY}")
    assert head.shown_date is not None
    assert head.shown_date.text in {"5 May 2016", ""}
    assert first == DATELINE


def test_a_text_capture_of_the_new_layout_is_read() -> None:
    head, first = read_text(
        f"Press release\n{TITLE}\n- Date:\n- Place:\n- BAKU\n- Source:\n- {OSCE}\n"
        f"- Fields of work:\n- Policing\n- Youth\n{DATELINE}\n{TEXT}"
    )
    assert head.type_line == "Press release"
    assert words(head) == {
        "date": [],
        "place": ["BAKU"],
        "source": [OSCE],
        "fields": ["Policing", "Youth"],
    }
    assert first == DATELINE


@pytest.mark.parametrize(
    "first",
    ["The meeting is postponed.", "Nine keepers met today.", "Coffee was served at ten o'clock."],
)
def test_a_short_first_paragraph_after_the_header_is_text(first: str) -> None:
    _, found = read(f"<p>News Item</p><h1>{TITLE}</h1>{DL}<p>{first}</p><p>{TEXT}</p>")
    assert found == first


def test_a_heading_after_the_header_is_text() -> None:
    _, found = read(f"<p>Daily report</p><h1>{TITLE}</h1>{DL}<h2>Summary</h2><p>{TEXT}</p>")
    assert found == "Summary"
