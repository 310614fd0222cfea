"""Bytes that are no page: noise, files under a page's address, other formats."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator

_HTML = "text/html; charset=utf-8"
Item = tuple[str, bytes, str | None]


def garbage() -> Iterator[Item]:
    """Noise of several kinds, each with the header of a page."""
    for seed in range(6):
        noise = _noise(f"noise {seed}", 6000)
        yield f"random bytes {seed}", noise, _HTML
        yield f"random letters {seed}", _letters(noise), _HTML
        yield f"random bytes in a page {seed}", _in_page(noise), None
    yield "nothing", b"", _HTML
    yield "blanks", b" \n\t " * 100, _HTML
    yield "zeros", b"\x00" * 5000, _HTML
    yield "byte order mark alone", b"\xef\xbb\xbf", _HTML
    yield "brackets", b"<" * 5000, _HTML
    yield "deeply nested", b"<div>" * 3000 + b"x" + b"</div>" * 3000, _HTML
    yield "a tag that never ends", b"<html><body><p title='" + b"x" * 5000, _HTML
    yield "UTF-16 noise", b"\xff\xfe" + _noise("utf-16", 4000), _HTML


def formats() -> Iterator[Item]:
    """Whole files of other formats; some servers call everything HTML."""
    for kind, content in _FILES.items():
        yield f"file {kind}", content, kind
        yield f"file {kind} served as HTML", content, _HTML


def _noise(seed: str, size: int) -> bytes:
    blocks = (hashlib.sha256(f"{seed} {n}".encode()).digest() for n in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def _letters(noise: bytes) -> bytes:
    alphabet = b"abcdefghijklmnopqrstuvwxyz ABCDE,.<>/=-012345678\n"
    return bytes(alphabet[byte % len(alphabet)] for byte in noise)


def _in_page(noise: bytes) -> bytes:
    return b"<html><body><h1>Title</h1><p>" + noise.replace(b"\x00", b"") + b"</p></body></html>"


_TEXT = b"VERSION:2.0\nSUMMARY:Press release\nDTSTART:20141203T100000Z\n"
_FILES = {
    "image/png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + _noise("png", 3000),
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Title (News) >>\nendobj\n",
    "application/gzip": gzip.compress(b"<h1>Press release</h1>", mtime=0),
    "application/zip": b"PK\x03\x04\x14\x00\x00\x00" + _noise("zip", 2000),
    "application/json": b'{"type": "Press release", "title": "A title", "date": "2014-12-03"}',
    "application/rss+xml": b'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>'
    b"<item><title>A title</title><pubDate>Wed, 03 Dec 2014 10:00:00 GMT</pubDate>"
    b"<description>VIENNA, 3 December 2014 - Words.</description></item></channel></rss>",
    "application/atom+xml": b'<?xml version="1.0"?><feed><entry><title>A</title></entry></feed>',
    "application/xml": b'<?xml version="1.0"?><urlset><url><loc>https://www.osce.org/node/1234</loc>'
    b"<lastmod>2014-12-03</lastmod></url></urlset>",
    "text/plain": b"User-agent: *\nCrawl-delay: 10\nDisallow: /search\n",
    "text/css": b".press-release { color: #036 }\n.date::before { content: 'Date:' }\n",
    "text/javascript": b"const release = {type: 'Press release', date: '2014-12-03'};\n",
    "text/calendar": b"BEGIN:VCALENDAR\n" + _TEXT + b"END:VCALENDAR\n",
    "text/csv": b"title,date,place\nA title,3 December 2014,VIENNA\n",
}
