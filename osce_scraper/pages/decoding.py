"""From bytes to UTF-8: byte order mark, valid UTF-8, header, meta data, in this order.

Text that stays garbled is refused; nothing is replaced or left out in silence.
"""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from osce_scraper.errors import PageRefusedError

_GARBLED = re.compile("[\ufffd\x80-\x84\x86-\x9f]")  # C1 controls but NEL
_HALVES = re.compile("[\ud800-\udfff]")  # of characters; JSON can spell them, UTF-8 cannot
_TOLERATED = 1 / 500  # a stray broken letter that the author pasted is kept


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
        except (UnicodeDecodeError, LookupError):
            continue
        return check_text(text.lstrip("\ufeff").replace("\x00", ""), encoding)
    raise PageRefusedError("bad_encoding", "the bytes fit no encoding that the page declares")


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    marked, _ = read_bom(body)
    declared = [
        http_content_type_encoding(content_type) if content_type else None,
        html_body_declared_encoding(body),
    ]
    resolved = [resolve_encoding(name) for name in declared if name]
    return [marked] if marked else ["utf-8", *filter(None, resolved)]


def check_text(text: str, encoding: str) -> str:
    """Hand on text that can be read.

    Raises:
        PageRefusedError: `bad_encoding`, if too many characters are garbled.
    """
    garbled = len(_GARBLED.findall(text))
    if garbled > len(text) * _TOLERATED or _HALVES.search(text):
        detail = f"{garbled} of {len(text)} characters are unreadable as {encoding}"
        raise PageRefusedError("bad_encoding", detail)
    return text


def is_binary(content: bytes) -> bool:
    """Whether bytes are no text at all: they hold NUL without being UTF-16 or UTF-32."""
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    return b"\x00" in content[:8192] and not content.startswith(marks)
