"""What is read out of the HTTP responses that archives hold."""

from __future__ import annotations

import pytest

from osce_scraper.archive.message import BrokenResponseError, header, read_message
from tests.archive.warcs import HTML, PAGE, chunked, http

CHUNKED = {**HTML, "Transfer-Encoding": "chunked"}


def test_status_headers_and_body() -> None:
    message = read_message(http(PAGE, "404 Not Found"))
    assert message == (404, [(b"Content-Type", b"text/html; charset=utf-8")], PAGE)


def test_chunks_are_joined_and_their_header_is_dropped() -> None:
    message = read_message(http(chunked(PAGE[:10], PAGE[10:]), headers=CHUNKED))
    assert message.body == PAGE
    assert header(message.headers, "transfer-encoding") == ""


def test_chunks_that_the_archiver_joined_already_are_left_alone() -> None:
    assert read_message(http(PAGE, headers=CHUNKED)).body == PAGE


@pytest.mark.parametrize("cut", [3, 9, 40])
def test_a_body_that_ends_within_a_chunk_is_broken(cut: int) -> None:
    body = chunked(PAGE)
    with pytest.raises(BrokenResponseError, match="ends within a chunk"):
        read_message(http(body[:-cut], headers=CHUNKED))


def test_no_reason_bare_line_feeds_folded_lines_and_bytes_beyond_ascii() -> None:
    block = b"HTTP/2 200\nX-Long: one\n two\nLocation: /\xc3\xbc\xe4\nnonsense\n\nbody"
    message = read_message(block)
    assert message.status == 200
    assert message.headers == [(b"X-Long", b"one two"), (b"Location", b"/\xc3\xbc\xe4")]
    assert message.body == b"body"


def test_no_headers_and_no_body() -> None:
    assert read_message(b"HTTP/1.1 204 No Content\r\n\r\n") == (204, [], b"")
    assert read_message(b"HTTP/1.1 204 No Content") == (204, [], b"")


@pytest.mark.parametrize("block", [b"", PAGE, b"HTTP/1.1 2000 OK\r\n\r\n", b"GET / HTTP/1.1\r\n"])
def test_what_is_no_response_is_said_to_be_broken(block: bytes) -> None:
    with pytest.raises(BrokenResponseError, match="no HTTP response"):
        read_message(block)


def test_values_of_one_header_are_joined() -> None:
    headers = [(b"Content-Encoding", b"gzip"), (b"content-encoding", b"br")]
    assert header(headers, "Content-Encoding") == "gzip, br"
