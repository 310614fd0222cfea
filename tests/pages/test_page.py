"""A capture is opened once, whatever it holds, or refused with a reason."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture, PressRelease, Rejected
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import MAX_BYTES, check_capture, open_page
from osce_scraper.reading import read_captures
from osce_scraper.taxonomy.vocabulary import vocabulary

URL = "https://www.osce.org/baku/231234"
TITLE = "Lighthouse keepers compare logbooks"
TEXT = "BAKU, 5 May 2016 – Nine keepers of lighthouses met today to compare their logbooks."
MORE = "Nine keepers counted the same ship on a clear night, and each wrote it in the logbook. "
RELEASE = f"<html><head></head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>"


def capture_of(
    body: bytes | str, url: str | None = URL, content_type: str | None = None
) -> Capture:
    content = body.encode() if isinstance(body, str) else body
    return Capture(url=url, status=200, body=content, content_type=content_type)


def result_of(capture: Capture) -> PressRelease | Rejected:
    (result,) = read_captures([capture])
    return result


def reason(capture: Capture) -> str | None:
    """Why a capture need not be parsed; None where it must."""
    try:
        check_capture(capture)
    except PageRefusedError as error:
        return error.reason
    return None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 500, 503])
def test_a_page_that_is_gone_is_refused(status: int) -> None:
    assert reason(Capture(url=URL, status=status, body=RELEASE.encode())) == "http_error"


@pytest.mark.parametrize("status", [None, 200, 203])
def test_a_page_that_was_served_is_read(status: int | None) -> None:
    assert reason(Capture(url=URL, status=status, body=RELEASE.encode())) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org.example/baku/231234",
        "https://shhada.ir/bih/54955",
        "https://www.oscepa.org/news/231234",
        "https://notosce.org/baku/231234",
        "https://www.osce.org:8443/baku/231234",
        "ftp://www.osce.org/baku/231234",
        "https://trans.hiragana.jp/ruby/https://www.osce.org/cio/74232",
        "no address",
    ],
)
def test_an_address_of_another_site_is_off_site(url: str) -> None:
    assert reason(capture_of(RELEASE, url)) == "off_site"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "http://osce.org/baku/231234",
        "https://odihr.osce.org/odihr/665473",
        "https://www.osce.org:443/baku/231234?fbclid=x#top",
        "https://d6.web.osce.org/baku/231234",
    ],
)
def test_every_host_of_the_organisation_is_its_own(url: str | None) -> None:
    assert reason(capture_of(RELEASE, url)) is None


def test_a_mirror_is_the_site_where_it_is_named() -> None:
    mirror = "http://127.0.0.1:8000"
    capture = capture_of(RELEASE, f"{mirror}/baku/231234")
    assert reason(capture) == "off_site"
    check_capture(capture, mirror)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/press-releases",
        "https://www.osce.org/press-releases?page=3",
        "https://www.osce.org/ru/press-releases",
        "https://www.osce.org/press-releases/federal?page=435",
        "https://www.osce.org/stories",
    ],
)
def test_a_listing_is_no_release(url: str) -> None:
    assert reason(capture_of(RELEASE, url)) == "not_a_release"


def test_a_page_may_be_too_large() -> None:
    assert reason(capture_of(b"x" * MAX_BYTES)) is None
    assert reason(capture_of(b"x" * (MAX_BYTES + 1))) == "too_large"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "application/pdf"),
        (b"%PDF-1.4\n", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"PK\x03\x04\x14\x00\x06\x00", None),
        (b'{"a": 1}', "application/json"),
        (b"<?xml version='1.0'?><rss></rss>", "application/rss+xml"),
        (b"<rss version='2.0'></rss>", None),
        (b"{\\rtf1", None),
    ],
)
def test_what_is_neither_html_nor_text_is_refused(body: bytes, content_type: str | None) -> None:
    assert reason(capture_of(body, content_type=content_type)) == "unknown_layout"


EMPTY = {
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf",
    "a wide byte order mark": b"\xff\xfe",
    "blanks": b" \r\n\t ",
    "a non-breaking space": b"&nbsp;",
    "a doctype": b"<!DOCTYPE html>",
    "comments": b"<!-- <h1>A title</h1> --><!-- and more -->",
    "an empty page": b"<html><head></head><body></body></html>",
    "a frameset": b"<html><frameset cols='1,2'><frame src='a'><frame src='b'></frameset></html>",
    "an instruction": b"<?php echo 1 ?>",
    "a declaration": b"<?xml version='1.0' encoding='utf-8'?>",
    "a script": b"<html><body><script>document.write('x')</script></body></html>",
    "NUL bytes": b"\x00\x00\x00\x00",
    "an end tag": b"</html>",
    "an open tag": b"<",
}


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY)
@pytest.mark.parametrize("vouched", [False, True])
def test_a_page_that_shows_nothing_is_refused(body: bytes, vouched: bool) -> None:
    capture = Capture(url=URL, status=200, body=body, vouched=vouched)
    result = result_of(capture)
    assert isinstance(result, Rejected)
    assert result.reason in {"unknown_layout", "not_a_release", "no_title", "no_body"}


@pytest.mark.parametrize("body", EMPTY.values(), ids=EMPTY)
def test_a_page_that_shows_nothing_opens_without_lines(body: bytes) -> None:
    page = open_page(capture_of(body))
    assert [line for line in page.lines if line.text not in {"", "<"}] == []
    assert page.taxonomy is None


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "-\n-\n", "   \u00a0"])
def test_an_empty_text_is_refused(text: str) -> None:
    result = result_of(Capture(url=URL, status=200, text=text, vouched=True))
    assert isinstance(result, Rejected)


@pytest.mark.parametrize(
    "encoded",
    [
        RELEASE.encode(),
        b"\xef\xbb\xbf" + RELEASE.encode(),
        RELEASE.encode("utf-16"),
        RELEASE.replace("<head>", "<head><meta charset='windows-1251'>").encode("windows-1251"),
    ],
)
def test_the_encoding_does_not_matter(encoded: bytes) -> None:
    result = result_of(capture_of(encoded))
    assert isinstance(result, PressRelease)
    assert (result.title, result.body) == (TITLE, TEXT)


@pytest.mark.parametrize(
    "markup",
    [
        RELEASE.replace("<html><head></head><body>", "").replace("</body></html>", ""),
        RELEASE.replace("<body>", "<body><body>").replace("</body></html>", ""),
        RELEASE.replace("</h1>", "</h1></div></span></td>"),
        RELEASE.replace("<h1>", "<h1 class=a class=b <x>"),
        f"<!DOCTYPE html><!-- x -->{RELEASE}<!-- y --></html></body>",
        RELEASE.replace("<p>", "<p><font><center><b>").replace("</p>", ""),
    ],
)
def test_broken_mark_up_is_read_as_browsers_read_it(markup: str) -> None:
    result = result_of(capture_of(markup))
    assert isinstance(result, PressRelease)
    assert (result.title, result.body) == (TITLE, TEXT)


def test_the_menu_is_apart_from_the_lines() -> None:
    labels = [term.label for term in vocabulary().children("section:our-work/fields-of-work")]
    menu = f"<ul>{''.join(f'<li>{label}</li>' for label in labels)}</ul>"
    page = open_page(capture_of(RELEASE.replace("<body>", f"<body>{menu}{menu}")))
    assert page.taxonomy is not None
    assert [term.label for term in page.taxonomy.terms] == labels
    assert [line.text for line in page.lines] == [TITLE, TEXT]


def test_a_text_capture_that_ends_within_its_menu_gives_what_it_has() -> None:
    terms = [term for term in vocabulary().terms if term.in_menu][:60]
    capture = Capture(url=URL, status=200, text="\n".join(f"- {term.label}" for term in terms))
    found = open_page(capture).taxonomy
    assert found is not None
    assert [term.id for term in found.terms] == [term.id for term in terms]
    assert not found.is_complete
    assert isinstance(result_of(capture), Rejected)


def test_a_megabyte_in_one_paragraph_is_a_release() -> None:
    started = time.process_time()
    text = f"{TEXT} {'Then they counted again. ' * 42_000}".strip()
    result = result_of(capture_of(RELEASE.replace(TEXT, text)))
    assert isinstance(result, PressRelease)
    assert result.body == text
    assert time.process_time() - started < 5


@pytest.mark.parametrize("sign", ["(", " ", "-", "\u00a0", "1 ", "A, ", "OSCE/", "&lt;", "(OSCE/a"])
def test_a_megabyte_of_one_sign_takes_no_time(sign: str) -> None:
    started = time.process_time()
    markup = RELEASE.replace(TEXT, f"{TEXT} {sign * 1_000_000}"[:1_000_000])
    assert isinstance(result_of(capture_of(markup)), PressRelease)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("sign", ["a", " ", "-", " -", " | ", "\u00a0", "\t"])
@pytest.mark.parametrize(
    "head", ["<title>{}</title>", "<meta property='og:title' content='x{}x'>"], ids=["title", "og"]
)
def test_a_long_title_takes_no_time(head: str, sign: str) -> None:
    long = head.format(sign * 20_000)
    started = time.process_time()
    assert isinstance(
        result_of(capture_of(RELEASE.replace("<head>", f"<head>{long}"))), PressRelease
    )
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "junk",
    [
        *("<div>" * 5000, "<span>" * 5000, "<ul><li>" * 5000, "<blockquote><p>" * 5000),
        *("<dl><dt>Place:<dd>" * 2000, "<table><tr><td>" * 2000, "<a href='/x'>" * 5000),
    ],
    ids=["div", "span", "list", "quotation", "dl", "table", "link"],
)
def test_five_thousand_nested_elements_after_the_text_end_in_a_record_or_a_refusal(
    junk: str,
) -> None:
    started = time.process_time()
    result = result_of(capture_of(RELEASE.replace("</p>", f"</p>{junk}x")))
    assert isinstance(result, Rejected) or result.body.startswith(TEXT)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("junk", ["<div>" * 5000, "<ul><li>" * 5000], ids=["div", "list"])
def test_five_thousand_nested_elements_before_the_text_end_in_a_record_or_a_refusal(
    junk: str,
) -> None:
    started = time.process_time()
    result = result_of(capture_of(RELEASE.replace("<body>", f"<body>{junk}")))
    assert isinstance(result, Rejected) or result.body == TEXT
    assert time.process_time() - started < 5


def test_text_below_the_reach_of_the_parser_is_not_lost_in_silence() -> None:
    last = "The logbooks are kept in the harbour."
    markup = RELEASE.replace("</p>", f"</p>{'<div>' * 5000}<p>{last}</p>")
    result = result_of(capture_of(markup))
    assert isinstance(result, Rejected) or last in result.body


def test_text_in_nested_boxes_is_read_whole_and_in_time() -> None:
    started = time.process_time()
    markup = RELEASE.replace("</p>", "</p>" + f"<div><p>{MORE}</p>" * 150)
    result = result_of(capture_of(markup))
    assert isinstance(result, PressRelease)
    assert result.body.split("\n\n")[0] == TEXT
    assert time.process_time() - started < 1


def test_text_around_nested_boxes_is_read_whole_and_in_time() -> None:
    started = time.process_time()
    boxes = "<div>" * 150 + f"<p>{TEXT}</p>" + f"</div><p>{MORE}</p>" * 150
    result = result_of(capture_of(RELEASE.replace(f"<p>{TEXT}</p>", boxes)))
    assert isinstance(result, PressRelease)
    assert result.body.split("\n\n")[0] == TEXT
    assert time.process_time() - started < 1


@pytest.mark.parametrize("depth", [1000, 2000])
def test_text_around_very_many_boxes_ends_in_a_record_or_a_refusal_in_time(depth: int) -> None:
    started = time.process_time()
    boxes = "<div>" * depth + f"<p>{TEXT}</p>" + f"</div><p>{MORE}</p>" * 300
    result = result_of(capture_of(RELEASE.replace(f"<p>{TEXT}</p>", boxes)))
    assert isinstance(result, Rejected) or result.body.startswith(TEXT)
    assert time.process_time() - started < 3


PIECES = st.lists(
    st.sampled_from(
        [
            *("<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<ul>", "<li>", "</ul>", "<dl>"),
            *("<dt>", "<dd>", "</dl>", "<br>", "<table>", "<tr>", "<td>", "<strong>", "</strong>"),
            *("<time datetime='2016-05-05'>", "<time datetime=''>", "<time>", "</time>", "<a>"),
            *("<a href='http://['>", "<a href='/a.pdf'>", "</a>", "<img src='http://['>", "<img>"),
            *("<link rel='canonical' href='http://['>", "<meta property='og:title' content='x'>"),
            *("<a hreflang='ru' href='/ru/x/231234'>", "<html lang='en'>", "<figure>", "<!--"),
            *("-->", "<![CDATA[", "]]>", "<?x?>", "\x00", "&#0;", "&nbsp;", "\ufeff", "\u2028"),
            *("Place:", "Date:", "Source:", "Fields of work:", "Press release", "Newsroom", "News"),
            *("Related", "BAKU 5 May 2016", "(OSCE/Aydan Quliyeva) Photo details", "- ", "-\n"),
            *(TEXT, TITLE, "About us", "BAKU", "5 May 2016", "31 February 2016", "\n", " "),
            *("<frameset>", "<svg>", "<template>", "<nav>", "<body>", "</body>", "<script>"),
        ]
    ),
    max_size=30,
)


def check_no_worse_than_a_refusal(capture: Capture) -> None:
    with suppress(PageRefusedError):
        article = read_article(open_page(capture))
        assert article.title.strip()
        assert article.body.strip()
    assert isinstance(result_of(capture), PressRelease | Rejected)


@given(st.binary(max_size=300) | PIECES.map(lambda parts: "".join(parts).encode()))
@example(b"")
@example(b"\x00")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(f"<h1>x</h1><p>{TEXT}</p><img src='http://['><a href='http://[.pdf'>x</a>".encode())
@settings(deadline=None, max_examples=100)
def test_no_bytes_do_worse_than_a_refusal(body: bytes) -> None:
    for url in (URL, None):
        check_no_worse_than_a_refusal(Capture(url=url, status=None, body=body, vouched=True))


@given(st.text(max_size=200) | PIECES.map("\n".join) | PIECES.map("".join))
@example("")
@settings(deadline=None, max_examples=100)
def test_no_text_does_worse_than_a_refusal(text: str) -> None:
    for url in (URL, None):
        check_no_worse_than_a_refusal(Capture(url=url, status=None, text=text, vouched=True))
