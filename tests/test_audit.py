from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.audit import audit
from osce_scraper.dataset.dump import write_manifest
from osce_scraper.dataset.files import describe, pack, write_records
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import PressRelease
from tests.conftest import MakeRecord, make_tombstone

RECORDS = "press_releases.jsonl"


@pytest.fixture
def dump(tmp_path: Path, demo_dump: Path) -> Path:
    """A sound dump, for breaking."""
    return Path(shutil.copytree(demo_dump, tmp_path / "dump"))


def state(dump: Path, **changes: Any) -> None:
    """Make the manifest anew, so that it tells the truth of the files as they are now."""
    files = [describe(path) for path in sorted(dump.glob("*.jsonl*"))]
    manifest = json.loads((dump / "manifest.json").read_bytes())
    write_manifest(dump, manifest | {"files": files} | changes)


def change_lines(path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


def kept_by_update(dump: Path) -> Path:
    """A folder as `update` keeps it, around a dump."""
    folder = dump.with_name("dataset")
    (folder / "dumps").mkdir(parents=True)
    for name in ("state.sqlite", "runs.jsonl"):
        (folder / name).touch()
    (folder / "itself").symlink_to(".")
    dump.rename(folder / "dumps" / "20260302T080000Z")
    (folder / "current").symlink_to("dumps/20260302T080000Z")
    for path in (folder / "current").iterdir():
        (folder / path.name).symlink_to(Path("current", path.name))
    return folder


@pytest.mark.parametrize("compression", [None, "gz", "zst"])
def test_sound_dump_has_no_faults(dump: Path, compression: str | None) -> None:
    if compression:
        for path in dump.glob("*.jsonl"):
            pack(path, compression)
        state(dump)
    assert list(audit(dump)) == []


def test_earlier_revisions_and_tombstones_belong_to_a_dump(
    dump: Path, make_record: MakeRecord
) -> None:
    first, second = make_record(), make_record(revision=2)
    write_records(dump / "revisions.jsonl", [first, second])
    write_records(dump / "tombstones.jsonl", [make_tombstone(second)])
    write_records(dump / "failed.jsonl", [])
    state(dump)
    assert list(audit(dump)) == []
    write_records(dump / "revisions.jsonl", [second, first, first])
    state(dump)
    order, repeated = audit(dump)
    assert order.startswith(f"{dump}/revisions.jsonl:2: record: is out of order")
    assert repeated == (f"{dump}/revisions.jsonl:3: id: osce-662279-en 1 stands in line 2 already")


def test_folder_without_a_manifest_is_no_dump(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match=r"holds no manifest\.json"):
        list(audit(tmp_path))


@pytest.mark.parametrize("content", [b"", b"[]", b'{"run_id": "x"}', b"\xff"])
def test_manifest_that_is_none_is_a_fault(dump: Path, content: bytes) -> None:
    (dump / "manifest.json").write_bytes(content)
    faults = list(audit(dump))
    assert faults
    assert all(fault.startswith(f"{dump}/manifest.json: ") for fault in faults)


def test_books_that_do_not_balance_are_told(dump: Path) -> None:
    counts = json.loads((dump / "manifest.json").read_bytes())["counts"]
    state(dump, counts=counts | {"requested": counts["requested"] + 1})
    (fault,) = audit(dump)
    assert fault.startswith(f"{dump}/manifest.json: counts: ")


def test_line_against_the_schema_is_told_with_its_field(dump: Path) -> None:
    change_lines(dump / RECORDS, lambda lines: [lines[0], b'{"id": 1}\n', *lines[1:]])
    change_lines(dump / "rejected.jsonl", lambda lines: [b"{\n", *lines])
    state(dump)
    faults = list(audit(dump))
    assert f"{dump}/{RECORDS}:2: title: Field required" in faults
    assert any(fault.startswith(f"{dump}/rejected.jsonl:1: line: not JSON") for fault in faults)
    assert len(faults) == len(PressRelease.model_fields) + 1


def test_lines_out_of_order_are_told(dump: Path) -> None:
    change_lines(dump / RECORDS, lambda lines: [lines[1], lines[0], *lines[2:]])
    state(dump)
    (fault,) = audit(dump)
    assert fault.startswith(f"{dump}/{RECORDS}:2: record: is out of order")


@pytest.mark.parametrize("name", [RECORDS, "taxonomy.jsonl"])
def test_repeated_id_is_told_with_both_lines(dump: Path, name: str) -> None:
    change_lines(dump / name, lambda lines: [*lines[:3], lines[2], *lines[3:]])
    state(dump)
    (fault,) = audit(dump)
    assert fault.startswith(f"{dump}/{name}:4: id: ")
    assert fault.endswith(" stands in line 3 already")


def test_file_that_is_not_what_the_manifest_says_is_told(dump: Path) -> None:
    change_lines(dump / RECORDS, lambda lines: lines[:-1])
    found = [fault.partition(" is ")[0] for fault in audit(dump)]
    assert found == [f"{dump}/{RECORDS}: {fact}" for fact in ("bytes", "records", "sha256")]


def test_one_changed_letter_is_told(dump: Path) -> None:
    content = (dump / RECORDS).read_bytes()
    (dump / RECORDS).write_bytes(content.replace(b"OSCE", b"OSCF", 1))
    (fault,) = audit(dump)
    assert fault.startswith(f"{dump}/{RECORDS}: sha256 is ")


def test_file_that_breaks_off_is_told_and_the_others_are_checked(dump: Path) -> None:
    for path in dump.glob("*.jsonl"):
        pack(path, "gz")
    state(dump)
    broken = dump / f"{RECORDS}.gz"
    broken.write_bytes(broken.read_bytes()[:-20])
    (dump / "taxonomy.jsonl.gz").write_bytes(b"")
    found = sorted(fault for fault in audit(dump) if "cannot be read to its end" in fault)
    assert [fault.split(":")[0] for fault in found] == [str(broken), f"{dump}/taxonomy.jsonl.gz"]


def test_files_that_are_missing_or_too_many_are_told(dump: Path) -> None:
    (dump / "rejected.jsonl").unlink()
    (dump / "failed.jsonl").touch()
    (dump / "notes").mkdir()
    (dump / "SHA256SUMS").unlink()
    assert list(audit(dump)) == [
        f"{dump}/failed.jsonl: is not in the manifest",
        f"{dump}/notes: is not in the manifest",
        f"{dump}/rejected.jsonl: is in the manifest, but missing",
        f"{dump}/SHA256SUMS: is missing",
    ]


def test_folder_in_the_place_of_a_file_is_told(dump: Path) -> None:
    (dump / RECORDS).unlink()
    (dump / RECORDS).mkdir()
    (fault,) = audit(dump)
    assert fault == f"{dump}/{RECORDS}: Is a directory"


def test_sums_that_say_something_else_are_told(dump: Path) -> None:
    with (dump / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  more.jsonl\n")
    (fault,) = audit(dump)
    assert fault.startswith(f"{dump}/SHA256SUMS: ")


def test_folder_that_update_keeps_is_read_through_its_link(dump: Path) -> None:
    folder = kept_by_update(dump)
    assert list(audit(folder)) == []
    current = folder / "dumps" / "20260302T080000Z"
    change_lines(current / "rejected.jsonl", lambda lines: [*lines, b"{}\n"])
    faults = list(audit(folder))
    assert faults
    assert all(fault.startswith(f"{current}/rejected.jsonl:") for fault in faults)


def test_links_that_are_missing_or_lead_nowhere_are_told(dump: Path) -> None:
    folder = kept_by_update(dump)
    (folder / RECORDS).unlink()
    (folder / "taxonomy.jsonl").unlink()
    (folder / "taxonomy.jsonl").symlink_to("dumps/20260302T080000Z/taxonomy.jsonl")
    (folder / f"{RECORDS}.gz").symlink_to(f"current/{RECORDS}.gz")
    assert list(audit(folder)) == [
        f"{folder}/{RECORDS}: is no link to current/{RECORDS}",
        f"{folder}/taxonomy.jsonl: is no link to current/taxonomy.jsonl",
        f"{folder}/{RECORDS}.gz: the link leads nowhere",
    ]


def test_dump_that_is_replaced_meanwhile_is_read_to_its_end(dump: Path) -> None:
    folder = kept_by_update(dump)
    (folder / "current" / "notes").touch()
    faults = audit(folder)
    assert next(faults).endswith("notes: is not in the manifest")
    (folder / "dumps" / "later").mkdir()
    (folder / "next").symlink_to("dumps/later")
    (folder / "next").replace(folder / "current")
    assert [fault for fault in faults if "leads nowhere" not in fault] == []
