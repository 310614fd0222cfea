"""The records of WARC 1.1 that keep an exchange."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http.client import responses
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from warcio.recordbuilder import RecordBuilder
from warcio.statusandheaders import StatusAndHeaders

from osce_scraper.archive.entry import Entry
from osce_scraper.archive.exchange import Earlier, Exchange
from osce_scraper.archive.message import Headers, without

_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_FETCH_ERROR = re.compile(rb"^fetchError: ([^\r\n]*)", re.MULTILINE)
_BREAKS = re.compile(rb"[\r\n\x00]+")
_SECRETS = ("Authorization", "Proxy-Authorization", "Cookie")  # archives are handed on
_WITHOUT_BODY = frozenset((204, 304))

_builder = RecordBuilder(warc_version="1.1")


class _WireHeaders(StatusAndHeaders):  # type: ignore[misc] # warcio has no types
    """HTTP headers that are written byte by byte; warcio would percent-encode some."""

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        self.headers_buff = self.to_bytes(header_filter, encoding="latin-1")


def answer_record(exchange: Exchange, base: Mapping[str, str]) -> Any:
    """The `response` record of an exchange; for a 304 of a known capture, a `revisit` record.

    Args:
        exchange: What was exchanged.
        base: Fields that all records of a file share.
    """
    if exchange.status == 304 and exchange.earlier is not None:
        fields = {"WARC-Profile": _NOT_MODIFIED, **_reference(exchange.earlier)}
        return _record("revisit", exchange, {**base, **fields}, _answer_headers(exchange))
    return _record("response", exchange, base, _answer_headers(exchange), exchange.body)


def revisit_record(
    exchange: Exchange, base: Mapping[str, str], digest: str, earlier: Earlier
) -> Any:
    """The `revisit` record of an answer whose body, with this digest, is in the file already."""
    fields = {
        "WARC-Profile": _builder.REVISIT_PROFILE_1_1,
        "WARC-Payload-Digest": digest,
        **_reference(earlier),
    }
    return _record("revisit", exchange, {**base, **fields}, _answer_headers(exchange))


def request_record(exchange: Exchange, base: Mapping[str, str]) -> Any:
    """The `request` record of an exchange; credentials are left out."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = without(exchange.request_headers, *_SECRETS)
    if not any(name.lower() == b"host" for name, _ in headers):
        headers = [(b"Host", parts.netloc.rpartition("@")[2].encode("ascii", "replace")), *headers]
    line = f"{exchange.method} {target} HTTP/1.1"
    wire = _WireHeaders(line, _clean(headers), is_http_request=True)
    return _record("request", exchange, base, wire, exchange.request_body)


def metadata_record(exchange: Exchange, base: Mapping[str, str]) -> Any:
    """The `metadata` record of an exchange: its notes."""
    return _notes(exchange.url, exchange.captured_at, exchange.notes, base)


def failure_record(url: str, at: str, error: str, base: Mapping[str, str]) -> Any:
    """The `metadata` record of an address that gave no answer; `fetch_error` reads it."""
    return _notes(url, at, {"fetchError": error}, base)


def fetch_error(entry: Entry) -> str | None:
    """Why an address gave no answer, if a record says so."""
    found = _FETCH_ERROR.search(entry.block) if entry.type == "metadata" else None
    return found[1].decode("utf-8", "replace") if found else None


def warcinfo_record(name: str, at: str, about: Mapping[str, str]) -> Any:
    """The record that begins a file and says who made it how."""
    record = _builder.create_warcinfo_record(name, about)
    record.rec_headers.replace_header("WARC-Date", at)  # warcio's own has fractions of a second
    return record


def _notes(url: str, at: str, notes: Mapping[str, str], base: Mapping[str, str]) -> Any:
    lines = [f"{name}: {' '.join(value.split())}\r\n" for name, value in notes.items()]
    block = "".join(lines).encode("utf-8", "replace")
    fields = {"WARC-Type": "metadata", "WARC-Date": at, **base}
    return _builder.create_warc_record(
        url, "metadata", BytesIO(block), len(block), warc_headers_dict=fields
    )


def _record(
    kind: str, exchange: Exchange, base: Mapping[str, str], wire: Any, body: bytes = b""
) -> Any:
    fields = {"WARC-Type": kind, "WARC-Date": exchange.captured_at, **base}
    if exchange.ip_address:
        fields["WARC-IP-Address"] = exchange.ip_address
    return _builder.create_warc_record(
        exchange.url, kind, BytesIO(body), len(body), warc_headers_dict=fields, http_headers=wire
    )


def _reference(earlier: Earlier) -> dict[str, str]:
    return {
        "WARC-Refers-To-Target-URI": earlier.url,
        "WARC-Refers-To-Date": earlier.captured_at,
    }


def _answer_headers(exchange: Exchange) -> _WireHeaders:
    """Headers that fit the body as it is kept: its chunks are joined, its length is known."""
    headers = without(exchange.headers, "Transfer-Encoding", "Content-Length")
    if exchange.status not in _WITHOUT_BODY:
        headers.append((b"Content-Length", str(len(exchange.body)).encode("ascii")))
    line = f"{exchange.status} {responses.get(exchange.status, '')}"
    return _WireHeaders(line, _clean(headers), protocol="HTTP/1.1")


def _clean(headers: Headers) -> Headers:
    """Headers of one line each."""
    return [(_BREAKS.sub(b"", name), _BREAKS.sub(b" ", value)) for name, value in headers]
