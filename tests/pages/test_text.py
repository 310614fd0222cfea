"""A text capture is taken apart into menu, lines and pictures."""

from __future__ import annotations

import pytest

from osce_scraper.pages.lines import Picture
from osce_scraper.pages.text import TextPage, open_text
from osce_scraper.taxonomy.vocabulary import vocabulary

MENU = [f"- {term.label}" for term in vocabulary().terms if term.in_menu]
RELEASE = (
    "Press release\nA new bridge opens\n- Date:\n- Place:\n- BAKU\n"
    "BAKU, 5 May 2016 – A bridge opened today.\nAbout us\n- one item\n"
)


def texts(page: TextPage) -> list[str]:
    return [line.text for line in page.lines]


def test_the_menu_of_the_site_ends_with_about_us() -> None:
    assert MENU[-1] == "- About us"


def test_the_menu_is_cut_off_at_its_last_entry() -> None:
    page = open_text("\n".join([*MENU, RELEASE]))
    assert page.menu == MENU
    assert texts(page) == texts(open_text(RELEASE))


def test_nothing_is_cut_where_there_is_no_menu() -> None:
    page = open_text(RELEASE)
    assert page.menu == []
    assert texts(page)[:2] == ["Press release", "A new bridge opens"]
    assert texts(page)[-2:] == ["About us", "one item"]


def test_a_capture_that_ends_within_its_menu_holds_nothing_else() -> None:
    page = open_text("\n".join(MENU[:60]))
    assert page.menu == MENU[:60]
    assert page.lines == []


@pytest.mark.parametrize("space", ["\n", "\r\n", "\n\n", "\n \n\t\n"])
def test_blank_lines_and_line_ends_do_not_matter(space: str) -> None:
    page = open_text(f"\ufeffPress release{space}A  title\u00a0here {space}")
    assert texts(page) == ["Press release", "A title here"]


@pytest.mark.parametrize(
    ("raw", "kind", "text"),
    [
        ("- Policing", "item", "Policing"),
        ("  • Policing", "item", "Policing"),
        ("* Policing", "item", "Policing"),
        ("## Summary", "heading", "Summary"),
        ("A plain line – with a dash", "text", "A plain line – with a dash"),
        ("– spoken words", "text", "– spoken words"),
        ("-15 degrees", "text", "-15 degrees"),
        ("BAKU, 5 May 2016 - Text", "text", "BAKU, 5 May 2016 - Text"),
    ],
)
def test_a_line_is_an_item_a_heading_or_text(raw: str, kind: str, text: str) -> None:
    (line,) = open_text(raw).lines
    assert (line.kind, line.text) == (kind, text)


def test_a_lone_hyphen_is_no_line() -> None:
    assert texts(open_text("-\nOne\n -\n- Two")) == ["One", "Two"]


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("- Date:", "date"),
        ("Дата:", "date"),
        ("- Issued on:", "date"),
        ("Place:", "place"),
        ("Источник:", "source"),
        ("- Issued by:", "source"),
        ("Fields of work:", "fields"),
        ("Fields of work: Policing", None),
        ("The date: a fruit", None),
    ],
)
def test_a_line_knows_whether_it_is_a_label(raw: str, label: str | None) -> None:
    (line,) = open_text(raw).lines
    assert line.label == label


def test_pictures_in_markdown_are_no_text() -> None:
    url = "https://www.osce.org/files/imagecache/a.jpg?15"
    page = open_text(
        f"Before\n[![A boat]({url})]\nA [boat](https://www.osce.org/b) passed\n![]({url})"
    )
    assert page.pictures == [Picture(1, url, None), Picture(2, url, None)]
    assert texts(page) == ["Before", "A boat passed"]


def test_an_empty_text_is_an_empty_page() -> None:
    page = open_text("")
    assert (page.menu, page.lines, page.pictures) == ([], [], [])
