from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from osce_scraper.dataset.dump import Dump, begin_dump, write_manifest
from osce_scraper.dataset.files import describe
from osce_scraper.errors import UnusableTargetError
from tests.conftest import tree_of

RUN = "20260302T080000Z"
MANIFEST: dict[str, Any] = {"run_id": RUN, "files": []}


def publish(target: Path, *, replace: bool = False) -> Dump:
    dump = begin_dump(target, RUN, replace=replace)
    (dump.work / "press_releases.jsonl").write_text("new\n", "utf-8")
    write_manifest(dump.work, MANIFEST)
    dump.publish()
    return dump


def test_dump_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "dump"
    dump = begin_dump(target, RUN, replace=False)
    assert dump.work.parent == target.parent
    (dump.work / "press_releases.jsonl").write_text("new\n", "utf-8")
    write_manifest(dump.work, MANIFEST)
    assert not target.exists()
    dump.publish()
    assert [path.name for path in target.parent.iterdir()] == ["dump"]
    assert sorted(path.name for path in target.iterdir()) == [
        *("SHA256SUMS", "manifest.json", "press_releases.jsonl")
    ]
    assert json.loads((target / "manifest.json").read_bytes()) == MANIFEST


@pytest.mark.parametrize("replace", [False, True])
def test_empty_folder_is_filled(tmp_path: Path, *, replace: bool) -> None:
    (tmp_path / "dump").mkdir()
    publish(tmp_path / "dump", replace=replace)
    assert sorted(tree_of(tmp_path)) == [
        *("dump", "dump/SHA256SUMS", "dump/manifest.json", "dump/press_releases.jsonl")
    ]


def test_earlier_dump_is_replaced_whole(tmp_path: Path, demo_dump: Path) -> None:
    target = tmp_path / "dump"
    shutil.copytree(demo_dump, target)
    publish(target, replace=True)
    assert sorted(tree_of(tmp_path)) == [
        *("dump", "dump/SHA256SUMS", "dump/manifest.json", "dump/press_releases.jsonl")
    ]
    assert (target / "press_releases.jsonl").read_text("utf-8") == "new\n"


def test_earlier_dump_is_kept_without_replace(tmp_path: Path, demo_dump: Path) -> None:
    target = tmp_path / "dump"
    shutil.copytree(demo_dump, target)
    before = tree_of(tmp_path)
    with pytest.raises(UnusableTargetError, match="--replace"):
        begin_dump(target, RUN, replace=False)
    assert tree_of(tmp_path) == before


def test_discarded_dump_leaves_nothing(tmp_path: Path, demo_dump: Path) -> None:
    target = tmp_path / "dump"
    shutil.copytree(demo_dump, target)
    before = tree_of(tmp_path)
    dump = begin_dump(target, RUN, replace=True)
    (dump.work / "press_releases.jsonl").write_text("half", "utf-8")
    dump.discard()
    dump.discard()
    assert tree_of(tmp_path) == before


def test_earlier_dump_stands_where_publishing_fails(
    tmp_path: Path, demo_dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dump"
    shutil.copytree(demo_dump, target)
    before = tree_of(tmp_path)
    dump = begin_dump(target, RUN, replace=True)
    write_manifest(dump.work, MANIFEST)
    whole = Path.rename

    def rename(self: Path, to: Any) -> Path:
        if self == dump.work:
            raise OSError(5, "Input/output error")
        return whole(self, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="Input/output error"):
        dump.publish()
    dump.discard()
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_dump_is_replaced_too(tmp_path: Path, demo_dump: Path, ending: str) -> None:
    target = tmp_path / "dump"
    shutil.copytree(demo_dump, target)
    for path in target.glob("*.jsonl"):
        path.rename(f"{path}{ending}")
    publish(target, replace=True)
    assert [path.name for path in target.glob("*.jsonl*")] == ["press_releases.jsonl"]


def test_sums_are_those_of_all_files_and_of_the_manifest(tmp_path: Path) -> None:
    dump = begin_dump(tmp_path / "dump", RUN, replace=False)
    (dump.work / "taxonomy.jsonl").write_bytes(b"term\n")
    write_manifest(dump.work, {"files": [describe(dump.work / "taxonomy.jsonl")]})
    term = hashlib.sha256(b"term\n").hexdigest()
    manifest = hashlib.sha256((dump.work / "manifest.json").read_bytes()).hexdigest()
    assert (dump.work / "SHA256SUMS").read_text("ascii") == (
        f"{term}  taxonomy.jsonl\n{manifest}  manifest.json\n"
    )


@pytest.mark.parametrize("name", ["dumps", "current", "runs.jsonl", "deltas"])
def test_folder_that_update_keeps_is_refused(tmp_path: Path, demo_dump: Path, name: str) -> None:
    target = tmp_path / "kept"
    shutil.copytree(demo_dump, target)
    (target / name).mkdir()
    before = tree_of(tmp_path)
    with pytest.raises(UnusableTargetError, match="update"):
        begin_dump(target, RUN, replace=True)
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize(
    "files",
    [
        {"notes.txt": "mine"},
        {"press_releases.jsonl": "{}\n"},
        {"manifest.json": '{"manifest_version": 3, "name": "Colours"}', "app.js": "run()"},
        {"manifest.json": "no JSON"},
    ],
    ids=["notes", "lines-alone", "manifest-of-something-else", "manifest-that-is-none"],
)
def test_folder_of_something_else_is_never_replaced(tmp_path: Path, files: dict[str, str]) -> None:
    target = tmp_path / "target"
    target.mkdir()
    for name, content in files.items():
        (target / name).write_text(content, "utf-8")
    before = tree_of(tmp_path)
    with pytest.raises(UnusableTargetError):
        begin_dump(target, RUN, replace=True)
    assert tree_of(tmp_path) == before


@pytest.mark.parametrize("replace", [False, True])
def test_file_or_link_is_no_target(tmp_path: Path, demo_dump: Path, *, replace: bool) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    shutil.copytree(demo_dump, tmp_path / "dump")
    (tmp_path / "link").symlink_to("dump")
    before = tree_of(tmp_path)
    for name in ("file", "link", "file/dump"):
        with pytest.raises(UnusableTargetError) as caught:
            begin_dump(tmp_path / name, RUN, replace=replace)
        assert str(tmp_path / name) in str(caught.value)
    assert tree_of(tmp_path) == before


def test_name_with_dots_and_blanks(tmp_path: Path, demo_dump: Path) -> None:
    shutil.copytree(demo_dump, tmp_path / "my dump v1.2")
    publish(tmp_path / "my dump v1.2", replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["my dump v1.2"]
