from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.capture_lines import parse_capture
from osce_scraper.captures import check_input, read_file
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import Capture

LINE = {
    "url": "https://www.osce.org/secretariat/296497",
    "html": "<h1>Příklad</h1>",
    "captured_at": "2026-03-02T12:00:00Z",
    "status": 200,
}
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", ["page.html", "page.htm", "PAGE.HTML"])
def test_html_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    content = b"\xef\xbb\xbf<p>\xe8\xe9</p>\r\n"
    (tmp_path / name).write_bytes(content)
    (capture,) = read_file(tmp_path / name, "https://www.osce.org/a/1234")
    assert capture == Capture(url="https://www.osce.org/a/1234", status=None, body=content)


def test_text_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_bytes("\ufeffDušanbe\n".encode())
    (capture,) = read_file(tmp_path / "page.txt")
    assert capture == Capture(url=None, status=None, text="Dušanbe\n")


@pytest.mark.parametrize("name", ["captures.jsonl", "captures.jsonl.gz", "CAPTURES.JSONL.GZ"])
def test_lines_are_captures(tmp_path: Path, name: str) -> None:
    text = LINE | {"html": None, "text": "Dušanbe", "status": 404, "fetcher": "ours"}
    lines = f"{json.dumps(LINE)}\n\n  \n{json.dumps(text)}".encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(lines) if name.lower().endswith("gz") else lines)
    check_input([path])
    first, second = read_file(path)
    assert first.url == second.url == LINE["url"]
    assert first.captured_at == second.captured_at == LINE["captured_at"]
    assert (first.status, second.status) == (200, 404)
    assert first.content.decode() == "<h1>Příklad</h1>"
    assert (second.body, second.text) == (None, "Dušanbe")


def test_line_with_the_least_that_is_needed() -> None:
    capture = parse_capture({"text": "x"})
    assert (capture.url, capture.status, capture.captured_at) == (None, None, None)


def test_html_of_a_line_is_unicode_whatever_it_declares() -> None:
    html = '<meta charset="windows-1251"><h1>Příklad</h1>'
    capture = parse_capture({"html": html, "content_type": "text/html; charset=windows-1251"})
    assert capture.content == html.encode()
    assert capture.content_type == "text/html; charset=utf-8"


OBJECT = st.fixed_dictionaries({}, optional=dict.fromkeys((*LINE, "text", "row", "offset"), JSON))


@given(JSON | OBJECT)
def test_every_line_is_a_capture_or_a_value_error(data: Any) -> None:
    try:
        capture = parse_capture(data)
    except ValueError:
        return
    assert isinstance(capture, Capture)


def test_later_file_that_cannot_be_read_is_found_at_once(tmp_path: Path) -> None:
    good = tmp_path / "page.html"
    good.write_text("<p>x</p>", "utf-8")
    check_input([good])
    with pytest.raises(UnreadableInputError, match=r"missing\.html: "):
        check_input([good, tmp_path / "missing.html"])


def test_known_endings_are_named(tmp_path: Path) -> None:
    path = tmp_path / "page.doc"
    path.write_text("x", "utf-8")
    with pytest.raises(UnreadableInputError, match=r"\.html, \.txt, .*\.jsonl"):
        check_input([path])


def test_utf_16_is_no_binary(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes("<p>Dušanbe</p>".encode("utf-16"))
    check_input([path])
    (capture,) = read_file(path)
    assert capture.content.startswith((b"\xff\xfe", b"\xfe\xff"))


@pytest.mark.parametrize("count", [1, 2])
def test_address_goes_with_one_page(tmp_path: Path, count: int) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>x</p>", "utf-8")
    if count == 1:
        check_input([path], "https://www.osce.org/a/1234")
        return
    with pytest.raises(UnreadableInputError, match="--url"):
        check_input([path] * count, "https://www.osce.org/a/1234")
