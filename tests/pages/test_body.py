"""The body is the text of the release, all of it, and nothing that stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.articles import Article
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import open_page

TITLE = "Lighthouse keepers compare logbooks"
HEADER = (
    "<dl><dt>Date:</dt><dd><time datetime='2016-05-05'>5 May 2016</time></dd><dt>Place:</dt>"
    "<dd>BAKU</dd><dt>Source:</dt><dd>OSCE Secretariat</dd></dl>"
)
FIRST = (
    "BAKU, 5 May 2016 – Nine keepers of lighthouses on the western shore met today to compare "
    "their logbooks, and found that the same ship had been counted nine times."
)
SECOND = (
    "A common logbook will be kept from June on and copied by hand every Sunday, so that each ship "
    "is counted once only."
)
SHORT = "Coffee was served."
URL = "https://www.osce.org/baku/231234"


def read(body: str, after: str = "", header: str = HEADER) -> Article:
    markup = (
        f"<html><head><meta charset='utf-8'></head><body><main><article><p>Press release</p>"
        f"<h1>{TITLE}</h1>{header}<div class='t'>{body}</div></article>{after}</main></body></html>"
    )
    return read_article(open_page(Capture(url=URL, status=200, body=markup.encode())))


def body(markup: str, after: str = "", header: str = HEADER) -> str:
    return read(markup, after, header).body


def body_of_text(text: str) -> str:
    return read_article(open_page(Capture(url=URL, status=200, text=text))).body


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_paragraphs_are_separated_by_one_empty_line() -> None:
    assert body(paragraphs(FIRST, SECOND, SHORT)) == f"{FIRST}\n\n{SECOND}\n\n{SHORT}"


@pytest.mark.parametrize(
    "markup",
    [
        f"<div><div>{paragraphs(FIRST)}</div><div>{paragraphs(SECOND)}</div></div>",
        f"<p>{FIRST}</p><div><p>{SECOND}</p></div>",
        f"<div>{FIRST}</div><div>{SECOND}</div>",
        f"<section><p>{FIRST}</p></section><section><p>{SECOND}</p></section>",
        f"<div><p>{FIRST}</p></div><p></p><p>&nbsp;</p><div><div><p>{SECOND}</p></div></div>",
        f"<P>{FIRST}<P>{SECOND}",
        f"{FIRST}<p>{SECOND}</p>",
        f"{FIRST}<br><br>{SECOND}",
        f"<p>{FIRST}</p><script>var x;</script><!-- x --><p>{SECOND}</p>",
        f"<blockquote><p>{FIRST}</p></blockquote><p>{SECOND}</p>",
    ],
)
def test_the_mark_up_of_paragraphs_does_not_matter(markup: str) -> None:
    assert body(markup) == f"{FIRST}\n\n{SECOND}"


def test_white_space_becomes_one_space_and_signs_stay() -> None:
    words = "“Ten&nbsp;&nbsp;boats”, she said –\n\t<em>twice</em>&#8201;a day; ‘no’ dash—here, Çay."
    assert body(paragraphs(FIRST, words)).endswith(
        "\n\n“Ten boats”, she said – twice a day; ‘no’ dash—here, Çay."
    )


@pytest.mark.parametrize("tag", ["ul", "ol"])
def test_a_list_is_one_paragraph(tag: str) -> None:
    listed = f"<{tag}><li>one lamp;</li><li><p>two <b>mirrors</b>;</p></li><li>rope.</li></{tag}>"
    wanted = f"{FIRST}\n\n- one lamp;\n- two mirrors;\n- rope.\n\n{SECOND}"
    assert body(f"<p>{FIRST}</p>{listed}<p>{SECOND}</p>") == wanted


def test_two_lists_are_two_paragraphs() -> None:
    listed = "<ul><li>one</li><li>two</li></ul><p>And then:</p><ul><li>three</li></ul>"
    wanted = f"{FIRST}\n\n- one\n- two\n\nAnd then:\n\n- three\n\n{SECOND}"
    assert body(f"<p>{FIRST}</p>{listed}<p>{SECOND}</p>") == wanted


@pytest.mark.parametrize("markup", ["<h2>{}</h2>", "<h3>{}</h3>", "<p><strong>{}</strong></p>"])
def test_a_sub_heading_is_a_paragraph(markup: str) -> None:
    heading = markup.format("What comes next")
    wanted = f"{FIRST}\n\nWhat comes next\n\n{SECOND}"
    assert body(f"<p>{FIRST}</p>{heading}<p>{SECOND}</p>") == wanted


def test_a_quotation_is_made_of_paragraphs() -> None:
    quoted = "<blockquote><p>“Once.</p><p>And again.”</p></blockquote>"
    wanted = f"{FIRST}\n\n“Once.\n\nAnd again.”\n\n{SECOND}"
    assert body(f"<p>{FIRST}</p>{quoted}<p>{SECOND}</p>") == wanted


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Date: 9 May 2016</p>", "Date: 9 May 2016"),
        ("<p><strong>Place:</strong> the old town hall</p>", "Place: the old town hall"),
        ("<p>Source: the keeper's own logbook.</p>", "Source: the keeper's own logbook."),
        ("<p>Location: pier nine, behind the fish market</p>", None),
        ("<ul><li>Date: 9 May 2016</li></ul>", "- Date: 9 May 2016"),
        ("<p><b>Date</b></p>", "Date"),
        ("<p><a href='/press-kit'>All photos of the day</a></p>", "All photos of the day"),
        ("<p>Press release</p>", "Press release"),
        ("<p>News</p>", "News"),
    ],
)
def test_what_looks_like_a_header_stays_in_the_text(markup: str, text: str | None) -> None:
    article = read(f"<p>{FIRST}</p>{markup}<p>{SECOND}</p>")
    assert len(article.paragraphs) == 3
    assert article.paragraphs[::2] == [FIRST, SECOND]
    assert text is None or article.paragraphs[1] == text
    assert (article.places, article.sources) == (["BAKU"], ["OSCE Secretariat"])
    assert (article.date_raw, article.type_line) == ("5 May 2016", "Press release")


@pytest.mark.parametrize("tag", ["h1", "h2", "h3", "p"])
def test_a_label_in_the_text_stays_in_its_paragraph_whatever_the_title_is(tag: str) -> None:
    markup = (
        f"<html><head><meta property='og:title' content='{TITLE}'></head><body><p>Press release</p>"
        f"<{tag}>{TITLE}</{tag}>{HEADER}<p>{FIRST}</p><p><strong>Place:</strong> the old town hall"
        f"</p><p>{SECOND}</p></body></html>"
    )
    article = read_article(open_page(Capture(url=URL, status=200, body=markup.encode())))
    assert article.title == TITLE
    assert article.paragraphs == [FIRST, "Place: the old town hall", SECOND]


@pytest.mark.parametrize("last", [SHORT, "# # #", "***", "Thank you.", "Notes to editors"])
def test_a_short_last_paragraph_stays(last: str) -> None:
    assert body(paragraphs(FIRST, SECOND, last)) == f"{FIRST}\n\n{SECOND}\n\n{last}"


@pytest.mark.parametrize("header", [HEADER, ""])
def test_a_text_of_one_paragraph_is_a_text(header: str) -> None:
    assert body(f"<p>{FIRST}</p>", header=header) == FIRST


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (paragraphs(SHORT, SECOND), f"{SHORT}\n\n{SECOND}"),
        (paragraphs(SHORT), SHORT),
        (f"<h2>Summary</h2>{paragraphs(SECOND)}", f"Summary\n\n{SECOND}"),
        (f"<p><b>Summary</b></p><ul><li>{SECOND}</li></ul>", f"Summary\n\n- {SECOND}"),
        (f"<ul><li>{SECOND}</li><li>Rope.</li></ul>", f"- {SECOND}\n- Rope."),
        (f"<blockquote>{paragraphs(SHORT)}</blockquote>{paragraphs(SECOND)}", None),
    ],
)
@pytest.mark.parametrize("header", [HEADER, ""], ids=["header", "no header"])
def test_a_text_without_a_dateline_begins_right_after_the_header(
    header: str, markup: str, wanted: str | None
) -> None:
    assert body(markup, header=header) == (wanted or f"{SHORT}\n\n{SECOND}")


CREDIT = "Nine boats at the pier of the western shore. (OSCE/Aydan Quliyeva)"


@pytest.mark.parametrize(
    "caption",
    [
        f"<div><img src='/a.jpg'><div class='x'>{CREDIT}</div></div>",
        f"<div><img src='/a.jpg'><p>{CREDIT} <a href='/photo/1'>Photo details</a></p></div>",
        "<div><img src='/a.jpg'><p>Nine boats at the pier. (Aydan Quliyeva/OSCE)</p></div>",
        "<figure><img src='/a.jpg'><figcaption>Nine boats at the pier.</figcaption></figure>",
    ],
)
def test_a_caption_is_no_text(caption: str) -> None:
    wanted = f"{FIRST}\n\n{SECOND}"
    assert body(f"{caption}<p>{FIRST}</p><p>{SECOND}</p>") == wanted
    assert body(f"<p>{FIRST}</p>{caption}<p>{SECOND}</p>") == wanted
    assert body(f"<p>{FIRST}</p><p>{SECOND}</p>{caption}") == wanted


@pytest.mark.parametrize(
    "picture",
    ["", "<img src='/a.jpg'><figcaption>Nine boats at the pier.</figcaption>"],
)
def test_a_quotation_in_a_figure_is_text(picture: str) -> None:
    quoted = f"<figure>{picture}<blockquote><p>{SHORT}</p></blockquote></figure>"
    assert body(f"<p>{FIRST}</p>{quoted}<p>{SECOND}</p>") == f"{FIRST}\n\n{SHORT}\n\n{SECOND}"


def test_who_is_quoted_in_a_figure_is_text() -> None:
    quoted = f"<figure><blockquote>{SHORT}</blockquote><figcaption>Aydan Q.</figcaption></figure>"
    wanted = f"{FIRST}\n\n{SHORT}\n\nAydan Q.\n\n{SECOND}"
    assert body(f"<p>{FIRST}</p>{quoted}<p>{SECOND}</p>") == wanted


def test_a_table_reads_the_same_inside_a_figure() -> None:
    table = "<table><tr><td>Ships counted</td><td>Nine</td></tr></table>"
    plain, framed = f"{table}<p>{SECOND}</p>", f"<figure>{table}</figure><p>{SECOND}</p>"
    assert "Ships counted" in body(f"<p>{FIRST}</p>{plain}")
    assert body(f"<p>{FIRST}</p>{framed}") == body(f"<p>{FIRST}</p>{plain}")


@pytest.mark.parametrize(
    "abbreviation", ["(OSCE/ODIHR)", "(ODIHR/OSCE)", "(UN/OSCE)", "(OSCE/ODIHR EOM)"]
)
def test_an_abbreviation_in_brackets_is_no_credit(abbreviation: str) -> None:
    name = f"Office for Democratic Institutions and Human Rights {abbreviation}"
    listed = f"<ul><li>the {name}</li><li>the harbour master</li></ul>"
    wanted = f"{FIRST}\n\n- the {name}\n- the harbour master"
    assert body(f"<p>{FIRST}</p>{listed}") == wanted


RELATED = (
    "<h3>Related</h3><div><a href='/x/1'>Young hydrologists draw a map of forgotten wells in the "
    "mountains above the lake</a> <time datetime='2025-01-02'>2 January 2025</time></div>"
)
AROUND = {
    "related": f"<section>{RELATED}</section>",
    "teasers without a heading": (
        "<div><a href='/x/1'><span>News</span><h4>Young hydrologists</h4></a></div>"
        "<div><a href='/x/2'><span>Event</span><h4>Nine wells</h4></a></div>"
    ),
    "share links": (
        "<div><p>Share</p><a href='https://x.com/s'>X</a> <a href='mailto:?b'>Mail</a></div>"
    ),
    "share list": "<ul><li><a href='https://x.com/s'>X</a></li><li><a href='/f'>F</a></li></ul>",
    "downloads": "<h3>Downloads</h3><ul><li><a href='/files/a.pdf'>Logbook (PDF)</a></li></ul>",
    "languages": "<div>Available languages</div><ul><li><a href='/ru/x/1'>Русский</a></li></ul>",
    "footer": "<footer><p>OSCE, Wallnerstrasse 6, 1010 Vienna, Austria</p></footer>",
    "aside": f"<aside>{RELATED}</aside>",
    "a table of contents": "<nav><p>On this page</p></nav>",
    "hidden": f"<div hidden><p>{SECOND} {SECOND}</p></div>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@pytest.mark.parametrize("is_inside", [True, False])
def test_what_follows_the_text_is_no_text(around: str, is_inside: bool) -> None:
    text = paragraphs(FIRST, SECOND)
    found = body(text + around) if is_inside else body(text, after=around)
    assert found == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "around", [AROUND["share list"], AROUND["share links"], AROUND["a table of contents"]]
)
def test_what_precedes_the_text_is_no_text(around: str) -> None:
    assert body(f"{around}{paragraphs(FIRST, SECOND)}") == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("word", ["Related", "See also", "Documents", "Contact", "Share", "Files"])
def test_a_word_that_ends_other_pages_may_stand_inside_the_text(word: str) -> None:
    text = f"<p>{FIRST}</p><ul><li>{word}</li><li>rope</li></ul><p>{SECOND}</p>"
    assert body(text) == f"{FIRST}\n\n- {word}\n- rope\n\n{SECOND}"


def test_a_link_within_the_text_is_text() -> None:
    link = "<a href='/logbook.pdf'>the common logbook</a>"
    assert body(paragraphs(FIRST, f"Read {link} here.")).endswith("Read the common logbook here.")


@pytest.mark.parametrize(
    "links",
    [
        "<p><a href='/photos'>All photos</a></p><p><a href='/logbook'>The common logbook</a></p>",
        "<ul><li><a href='/a'>First logbook</a></li><li><a href='/b'>Second logbook</a></li></ul>",
        "<p><a href='/a'>First</a></p><p><a href='/b'>Second</a></p><p><a href='/c'>Third</a></p>",
    ],
)
def test_the_text_goes_on_after_links(links: str) -> None:
    article = read(f"<p>{FIRST}</p>{links}<p>{SECOND}</p>")
    assert (article.paragraphs[0], article.paragraphs[-1]) == (FIRST, SECOND)


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(PageRefusedError) as refused:
        read("")
    assert refused.value.reason == "no_body"


def test_a_text_capture_has_lists_and_paragraphs() -> None:
    text = (
        f"Press release\n{TITLE}\n- Date:\n- Place:\n- BAKU\n{FIRST}\nIt holds:\n- one lamp\n- rope"
    )
    assert body_of_text(text) == f"{FIRST}\n\nIt holds:\n\n- one lamp\n- rope"


def test_captions_of_a_text_capture_are_no_text() -> None:
    picture = "[![](https://www.osce.org/files/imagecache/a.jpg?15)]"
    head = f"Newsroom\n{TITLE}\nBAKU 5 May 2016\n{picture}\n[{CREDIT} Photo details]"
    assert body_of_text(f"{head}\n{FIRST}\n{SECOND}") == f"{FIRST}\n\n{SECOND}"


def test_a_second_copy_is_dropped_and_named() -> None:
    article = read(paragraphs(FIRST, SECOND, SHORT, SECOND, SHORT))
    assert article.paragraphs == [FIRST, SECOND, SHORT]
    assert [issue.code for issue in article.issues] == ["repeated_body_removed"]


SENTENCES = st.sampled_from(
    [
        *(SHORT, SECOND, "Why?", "10.", "It was late; nobody counted the boats.", "Thank you."),
        *("“Again,” she said.", "The harbour is open from Monday on.", "BAKU is a city."),
    ]
)


@given(st.lists(SENTENCES, max_size=6, unique=True))
@settings(deadline=None)
def test_no_paragraph_is_lost_added_or_moved(more: list[str]) -> None:
    assert body(paragraphs(FIRST, *more), AROUND["related"]) == "\n\n".join([FIRST, *more])
