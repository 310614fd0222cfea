"""From bytes to UTF-8: byte order mark, valid UTF-8, header, meta data, in this order.

Text that stays garbled is refused; nothing is replaced or left out in silence.
"""

from __future__ import annotations

import codecs
import re
from threading import local

from lxml import etree
from lxml.etree import HTMLParser, _Element
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from osce_scraper.errors import PageRefusedError

_GARBLED = re.compile("[\ufffd\x80-\x84\x86-\x9f]")  # C1 controls but NEL
_C1_UTF8 = frozenset(range(0x80, 0xA0)) - {0x85}  # the same controls after 0xC2 in UTF-8
_HALVES = re.compile("[\ud800-\udfff]")  # of characters; JSON can spell them, UTF-8 cannot
# Names that Python knows as codecs and no page may mean.
_NO_CHARSETS = frozenset(
    ("undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape")
    + ("utf-7", "utf_7", "idna", "punycode", "mbcs", "oem")
)
_EMPTY = b"<html></html>"
_TOLERATED = 1 / 500  # a stray broken letter that the author pasted is kept


class _Parsers(local):
    """A parser for each thread: what a parse found amiss stands in the parser until the next."""

    def __init__(self) -> None:
        self.html = HTMLParser(encoding="utf-8", recover=True, huge_tree=True, collect_ids=False)


_PARSERS = _Parsers()


def to_utf8(body: bytes, content_type: str | None) -> bytes:
    """The page in UTF-8, as it is parsed: no byte order mark, no NUL, no blanks around it.

    Raises:
        PageRefusedError: As `decode`.
    """
    page = body.strip()
    return page if is_clean(page) else decode(body, content_type).strip().encode()


def is_clean(page: bytes) -> bool:
    """Whether bytes can be parsed as they are: valid UTF-8 without any garbled letter.

    Nearly all pages are so. One that is stays so where whole elements are cut out of it.
    """
    if not page.startswith(b"<") or not page.endswith(b">") or b"\x00" in page:
        return False
    try:
        page.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # One byte is looked for much faster than several, and most pages lack it.
    is_replaced = b"\xef" in page and b"\xef\xbf\xbd" in page
    # The byte after each 0xC2; in UTF-8 there is always one. This way is faster than a pattern.
    after = page.split(b"\xc2")[1:] if b"\xc2" in page else ()
    return not is_replaced and all(part[0] not in _C1_UTF8 for part in after)


def decode(body: bytes, content_type: str | None) -> str:
    """Decode a page.

    Args:
        body: The page, content encoding undone.
        content_type: Its `Content-Type` header.

    Raises:
        PageRefusedError: `bad_encoding`, if no declared encoding fits the bytes.
    """
    for encoding in _candidates(body, content_type):
        try:
            text = body.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        return check_text(text.lstrip("\ufeff").replace("\x00", ""), encoding)
    raise PageRefusedError("bad_encoding", "the bytes fit no encoding that the page declares")


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    marked, _ = read_bom(body)
    declared = [
        http_content_type_encoding(content_type) if content_type else None,
        html_body_declared_encoding(body),
    ]
    if marked or _is_cut_utf8(body):
        return [marked or "utf-8"]
    resolved = [resolve_encoding(name) for name in declared if name]
    return ["utf-8", *(name for name in resolved if name and name not in _NO_CHARSETS)]


def _is_cut_utf8(body: bytes) -> bool:
    """Whether a body is UTF-8 but for a last letter that was cut: then no other fits either."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        is_at_end = error.end == len(body) and error.reason == "unexpected end of data"
        return is_at_end and not body[: error.start].isascii()
    return False


def parse_html(page: bytes) -> _Element:
    """The tree of a page in UTF-8.

    Raises:
        PageRefusedError: `unknown_layout`, if elements are nested more than 2,048 deep: the
            parser leaves out what lies below in silence.
    """
    parser = _PARSERS.html
    root = etree.fromstring(page or _EMPTY, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise PageRefusedError("unknown_layout", "elements are nested too deep to be read")
    if root is None:
        root = etree.fromstring(_EMPTY, parser)
    return root


def check_text(text: str, encoding: str) -> str:
    """Hand on text that can be read.

    Raises:
        PageRefusedError: `bad_encoding`, if too many characters are garbled.
    """
    garbled = len(_GARBLED.findall(text))
    if _HALVES.search(text):
        raise PageRefusedError("bad_encoding", "the text holds halves of characters")
    if garbled > len(text) * _TOLERATED:
        detail = f"{garbled} of {len(text)} characters are unreadable as {encoding}"
        raise PageRefusedError("bad_encoding", detail)
    return text


def is_binary(content: bytes) -> bool:
    """Whether bytes are no text at all: they hold NUL without being UTF-16 or UTF-32."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    return content.find(b"\x00", 0, 8192) >= 0 and not content.startswith(marks)
