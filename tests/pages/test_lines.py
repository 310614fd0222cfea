"""An HTML page becomes the lines that a person reads, whatever its mark-up."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from osce_scraper.pages.html_lines import html_lines
from osce_scraper.pages.lines import Line, fold_blanks
from osce_scraper.pages.values import is_prose

LONG = "The harbour master counted every boat twice and wrote both numbers on the same board today."

QUICK = 1.0  # seconds; a hundredth is enough for a walk that takes each element once


def root_of(markup: str) -> HtmlElement:
    parser = html.HTMLParser(huge_tree=True)
    return html.document_fromstring(f"<html><body>{markup}</body></html>", parser=parser)


def read(markup: str) -> list[Line]:
    return html_lines(root_of(markup), (), is_prose)[0]


def texts(markup: str) -> list[str]:
    return [line.text for line in read(markup)]


def test_each_block_is_a_line() -> None:
    markup = "<div>One<p>Two</p>Three<section><h2>Four</h2></section></div><p>Five</p>"
    assert texts(markup) == ["One", "Two", "Three", "Four", "Five"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>A <em>quiet <strong>market</strong></em> town</p>", "A quiet market town"),
        ("<p>Mark<em>et</em>s</p>", "Markets"),
        ("<p>It <a href='/a'>opened</a>, <span><i>then</i></span> closed.</p>", None),
        ("<p>Co<!-- a comment -->nfirmed</p>", "Confirmed"),
        ("<p>Before <!-- <p>no text</p> --> after</p>", "Before after"),
        ("<p>Well<?php echo 1 ?> done</p>", "Well done"),
        ("<p>Ten&nbsp;&nbsp;o'clock\n\t sharp\u2009now</p>", "Ten o'clock sharp now"),
        ("<p>&ldquo;Caf&eacute;&rdquo; &amp; bar &#8211; 5&lt;6</p>", "“Café” & bar – 5<6"),
        ("<p>So<wbr>me so&shy;ft</p>", None),
        ("<P>Upper <B>Case</B> Tags", "Upper Case Tags"),
    ],
)
def test_what_is_inside_a_block_stays_on_one_line(markup: str, text: str | None) -> None:
    found = texts(markup)
    assert len(found) == 1
    assert text is None or found == [text]


def test_a_line_break_never_glues_words() -> None:
    assert " ".join(texts("<p>one<br>two<br/>three</p>")) == "one two three"


def test_blocks_without_text_are_no_lines() -> None:
    assert texts("<div><p> &nbsp; </p><p></p><ul><li></li></ul>\n</div>") == []


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = 'no';</script>",
        "<style>p { color: red }</style>",
        "<noscript><p>no</p></noscript>",
        "<template><p>no</p></template>",
        "<svg><text>no</text></svg>",
        "<nav><p>no</p></nav>",
        "<aside><p>no</p></aside>",
        "<footer><p>no</p></footer>",
        "<form><p>no</p></form>",
        "<iframe>no</iframe>",
        "<p hidden>no</p>",
        "<div hidden=''><p>no</p></div>",
        "<div style='display:none'><p>no</p></div>",
        "<div style='color:red; DISPLAY : NONE;'>no</div>",
        "<span style='display: none'>no</span>",
        "<ul role='navigation'><li>no</li></ul>",
        "<div role='search'>no</div>",
        "<div role='banner'>no</div>",
        "<div role='contentinfo'>no</div>",
        "<!-- no -->",
        "<!--[if IE]><p>no</p><![endif]-->",
    ],
)
def test_what_a_reader_does_not_see_is_no_text(hidden: str) -> None:
    assert texts(f"<p>First</p>{hidden}<p>Last</p>") == ["First", "Last"]
    assert "Around it" in texts(f"<p>{hidden}</p>Around it")


@pytest.mark.parametrize(
    "hidden", ["<span hidden>no</span>", "<button>no</button>", "<script>no</script>", "<!--no-->"]
)
def test_text_after_a_hidden_part_of_a_paragraph_stays(hidden: str) -> None:
    assert texts(f"<p>Left {hidden}right</p>") == ["Left right"]


def test_elements_that_are_to_be_left_out_are_left_out() -> None:
    root = root_of("<div><ul><li>Menu</li></ul>Tail</div><p>Text</p>")
    lines, _ = html_lines(root, list(root.iter("ul")))
    assert [line.text for line in lines] == ["Tail", "Text"]


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_knows_its_level(level: int) -> None:
    (line,) = read(f"<h{level}><a href='/a'><span>A title</span></a></h{level}>")
    assert (line.text, line.kind, line.level) == ("A title", "heading", level)


@pytest.mark.parametrize(
    ("markup", "kinds"),
    [
        ("<ul><li>One</li><li><p>Two</p></li></ul>", ["item", "item"]),
        ("<ol><li><a href='/a'>One</a></li></ol>", ["item"]),
        ("<UL><LI>One<LI>Two</UL>", ["item", "item"]),
        ("<dl><dt>One</dt><dd>Two</dd></dl>", ["cell", "cell"]),
        ("<table><tr><th>One</th><td>Two</td></tr></table>", ["cell", "cell"]),
        ("<blockquote><p>One</p></blockquote>", ["text"]),
        ("<div>One</div>", ["text"]),
    ],
)
def test_a_line_knows_what_it_is_part_of(markup: str, kinds: list[str]) -> None:
    assert [line.kind for line in read(markup)] == kinds


def test_a_time_without_text_is_a_line_of_its_own() -> None:
    (line,) = read("<div><time datetime='2020-05-06'></time></div>")
    assert (line.text, line.times) == ("", [("2020-05-06", "")])


def test_a_time_is_text_and_machine_value() -> None:
    (line,) = read("<p>On <time datetime='2020-05-06T10:00:00Z'>6 <b>May</b> 2020</time></p>")
    assert line.text == "On 6 May 2020"
    assert line.times == [("2020-05-06T10:00:00Z", "6 May 2020")]


@pytest.mark.parametrize(
    ("markup", "is_link"),
    [
        ("<p><a href='/a'>All of it</a></p>", True),
        ("<p><a href='/a'>One</a> <a href='/b'>Two</a></p>", True),
        ("<a href='/a'><h3>All of it</h3></a>", True),
        ("<p>Some words and a <a href='/a'>link</a></p>", False),
        ("<p><a name='top'>No link at all</a></p>", False),
        ("<p>Plain words</p>", False),
    ],
)
def test_a_line_knows_whether_it_is_a_link(markup: str, is_link: bool) -> None:
    assert [line.is_link for line in read(markup)] == [is_link]


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>Place:</strong> VIENNA</p>",
        "<p><b>Place</b> VIENNA</p>",
        "<p><strong>Place:</strong><br>VIENNA</p>",
        "<div><span>Place:</span> <span>VIENNA</span></div>",
        "<p><STRONG>PLACE:</STRONG> VIENNA",
        "<p><strong><span>Place:</span></strong> VIENNA</p>",
        "<p><strong>Place:&nbsp;</strong>VIENNA</p>",
        "<dl><dt>Place:</dt><dd>VIENNA</dd></dl>",
        "<div><div>Place</div><div>VIENNA</div></div>",
    ],
)
def test_a_label_is_apart_from_its_value(markup: str) -> None:
    label, value = read(markup)
    assert (label.label, value.label, value.text) == ("place", None, "VIENNA")


def test_a_label_in_running_text_is_part_of_it() -> None:
    place = "<p><strong>Place:</strong> the old town hall</p>"
    found = texts(f"<h1>Title</h1><p>{LONG}</p>{place}")
    assert found == ["Title", LONG, "Place: the old town hall"]


def test_a_word_inside_a_sentence_is_no_label() -> None:
    assert texts("<p>The <b>source</b> of the river</p>") == ["The source of the river"]


def test_a_picture_knows_its_place_and_its_figcaption() -> None:
    markup = (
        "<h1>Title</h1><figure><img src='/a.jpg'><figcaption>A <b>red</b> boat</figcaption>"
        "</figure><p>Text</p><p><img src='/b.jpg' alt='b'></p><img alt='no source'>"
    )
    lines, pictures = html_lines(root_of(markup))
    assert [line.text for line in lines] == ["Title", "Text"]
    found = [(picture.position, picture.src, picture.caption) for picture in pictures]
    assert found == [(1, "/a.jpg", "A red boat"), (2, "/b.jpg", None)]


def test_a_picture_beside_a_quotation_is_taken_once() -> None:
    quoted = "<blockquote>It was nine times.</blockquote>"
    figure = f"<figure><p><img src='/a.jpg'></p>{quoted}<figcaption>A boat</figcaption></figure>"
    lines, pictures = html_lines(root_of(f"<h1>Title</h1>{figure}<p>Text</p>"))
    assert [line.text for line in lines] == ["Title", "It was nine times.", "Text"]
    assert [(picture.src, picture.caption) for picture in pictures] == [("/a.jpg", "A boat")]


@pytest.mark.parametrize("tag", ["div", "span", "ul", "li", "p", "table", "blockquote"])
def test_five_thousand_nested_elements_are_read_in_time(tag: str) -> None:
    started = time.process_time()
    lines = read(f"<p>First</p>{f'<{tag}>' * 5000}inside{f'</{tag}>' * 5000}")
    assert lines[0].text == "First"
    assert time.process_time() - started < QUICK


def test_elements_nested_around_long_lines_are_read_in_time() -> None:
    started = time.process_time()
    markup = "".join(f"<div><p>{LONG}</p>" for _ in range(1500))
    assert len(read(markup)) == 1500
    assert time.process_time() - started < QUICK


def test_a_long_text_within_many_elements_is_read_in_time() -> None:
    started = time.process_time()
    text = " ".join(["harbour"] * 20_000)
    assert texts(f"<p>{'<span>' * 1500}{text}{'</span>' * 1500}</p>") == [text]
    assert time.process_time() - started < QUICK


def test_a_megabyte_in_one_paragraph_is_one_line() -> None:
    started = time.process_time()
    text = "harbour " * 131_072
    assert texts(f"<p>{text}</p>") == [text.strip()]
    assert time.process_time() - started < QUICK


WORDS = st.lists(st.sampled_from(["boat", "Place", "news", "10", "a", "–"]), min_size=1, max_size=4)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_paragraph_is_read_once_and_in_order(paragraphs: list[str]) -> None:
    assert texts("".join(f"<p>{text}</p>" for text in paragraphs)) == paragraphs


BLANKS = st.sampled_from(list(" \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\u1680\u2003\u2028\u202f\u3000"))


@given(st.text(st.one_of(BLANKS, st.characters())))
def test_white_space_of_any_kind_is_folded(text: str) -> None:
    assert fold_blanks(text) == " ".join(text.split())
