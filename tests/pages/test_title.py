"""The title is the page's own heading, else what its meta data say."""

from __future__ import annotations

import pytest

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.pages.page import Page, open_page
from osce_scraper.pages.title import find_title, read_title

TITLE = "Lighthouse keepers compare logbooks"
TEXT = "BAKU, 5 May 2016 – Nine keepers of lighthouses met today to compare their logbooks."


def html_page(body: str, head: str = "") -> Page:
    markup = f"<html><head>{head}</head><body>{body}<p>{TEXT}</p></body></html>"
    return open_page(Capture(url=None, status=None, body=markup.encode()))


def text_page(text: str) -> Page:
    return open_page(Capture(url=None, status=None, text=text))


def title_of(page: Page, type_line: str | None = None) -> str:
    return read_title(page, find_title(page), type_line)


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>{TITLE}</h1>",
        f"<H1>{TITLE}</H1>",
        f"<h1><a href='/a'><span>{TITLE}</span></a></h1>",
        "<h1>\n Lighthouse&nbsp;keepers <em>compare</em>\n logbooks </h1>",
        f"<h1>{TITLE}<!-- here --></h1>",
        f"<header><p>Press release</p><h1>{TITLE}</h1></header>",
        f"<h2>Newsroom</h2><h1>{TITLE}</h1><h2>Summary</h2>",
        f"<h1>{TITLE}</h1><h1>Related</h1>",
        "<h1>Lighthouse keepers<br>compare logbooks</h1>",
        "<h1>Lighthouse keepers <br/> <small>compare logbooks</small></h1>",
        "<h1><div>Lighthouse keepers</div> <div>compare logbooks</div></h1>",
    ],
)
def test_the_heading_is_the_title(body: str) -> None:
    assert title_of(html_page(body)) == TITLE


@pytest.mark.parametrize(
    "head",
    [
        f"<meta property='og:title' content='{TITLE}'>",
        f"<title>{TITLE} | OSCE</title>",
        f"<title>{TITLE.upper()}</title>",
        f"<title>{TITLE} – OSCE Secretariat</title>",
    ],
)
def test_of_several_headings_the_meta_data_choose(head: str) -> None:
    assert title_of(html_page(f"<h1>The OSCE</h1><h1>{TITLE}</h1>", head)) == TITLE


@pytest.mark.parametrize("tag", ["h2", "h3", "p", "div"])
def test_the_meta_data_find_a_title_that_is_no_heading(tag: str) -> None:
    page = html_page(f"<{tag}>{TITLE}</{tag}>", f"<meta property='og:title' content='{TITLE}'>")
    assert find_title(page) == 0
    assert title_of(page) == TITLE


def test_the_meta_data_are_the_title_where_no_line_is() -> None:
    page = html_page("", f"<meta property='og:title' content='{TITLE}'>")
    assert find_title(page) == -1
    assert title_of(page) == TITLE


@pytest.mark.parametrize("head", ["", "<title></title>", "<title> | OSCE</title>"])
def test_a_page_without_a_title_is_refused(head: str) -> None:
    page = html_page("", head)
    with pytest.raises(PageRefusedError) as refused:
        title_of(page)
    assert refused.value.reason == "no_title"


def test_the_type_line_is_no_title() -> None:
    page = html_page("<h1>Press release</h1>")
    with pytest.raises(PageRefusedError) as refused:
        title_of(page, "Press release")
    assert refused.value.reason == "no_title"


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n{TEXT}",
        f"\n{TITLE}\n\n{TEXT}",
        f"Newsroom\n{TITLE}\nBAKU 5 May 2016\n{TEXT}",
        f"Press release\n{TITLE}\n- Date:\n- Place:\n- BAKU\n{TEXT}",
        f"Skip Links\n\nPress release\n\n{TITLE}\n\nДата:\nPlace:\nБАКУ\n{TEXT}",
        f"News Item\n{TITLE}\n- Issued on:\n- Issued by:\n- OSCE Secretariat\n{TEXT}",
        f"# {TITLE}\n{TEXT}",
    ],
)
def test_a_text_capture_has_its_title_above_header_or_text(text: str) -> None:
    assert title_of(text_page(text)) == TITLE


@pytest.mark.parametrize(
    "text", [TEXT, f"Newsroom\n{TEXT}", f"Press release\n- Date:\n- Place:\n- BAKU\n{TEXT}"]
)
def test_a_text_capture_without_a_title_is_refused(text: str) -> None:
    page = text_page(text)
    with pytest.raises(PageRefusedError) as refused:
        title_of(page)
    assert refused.value.reason == "no_title"
