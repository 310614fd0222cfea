"""A file of addresses: all of them, in order, each once, and a bad line by its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.discovery.found import Found
from osce_scraper.discovery.urls import AddressFile
from osce_scraper.errors import UnreadableInputError
from tests.discovery.driver import HOME, drive, page

MIRROR = "http://127.0.0.1:8000"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "releases.txt"


def read(file: Path, content: str | bytes, site: str | None = None) -> list[str]:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return [found.url for found in AddressFile(file, site).known()]


def test_addresses_are_vouched_for_and_need_no_page(file: Path) -> None:
    file.write_text(f"{HOME}/cio/52484\n")
    way = AddressFile(file)
    run = drive(way, lambda _: "nothing may be asked")
    assert run.found == [Found(f"{HOME}/cio/52484", vouched=True)]
    assert run.asked == []
    assert way.is_whole
    assert way.report() == "urls: 1 found on 0 pages; as the file names them"


def test_order_is_kept_and_each_page_comes_once(file: Path) -> None:
    content = f"{HOME}/cio/3000\nhttp://osce.org/cio/1000\n{HOME}/cio/2000\n{HOME}/cio/1000?x=1\n"
    assert read(file, content) == [f"{HOME}/cio/{n}" for n in (3000, 1000, 2000)]


@pytest.mark.parametrize(
    "content",
    [
        f"{HOME}/cio/52484",
        f"\n\n  {HOME}/cio/52484  \n\n",
        f"# a comment\n  # another\n{HOME}/cio/52484 # the release\n{HOME}/cio/52484#main\n",
        f"{HOME}/cio/52484\t# after a tab",
        f"{HOME}/cio/52484\r\n# a comment\r\n",
        f"\ufeff{HOME}/cio/52484\n",
        f"http://web.archive.org/web/20150101000000/{HOME}/cio/52484",
    ],
)
def test_comments_and_white_space_are_left_out(file: Path, content: str) -> None:
    assert read(file, content) == [f"{HOME}/cio/52484"]


def test_an_address_without_a_number_may_be_named(file: Path) -> None:
    assert read(file, f"{HOME}/who/press") == [f"{HOME}/who/press"]


def test_addresses_of_a_mirror_are_the_site_s(file: Path) -> None:
    assert read(file, f"{MIRROR}/cio/52484", MIRROR) == [f"{HOME}/cio/52484"]


@pytest.mark.parametrize(
    "line",
    [
        "cio/52484",
        "www.osce.org/cio/52484",
        "https://elsewhere.example/cio/52484",
        "https://shhada.ir/cio/52484",
        f"{MIRROR}/cio/52484",
        "ftp://www.osce.org/cio/52484",
        "file:///etc/passwd",
        "https://www.osce.org:8443/cio/52484",
        f"{HOME}/cio/52484 {HOME}/cio/52485",
        f"{HOME}/cio/52484,{HOME}/cio/52485 x",
        "http://[",
        "x" * 100_000,
    ],
)
def test_a_bad_line_is_named_by_its_number(file: Path, line: str) -> None:
    content = f"# first\n\n{HOME}/cio/52484\n{line}\n"
    with pytest.raises(UnreadableInputError, match=r"releases\.txt:4: not an address") as caught:
        read(file, content)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing yet\n"])
def test_a_file_without_an_address_is_refused(file: Path, content: str) -> None:
    with pytest.raises(UnreadableInputError, match="names no address"):
        read(file, content)


def test_a_file_that_is_not_utf8_is_refused(file: Path) -> None:
    with pytest.raises(UnreadableInputError, match="not UTF-8"):
        read(file, b"\xff\xfe\x00")


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="No such file"):
        AddressFile(tmp_path / "missing")
    with pytest.raises(UnreadableInputError, match="is a folder"):
        AddressFile(tmp_path)


def test_a_page_that_nobody_asked_for_is_a_problem(file: Path) -> None:
    file.write_text(f"{HOME}/cio/52484\n")
    way = AddressFile(file)
    assert way.read(page(HOME, "x")).problem
    assert way.lose(HOME, "timeout").problem


@given(st.text() | st.binary())
def test_any_file_gives_addresses_or_the_documented_error(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    try:
        found = read(tmp_path_factory.getbasetemp() / "any.txt", body)
    except UnreadableInputError:
        return
    assert found
