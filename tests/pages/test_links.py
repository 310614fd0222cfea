"""What a page links to, and what its head declares."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.etree import SubElement
from lxml.html import HtmlElement

from osce_scraper.articles import Article
from osce_scraper.items import Attachment, Capture, Image, Translation
from osce_scraper.normalise.addresses import canonical_url, node_id
from osce_scraper.pages.article import read_article
from osce_scraper.pages.files import is_file
from osce_scraper.pages.lines import Picture
from osce_scraper.pages.links import (
    absolute,
    find_translations,
    find_versions,
    language_of,
    read_attachments,
    read_images,
)
from osce_scraper.pages.meta import Meta, read_meta
from osce_scraper.pages.page import open_page

BASE = "https://www.osce.org/baku/231234"
TITLE = "Lighthouse keepers compare logbooks"
TEXT = (
    "BAKU, 5 May 2016 – Nine keepers of lighthouses on the western shore met today to compare "
    "their logbooks."
)
BROKEN = ("http://[", "http://[/a.pdf", "//[::/a.jpg", "https://www.osce.org:port/a.pdf?x")


def box(markup: str) -> HtmlElement:
    return html.document_fromstring(f"<html><body>{markup}</body></html>")


def meta(head: str, attributes: str = "", base: str = BASE) -> Meta:
    markup = f"<html {attributes}><head>{head}</head><body><p>x</p></body></html>"
    return read_meta(html.document_fromstring(markup), base)


def read(markup: str, head: str = "", url: str | None = BASE) -> Article:
    page = f"<html lang='en'><head>{head}</head><body>{markup}</body></html>".encode()
    return read_article(open_page(Capture(url=url, status=None, body=page)))


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a.pdf", "https://www.osce.org/a.pdf"),
        (" /a.pdf\n", "https://www.osce.org/a.pdf"),
        ("a.pdf", "https://www.osce.org/baku/a.pdf"),
        ("//files.example/a.pdf", "https://files.example/a.pdf"),
        ("https://files.example/a.pdf?x=1", "https://files.example/a.pdf?x=1"),
        ("", ""),
        ("  ", ""),
        (None, ""),
        ("http://[", ""),
    ],
)
def test_an_address_is_made_absolute(href: str | None, url: str) -> None:
    assert absolute(BASE, href) == url


@given(st.sampled_from([BASE, "http://127.0.0.1:8000/x", ""]), st.data())
def test_an_address_that_a_page_gives_of_itself_is_left_as_it_is(
    base: str, data: st.DataObject
) -> None:
    parts = st.sampled_from(
        ["https://", "http://", "www.osce.org", "/", "/baku", ":", "a", "_", "."]
    )
    href = data.draw(st.lists(parts, max_size=8).map("".join))
    try:
        expected = urljoin(base, href) if href else ""
        urlsplit(expected).port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        expected = ""
    assert absolute(base, href) == expected


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("sr-Latn", "sr"),
        ("ru_RU", "ru"),
        (" uk ", "uk"),
        ("x-default", None),
        ("und", None),
        ("", None),
        ("english", None),
        ("e", None),
    ],
)
def test_a_language_tag_names_a_language(tag: str, language: str | None) -> None:
    assert language_of(tag) == language


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/sites/default/files/f/documents/a/b/231234.pdf", True),
        ("/files/f/documents/a/b/70293.PDF", True),
        ("/files/table.xlsx?x=1", True),
        ("https://www.osce.org/ro/odihr/elections/70293?download=true", True),
        ("/baku/231234", False),
        ("/baku/pdf", False),
        ("/files/imagecache/a.jpg?15", False),
        ("/press-releases?download=false", False),
    ],
)
def test_a_file_is_known_by_its_address(url: str, expected: bool) -> None:
    assert is_file(url) is expected


def test_files_have_address_title_and_media_type() -> None:
    markup = (
        "<a href='/files/a.pdf'>The <b>common</b>\n logbook (PDF)</a><a href='/files/b.docx'></a>"
        "<a href='/ro/odihr/70293?download=true'>Raport</a><a href='/baku'>Baku</a>"
    )
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert read_attachments(box(markup), BASE) == [
        Attachment(
            url="https://www.osce.org/files/a.pdf",
            title="The common logbook (PDF)",
            media_type="application/pdf",
        ),
        Attachment(url="https://www.osce.org/files/b.docx", title=None, media_type=office),
        Attachment(
            url="https://www.osce.org/ro/odihr/70293?download=true", title="Raport", media_type=None
        ),
    ]


def test_a_file_that_is_linked_twice_is_one() -> None:
    markup = "<a href='/a.pdf'>First</a><a href='https://www.osce.org/a.pdf'>Second</a>"
    assert [file.title for file in read_attachments(box(markup), BASE)] == ["First"]


def test_a_page_without_a_box_has_no_files() -> None:
    assert read_attachments(None, BASE) == []


@pytest.mark.parametrize("base", [BASE, ""])
@pytest.mark.parametrize("href", BROKEN)
def test_a_broken_address_does_no_harm(href: str, base: str) -> None:
    link = f"<a href='{href}' hreflang='ru'>x</a>"
    assert read_attachments(box(link + "<a href='https://x.example/a.pdf'>x</a>"), base)
    assert isinstance(read_images([Picture(0, href, None)], {}, base), list)
    assert isinstance(find_translations(list(box(link).iter("a")), base, "en"), list)
    assert isinstance(meta(f"<link rel='canonical' href='{href}'>", base=base), Meta)


@pytest.mark.parametrize("url", [BASE, None])
@pytest.mark.parametrize("href", BROKEN)
def test_a_broken_address_costs_no_record(href: str, url: str | None) -> None:
    broken = f"<p><img src='{href}'></p><p><a href='{href}'>x</a></p>"
    article = read(f"<div><h1>{TITLE}</h1><p>{TEXT}</p>{broken}</div>", url=url)
    assert article.paragraphs[0] == TEXT


def test_pictures_have_an_absolute_address_and_a_caption() -> None:
    pictures = [Picture(0, "/a.jpg?15", "Boats."), Picture(1, "https://x.example/b.jpg", None)]
    assert read_images(pictures, {0: "Nets.", 1: "Rope.", 2: "Sails."}, BASE) == [
        Image(url="https://www.osce.org/a.jpg?15", caption="Boats."),
        Image(url="https://x.example/b.jpg", caption="Rope."),
    ]


def test_a_picture_that_is_shown_twice_is_one() -> None:
    pictures = [Picture(0, "/a.jpg", None), Picture(1, "/a.jpg", None)]
    assert len(read_images(pictures, {}, BASE)) == 1


def test_a_picture_within_the_address_is_none() -> None:
    assert read_images([Picture(0, "data:image/gif;base64,R0lG", None)], {}, BASE) == []


def test_only_pictures_and_files_of_the_release_are_its_own() -> None:
    article = read(
        "<header><img src='/logo.svg'><a href='/terms.pdf'>Terms</a></header>"
        f"<article><h1>{TITLE}</h1><figure><img src='/a.jpg'><figcaption>Boats.</figcaption>"
        f"</figure><p>{TEXT}</p><p><a href='/files/a.pdf'>Logbook</a></p></article>"
        "<section><h2>Related</h2><a href='/x/1'><img src='/b.jpg'><h3>Wells</h3></a></section>"
        "<footer><a href='/files/annual.pdf'>Annual report</a></footer>"
    )
    assert [(image.url, image.caption) for image in article.images] == [
        ("https://www.osce.org/a.jpg", "Boats.")
    ]
    assert [file.url for file in article.attachments] == ["https://www.osce.org/files/a.pdf"]


@pytest.mark.parametrize(
    "links",
    [
        (
            "<link rel='alternate' hreflang='ru' href='/ru/baku/231234'>"
            "<link rel='alternate' hreflang='en' href='/baku/231234'>"
            "<link rel='alternate' hreflang='x-default' href='/baku/231234'>"
        ),
        "<LINK HREFLANG=ru-RU HREF='https://www.osce.org/ru/baku/231234' REL=ALTERNATE>",
    ],
)
def test_the_head_names_translations(links: str) -> None:
    article = read(f"<h1>{TITLE}</h1><p>{TEXT}</p>", links)
    assert article.translations == [
        Translation(language="ru", url="https://www.osce.org/ru/baku/231234")
    ]


def test_a_language_switcher_names_translations() -> None:
    switcher = (
        "<ul><li><a hreflang='en' href='/baku/231234'>English</a></li>"
        "<li><a hreflang='ru' href='/ru/baku/231234'>Русский</a></li>"
        "<li><a hreflang='az' href='/az/baku/231234'>Azərbaycanca</a></li></ul>"
    )
    article = read(f"{switcher}<h1>{TITLE}</h1><p>{TEXT}</p>")
    assert [one.language for one in article.translations] == ["ru", "az"]


@pytest.mark.parametrize("href", ["/ru", "https://www.osce.org/ru/", "https://x.example/1234567"])
def test_a_front_page_or_another_site_is_no_translation(href: str) -> None:
    article = read(f"<h1>{TITLE}</h1><a hreflang='ru' href='{href}'>Русский</a><p>{TEXT}</p>")
    assert article.translations == []


PIECES = st.sampled_from(
    ["/", "//", "ru", "az", "baku", "231234", "1", "%32", "31234", "%2F", "?", "#", "..", ".", ";"]
    + [
        " ",
        "\t",
        "\n",
        "\u00a0",
        "é",
        "mailto:",
        "MAILTO:",
        "tel:",
        "javascript:",
        "https:",
        "http:",
    ]
    + ["https://www.osce.org", "//osce.org", "https://x.example", "/ru/baku/231234", ":", "\u3000"]
    + ["https://web.archive.org/web/20100101000000/https://www.osce.org", "/az/node/231234"]
)


@given(st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=4))
def test_a_version_is_found_whatever_else_the_page_links_to(hrefs: list[str]) -> None:
    root = box("")
    for href in hrefs:
        SubElement(root, "a", href=href)
    urls = [canonical_url(absolute(BASE, href)) for href in hrefs]
    told = [
        (match[1], url)
        for url in urls
        if url and node_id(url) == 231234 and url != BASE
        if (match := re.match("https://[^/]*/([a-z]{2})/.", url))
    ]
    found = [(one.language, one.url) for one in find_versions(root, BASE, None)]
    assert dict(found) == dict(reversed(told))  # of a language the first


FILES = PIECES | st.sampled_from([".pdf", "a.DOCX", ".zi", "p", "?download=true", "DOWNLOAD=True"])


@given(st.lists(st.lists(FILES, max_size=6).map("".join), max_size=4))
def test_a_file_is_found_whatever_else_the_page_links_to(hrefs: list[str]) -> None:
    root = box("")
    for href in hrefs:
        SubElement(root, "a", href=href)
    urls = [url for href in hrefs if is_file(url := absolute(BASE, href))]
    assert [file.url for file in read_attachments(root, BASE)] == list(dict.fromkeys(urls))


def test_a_feed_is_no_translation() -> None:
    feed = "<link rel='alternate' type='application/rss+xml' href='/press-releases/rss'>"
    assert meta(feed).translations == ()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"<meta property='og:title' content='{TITLE}'><title>Else</title>", TITLE),
        (f"<META CONTENT='{TITLE}' NAME='OG:TITLE'>", TITLE),
        (f"<title>\n {TITLE}  | OSCE\n</title>", TITLE),
        (f"<title>{TITLE} | ОБСЕ</title>", TITLE),
        ("<title>Boats | Ropes</title>", "Boats | Ropes"),
        ("<title>The OSCE – a history</title>", "The OSCE – a history"),
        ("<title></title>", None),
        ("", None),
    ],
)
def test_the_title_is_without_the_name_of_the_site(head: str, title: str | None) -> None:
    assert meta(head).title == title


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("<meta property='article:published_time' content='2016-05-05T09:00:00+04:00'>", "2016"),
        ("<meta name='dcterms.date' content='2016-05-05'>", "2016"),
        ("<meta name='DC.date' content='2016-05-05'>", "2016"),
        ("<meta name='date' content='2016-05-05'>", "2016"),
        ("<meta name='date' content=''>", None),
        ("<meta property='article:modified_time' content='2024-01-01'>", None),
        ("<meta name='viewport' content='2016-05-05'>", None),
    ],
)
def test_the_head_may_name_the_date(head: str, date: str | None) -> None:
    found = meta(head).date
    assert found is None if date is None else str(found).startswith(date)


@pytest.mark.parametrize(
    ("attributes", "language"),
    [("lang='en'", "en"), ("lang='ru-RU'", "ru"), ("xml:lang='uk'", "uk"), ("lang='und'", None)],
)
def test_the_page_declares_its_language(attributes: str, language: str | None) -> None:
    assert meta("", attributes).language == language


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='/baku/231234'>", "https://www.osce.org/baku/231234"),
        (
            "<link rel='shortlink canonical' href='/node/231234'>",
            "https://www.osce.org/node/231234",
        ),
        ("<meta property='og:url' content='/baku/231234'>", "https://www.osce.org/baku/231234"),
        ("<link rel='shortlink' href='/node/231234'>", None),
    ],
)
def test_the_head_names_the_page_s_own_address(head: str, url: str | None) -> None:
    assert meta(head).canonical == url


@pytest.mark.parametrize(
    ("own", "url"),
    [
        ("https://www.osce.org/baku/231234", "https://www.osce.org/baku/231234"),
        ("https://www.osce.org/node/231234", "https://www.osce.org/node/231234"),
        ("https://www.osce.org/", None),
        ("https://www.osce.org/baku/999999", None),
    ],
)
def test_an_own_address_counts_only_where_it_is_the_same_page(own: str, url: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><p>{TEXT}</p>", f"<link rel='canonical' href='{own}'>")
    assert article.canonical_url == url


BASES = st.sampled_from(
    [BASE, "https://www.osce.org", "https://osce.org:80/x", "https://a.b/c/../d?x=1", "x:/y", ""]
)
PARTS = st.sampled_from(["/", "a", "..", ".", "b.pdf", "-", "_", "?", "x:", "//", "A", "9", "%20"])


@given(BASES, st.lists(PARTS, min_size=1, max_size=6).map("".join))
def test_an_address_is_the_one_that_the_standard_gives(base: str, href: str) -> None:
    try:
        url = urljoin(base, href)
        urlsplit(url).port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        url = ""
    assert absolute(base, href) == url
