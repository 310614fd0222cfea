from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.cluster.parts import Note, Part, prepare_folder, remove_unfinished, write_part
from osce_scraper.errors import UnusableTargetError
from osce_scraper.extraction.outcome import Outcome

ADDRESS = "/archive/2024/pages.warc.gz"
NOTE = Note(ADDRESS, state="sha256 1")


@pytest.fixture
def part(tmp_path: Path) -> Part:
    """A part of one record, written."""
    prepare_folder(tmp_path)
    part = Part.of(ADDRESS, tmp_path)
    write_part(part, replace(NOTE), [Outcome("record", b"{}\n", "page")])
    return part


def test_a_part_is_named_after_its_input(tmp_path: Path) -> None:
    assert Part.of("s3://bucket/osce/A b.warc.gz", tmp_path).name.startswith("A_b-")
    assert Part.of("https://host/2024/x.wacz?key=1", tmp_path).name.startswith("x-")


def test_inputs_of_one_name_have_parts_of_their_own(tmp_path: Path) -> None:
    assert Part.of(ADDRESS, tmp_path) != Part.of(ADDRESS.replace("2024", "2025"), tmp_path)


def test_names_of_parts_are_never_too_long(tmp_path: Path) -> None:
    assert len(Part.of(f"/{'x' * 250}.warc.gz", tmp_path).rejected.name) < 120


def test_a_part_stands_when_nothing_changed(part: Part) -> None:
    found = part.stands(replace(NOTE))
    assert found is not None
    assert found.records == 1


@pytest.mark.parametrize(
    "change",
    [{"state": "sha256 2"}, {"format": "parquet"}, {"versions": ["0.0.9", "1.0.0"]}],
)
def test_a_part_does_not_stand_for_another_input_form_or_version(
    part: Part, change: dict[str, Any]
) -> None:
    assert part.stands(replace(NOTE, **change)) is None


def test_a_part_does_not_stand_without_its_files(part: Part) -> None:
    part.records("jsonl").unlink()
    assert part.stands(replace(NOTE)) is None


@pytest.mark.parametrize("content", [b"", b"[]", b'{"input": 1, "unknown": 2}', b'"text"'])
def test_a_note_that_is_none_makes_the_part_be_read_again(part: Part, content: bytes) -> None:
    part.note.write_bytes(content)
    assert part.stands(replace(NOTE)) is None


def test_an_input_that_nothing_tells_from_a_changed_one_is_read_again(part: Part) -> None:
    write_part(part, replace(NOTE, state=""), [])
    assert part.stands(replace(NOTE, state="")) is None


def test_a_part_that_cannot_be_finished_leaves_the_earlier_one(part: Part) -> None:
    def outcomes() -> Any:
        yield Outcome("record", b"new\n", "page")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_part(part, replace(NOTE, state="sha256 2"), outcomes())
    assert part.records("jsonl").read_bytes() == b"{}\n"
    assert part.stands(replace(NOTE)) is not None


def test_the_part_of_another_form_goes_when_the_new_one_is_there(part: Part) -> None:
    part.records("parquet").write_bytes(b"of an earlier run")
    write_part(part, replace(NOTE), [])
    assert not part.records("parquet").exists()


def test_what_a_killed_run_left_half_written_is_removed(part: Part) -> None:
    left = part.records("jsonl").with_name(f".{part.name}.jsonl.4711.part")
    left.touch()
    remove_unfinished(part.folder)
    assert not left.exists()
    assert part.stands(replace(NOTE)) is not None


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "target"
    if kind == "file":
        target.touch()
    else:
        (target / "letters").mkdir(parents=True)
    with pytest.raises(UnusableTargetError, match=str(target)):
        prepare_folder(target)
