"""The kind of page is what the page itself says at its title."""

from __future__ import annotations

import pytest
from lxml import html

from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.kind import find_type_line, find_unknown_type
from osce_scraper.pages.lines import Line

H1 = "<h1>Lighthouse keepers compare logbooks</h1>"
HEADER = "<dl><dt>Place:</dt><dd>BAKU</dd><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>"


def read(markup: str) -> tuple[list[Line], int]:
    lines, _ = html_lines(html.document_fromstring(f"<html><body>{markup}</body></html>"))
    return lines, next(index for index, line in enumerate(lines) if line.level == 1)


@pytest.mark.parametrize(
    "word",
    [
        *("Press release", "Press statement", "News", "News Item", "Spot report"),
        *("Daily report", "Weekly report", "Statement", "Пресс-релиз", "PRESS RELEASE"),
        *("Story", "Speech", "Event", "Document", "Photo", "Report"),
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "<p>{}</p>" + H1,
        "<div><span class='k'>{}</span></div>" + H1,
        "<header><div>{}</div>" + H1 + "</header>",
        "<div><a href='/press-releases'>{}</a></div>" + H1,
        "<p>{}</p><div><img src='/a.jpg'></div>" + H1,
        "<ol><li><a href='/'>Home</a></li></ol><p>{}</p>" + H1,
        H1 + "<p>{}</p>",
        H1 + "<p><b>{}</b></p>",
    ],
)
def test_the_type_line_stands_at_the_title(around: str, word: str) -> None:
    assert find_type_line(*read(f"{around.format(word)}{HEADER}")) == word


@pytest.mark.parametrize(
    "markup",
    [
        f"{H1}{HEADER}",
        f"<div class='breadcrumb'>Newsroom</div>{H1}",
        f"<p>News</p><div>Newsroom</div>{H1}",
        f"<ol><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ol>{H1}",
        f"<ul><li><a href='/events'>Event</a></li><li><a href='/d'>Document</a></li></ul>{H1}",
        f"<p>A press release is a text.</p>{H1}",
        f"{H1}<p>5 May 2016</p><p>Report</p>",
        f"<section><p>Event</p><h3><a href='/x/1'>Nine wells</a></h3></section><main>{H1}</main>",
        f"{H1}<p>Text</p><h3>Related</h3><p>Press release</p><p>Event</p>",
    ],
)
def test_crumbs_menus_and_teasers_are_no_type_line(markup: str) -> None:
    assert find_type_line(*read(markup)) is None


def test_the_word_next_to_the_title_goes_before_one_above_it() -> None:
    assert find_type_line(*read(f"<p>News</p><p>Press statement</p>{H1}")) == "Press statement"


def test_a_type_that_no_list_knows_is_found_right_above_the_title() -> None:
    assert find_unknown_type(*read(f"<div><p>Media advisory</p>{H1}</div>")) == "Media advisory"


@pytest.mark.parametrize(
    "markup",
    [
        H1,
        f"<div><p>Newsroom</p>{H1}</div>",
        f"<div><p><a href='/x'>Media advisory</a></p>{H1}</div>",
        f"<div><p>Skip to main content</p></div><div>{H1}</div>",
        f"<div><p>One cookie is set.</p></div><div>{H1}</div>",
        f"<div><p>OSCE, Wallnerstrasse 6, Vienna</p>{H1}</div>",
        f"<div><p>Here you find all that we have published this year</p>{H1}</div>",
    ],
)
def test_other_words_above_the_title_are_no_type(markup: str) -> None:
    assert find_unknown_type(*read(markup)) is None
