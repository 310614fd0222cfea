from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from osce_scraper.cluster import work as module
from osce_scraper.cluster.parts import Note, Part, prepare_folder
from osce_scraper.cluster.work import Work
from osce_scraper.errors import UnusableTargetError
from osce_scraper.extraction import outcome
from osce_scraper.items import Capture
from osce_scraper.reading import read_captures
from tests.archive.warcs import PAGE, response, write
from tests.cluster.test_fetch import Object
from tests.conftest import Invoke, StartSite, tree_of
from tests.site import Answer, release_page

Records = Callable[[], bytes]


def pages(*numbers: int) -> list[bytes]:
    """Records of a WARC: good releases, and after them a page that is none."""
    releases = [
        response(f"https://www.osce.org/secretariat/{number}", release_page(number).encode())
        for number in numbers
    ]
    return [*releases, response("https://www.osce.org/contacts", PAGE)]


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    return write(tmp_path / "pages.warc.gz", *pages(7001, 7002))


@pytest.fixture
def work(tmp_path: Path) -> Work:
    folder = tmp_path / "parts"
    prepare_folder(folder)
    return Work(folder, "jsonl", lambda address: Object(Path(address[len("s3:/") :]).read_bytes()))


def records(work: Work, address: str | Path) -> bytes:
    return Part.of(str(address), work.folder).records("jsonl").read_bytes()


def test_records_and_rejections_are_those_of_extract_byte_by_byte(
    work: Work, warc: Path, invoke: Invoke, tmp_path: Path
) -> None:
    own, refused = tmp_path / "records.jsonl", tmp_path / "rejected.jsonl"
    assert invoke("extract", warc, "-o", own, "--rejected", refused).exit_code == 0
    note = work.read(str(warc))
    assert (note.records, note.rejected, note.failed, note.fault) == (2, 1, [], None)
    assert records(work, warc) == own.read_bytes() != b""
    assert Part.of(str(warc), work.folder).rejected.read_bytes() == refused.read_bytes()


def test_files_far_away_give_the_records_of_the_same_file_here(
    work: Work, warc: Path, start_site: StartSite
) -> None:
    site = start_site({"/far/pages.warc.gz": Answer(warc.read_bytes())})
    work.read(str(warc))
    for address in (f"{site.url}/far/pages.warc.gz", f"s3:/{warc}"):
        note = work.read(address)
        assert note.fault is None
        assert records(work, address) == records(work, warc)


def test_what_was_read_is_not_read_again(
    work: Work, warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = work.read(str(warc))
    before = tree_of(work.folder)
    monkeypatch.setattr(module, "extract", lambda _paths: pytest.fail("read again"))
    second = work.read(str(warc))
    assert (first.kept, second.kept) == (False, True)
    assert (second.records, second.rejected) == (2, 1)
    assert tree_of(work.folder) == before


def test_an_unchanged_file_of_the_web_is_not_fetched_again(
    work: Work, warc: Path, start_site: StartSite
) -> None:
    tagged = Answer(warc.read_bytes(), headers={"ETag": '"1"'})
    site = start_site({"/pages.warc.gz": tagged})
    assert [work.read(f"{site.url}/pages.warc.gz").kept for _ in range(2)] == [False, True]


def test_an_input_that_changed_is_read_again(work: Work, warc: Path) -> None:
    work.read(str(warc))
    write(warc, *pages(7001, 7003))
    note = work.read(str(warc))
    assert not note.kept
    assert b"osce-7003-en" in records(work, warc)
    assert b"osce-7002-en" not in records(work, warc)


def test_an_input_that_breaks_gives_what_came_before_and_is_named(work: Work, warc: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-40])
    for _ in range(2):
        note = work.read(str(warc))
        assert (note.records, note.kept) == (2, False)
        assert note.fault is not None
        assert note.fault.startswith(f"{warc}: broken at byte ")


def test_a_file_far_away_that_breaks_is_named_by_its_address(
    work: Work, start_site: StartSite
) -> None:
    address = f"{start_site({'/pages.warc.gz': 'no archive'}).url}/pages.warc.gz"
    note = work.read(address)
    assert note.is_empty
    assert note.problems()[0].startswith(f"unreadable: {address}: broken at byte 0")


def test_an_input_that_cannot_be_had_leaves_its_earlier_part(work: Work, warc: Path) -> None:
    work.read(str(warc))
    before = tree_of(work.folder)
    warc.unlink()
    assert work.read(str(warc)).problems() == [f"unreadable: {warc}: No such file or directory"]
    assert tree_of(work.folder) == before


def test_a_page_that_breaks_the_reader_is_named_and_stops_no_other(
    work: Work, warc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(captures: list[Capture]) -> list[object]:
        if captures[0].url and captures[0].url.endswith("7001"):
            raise RecursionError("too deep")
        return list(read_captures(captures))

    monkeypatch.setattr(outcome, "read_captures", stumble)
    note = work.read(str(warc))
    assert (note.records, note.rejected) == (1, 1)
    page = "failed: https://www.osce.org/secretariat/7001: RecursionError: too deep"
    assert note.problems() == [page]
    assert work.read(str(warc)).problems() == [page]


def test_a_part_that_cannot_be_written_is_no_fault_of_the_input(work: Work, warc: Path) -> None:
    (work.folder / "rejected").rmdir()
    with pytest.raises(UnusableTargetError, match="cannot be written"):
        work.read(str(warc))


def test_a_note_survives_the_way_between_processes(work: Work, warc: Path) -> None:
    note = work.read(str(warc))
    assert Note.read(note.line()) == note
