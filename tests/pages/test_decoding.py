"""Bytes become text by byte order mark, valid UTF-8, header, meta data, or not at all."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from osce_scraper.errors import PageRefusedError
from osce_scraper.pages.decoding import decode, is_binary

LATIN = "Žarko Šimić greeted the mayor of Čačak."
CYRILLIC = "Мэр встретил гостей у ратуши."
META_1250 = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">'

ODD_CHARSETS = (
    *("undefined", "idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "hex"),
    *("base64", "rot13", "zlib", "bz2", "uu", "quopri", "mbcs", "utf-8-sig", "utf-32"),
)
ODD_BODIES = (b"caf\xe9 .\\d+2AA-", b"\xff\xff", b"\\ud800 \xe9", b"\xe9+2AA-")


def header(charset: str) -> str:
    return f"text/html; charset={charset}"


def refusal(body: bytes, content_type: str | None) -> str | None:
    """Why bytes are refused; None where they give text, which is then sound."""
    try:
        text = decode(body, content_type)
    except PageRefusedError as error:
        return error.reason
    assert text.encode().decode() == text
    return None


@pytest.mark.parametrize("content_type", [None, "", "text/html", header("utf-8"), header("UTF8")])
def test_utf8_needs_no_declaration(content_type: str | None) -> None:
    assert decode(f"{LATIN} {CYRILLIC}".encode(), content_type) == f"{LATIN} {CYRILLIC}"


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1251", "windows-1250", "utf-16"])
def test_valid_utf8_is_utf8_whatever_the_header_says(charset: str) -> None:
    assert decode(CYRILLIC.encode(), header(charset)) == CYRILLIC


def test_valid_utf8_is_utf8_whatever_the_meta_data_say() -> None:
    assert decode(f"{META_1250}{CYRILLIC}".encode(), None) == f"{META_1250}{CYRILLIC}"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("content_type", [None, header("windows-1251"), header("utf-8")])
def test_a_byte_order_mark_decides_and_is_no_text(
    mark: bytes, encoding: str, content_type: str | None
) -> None:
    assert decode(mark + CYRILLIC.encode(encoding), content_type) == CYRILLIC


def test_the_header_says_what_is_not_utf8() -> None:
    assert decode(CYRILLIC.encode("windows-1251"), header("windows-1251")) == CYRILLIC


def test_the_header_goes_before_the_meta_data() -> None:
    text = f"{META_1250}{CYRILLIC}"
    assert decode(text.encode("windows-1251"), header("windows-1251")) == text


@pytest.mark.parametrize(
    "declaration",
    [
        META_1250,
        META_1250.upper(),
        '<meta charset="windows-1250">',
        "<META CHARSET=windows-1250>",
        '<?xml version="1.0" encoding="windows-1250"?>',
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/html"])
def test_the_meta_data_say_what_no_header_says(declaration: str, content_type: str | None) -> None:
    text = f"{declaration}<p>{LATIN}</p>"
    assert decode(text.encode("windows-1250"), content_type) == text


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset", "undefined", '""'])
def test_the_meta_data_say_what_the_header_cannot(charset: str) -> None:
    text = f"{META_1250}<p>{LATIN}</p>"
    assert decode(text.encode("windows-1250"), header(charset)) == text


@pytest.mark.parametrize("content_type", [None, "text/html", header("utf-8"), header("nonsense")])
def test_bytes_that_nothing_explains_are_refused(content_type: str | None) -> None:
    assert refusal(LATIN.encode("windows-1250"), content_type) == "bad_encoding"


@pytest.mark.parametrize("content_type", [None, header("utf-8"), header("iso-8859-1")])
@pytest.mark.parametrize("text", ["Užice, Požega, Už", "Šabac – Niš", CYRILLIC.removesuffix(".")])
def test_utf8_that_ends_within_a_letter_is_refused(text: str, content_type: str | None) -> None:
    assert refusal(text.encode()[:-1], content_type) == "bad_encoding"


@pytest.mark.parametrize(
    "ruined",
    [
        LATIN.replace("Š", "\ufffd").replace("č", "\ufffd"),
        LATIN.encode("windows-1250").decode("latin-1"),
    ],
)
def test_text_that_was_ruined_before_is_refused(ruined: str) -> None:
    assert refusal(ruined.encode(), header("utf-8")) == "bad_encoding"


def test_one_ruined_letter_in_a_long_text_is_kept_as_it_is() -> None:
    text = f"{LATIN * 20}\ufffd"
    assert decode(text.encode(), None) == text


@pytest.mark.parametrize("charset", ODD_CHARSETS)
@pytest.mark.parametrize("body", ODD_BODIES, ids=repr)
def test_an_odd_charset_gives_text_or_a_refusal(charset: str, body: bytes) -> None:
    assert refusal(body, header(charset)) in {None, "bad_encoding"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufeff")))
def test_every_text_comes_back_from_its_utf8(text: str) -> None:
    assert decode(text.encode(), header("windows-1252")) == text


@given(
    st.binary(max_size=300),
    st.none() | st.sampled_from(["utf-8", "windows-1251", "utf-16", "gb18030", "big5", "x"]),
)
@example(b"", None)
@example(b"\xff\xfe", None)
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\x00\x00\xfe\xff\x00", None)
@example(codecs.BOM_UTF8, "utf-8")
@settings(deadline=None)
def test_no_bytes_do_worse_than_a_refusal(body: bytes, charset: str | None) -> None:
    reason = refusal(body, header(charset) if charset else None)
    assert reason in {None, "bad_encoding"}


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_wide_text_with_its_mark_is_not_binary(mark: bytes) -> None:
    assert not is_binary(mark + b"\x00a\x00b")


def test_a_picture_is_binary() -> None:
    assert is_binary(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")


def test_a_page_is_not_binary() -> None:
    assert not is_binary(f"<p>{CYRILLIC}</p>".encode())
