"""HTTP responses as archives keep them: status, headers and body, with chunks put together."""

from __future__ import annotations

import re
from io import BytesIO
from typing import NamedTuple

from osce_scraper.errors import OsceScraperError

Headers = list[tuple[bytes, bytes]]

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)")
_FOLD = re.compile(rb"\r?\n[ \t]+")
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r\n")


class BrokenResponseError(OsceScraperError):
    """A record that holds no whole HTTP response, or a body that cannot be decoded."""


class Message(NamedTuple):
    """An HTTP response; its body has no transfer coding any more, but keeps its content coding."""

    status: int
    headers: Headers
    body: bytes


def read_message(block: bytes) -> Message:
    """Take an HTTP response apart.

    Args:
        block: The response as it was sent, or with its chunks already put together.

    Raises:
        BrokenResponseError: If it does not begin with a status, or ends within a chunk.
    """
    status = _STATUS.match(block)
    if status is None:
        raise BrokenResponseError("the record holds no HTTP response")
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = _read_headers(head)
    if header(headers, "Transfer-Encoding").lower().endswith("chunked"):
        body = _join_chunks(body)
    return Message(int(status[1]), without(headers, "Transfer-Encoding"), body)


def _read_headers(head: bytes) -> Headers:
    lines = _FOLD.sub(b" ", head).splitlines()[1:]
    pairs = (line.partition(b":") for line in lines)
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _join_chunks(body: bytes) -> bytes:
    """The body without its chunks; as it is where an archiver joined them but left the header."""
    if not _CHUNK_SIZE.match(body):
        return body
    from warcio import bufferedreaders  # noqa: PLC0415 - few archives keep chunks

    reader = bufferedreaders.ChunkedDataReader(BytesIO(body), raise_exceptions=True)
    try:
        joined: bytes = reader.read()
    except bufferedreaders.ChunkedDataException as error:
        raise BrokenResponseError("the body ends within a chunk") from error
    return joined


def header(headers: Headers, name: str) -> str:
    """The values of a header, joined by commas as RFC 9110 allows; empty where it is missing."""
    wanted = name.lower().encode("ascii")
    return ", ".join(value.decode("latin-1") for key, value in headers if key.lower() == wanted)


def without(headers: Headers, *names: str) -> Headers:
    """The headers but those of the given names."""
    dropped = {name.lower().encode("ascii") for name in names}
    return [(key, value) for key, value in headers if key.lower() not in dropped]
