from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from osce_scraper.dataset.dump import MANIFEST
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.errors import RunFailedError, UnusableTargetError
from tests.conftest import tree_of

RUNS = [f"20260301T08000{number}Z" for number in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> DatasetFolder:
    return DatasetFolder(tmp_path / "dataset")


PARTS = dict.fromkeys(("complete", "files", "changes", "fill_rates", "arguments"))


def publish(folder: DatasetFolder, run_id: str, *names: str) -> Path:
    """Publish a dump of files that hold the id of their run."""
    work = folder.begin(run_id)
    for name in names or ("press_releases.jsonl", MANIFEST):
        (work / name).write_text(json.dumps({"run_id": run_id, **PARTS}), "utf-8")
    folder.delta_part(run_id).write_text("{}\n", "utf-8")
    folder.publish(work, run_id)
    return folder.path / "dumps" / run_id


def visible(folder: DatasetFolder) -> dict[str, str]:
    """What a reader of the folder sees: links, with where they lead."""
    entries = sorted(folder.path.iterdir())
    return {one.name: str(one.readlink()) for one in entries if one.is_symlink()}


def test_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    folder = DatasetFolder(tmp_path / "a" / "b")
    assert folder.current is None
    assert folder.manifest() is None
    assert sorted(tree_of(folder.path)) == ["deltas", "dumps"]


def test_readers_see_one_dump_through_one_link(folder: DatasetFolder) -> None:
    publish(folder, RUNS[0])
    dump = publish(folder, RUNS[1])
    assert visible(folder) == {
        "current": f"dumps/{RUNS[1]}",
        "manifest.json": "current/manifest.json",
        "press_releases.jsonl": "current/press_releases.jsonl",
    }
    assert folder.current == dump
    assert folder.manifest() == {"run_id": RUNS[1], **PARTS}
    deltas = sorted(path.name for path in (folder.path / "deltas").iterdir())
    assert deltas == [f"{RUNS[0]}.jsonl", f"{RUNS[1]}.jsonl"]


def test_folder_can_be_moved(folder: DatasetFolder, tmp_path: Path) -> None:
    publish(folder, RUNS[0])
    folder.path.rename(tmp_path / "moved")
    assert DatasetFolder(tmp_path / "moved").manifest() == {"run_id": RUNS[0], **PARTS}


def test_file_that_the_new_dump_lacks_is_seen_no_longer(folder: DatasetFolder) -> None:
    publish(folder, RUNS[0], "press_releases.jsonl", "failed.jsonl", MANIFEST)
    publish(folder, RUNS[1], "press_releases.jsonl.gz", MANIFEST)
    assert sorted(visible(folder)) == ["current", "manifest.json", "press_releases.jsonl.gz"]


def test_what_users_keep_in_the_folder_is_left_alone(folder: DatasetFolder) -> None:
    publish(folder, RUNS[0])
    (folder.path / "notes.txt").write_text("mine", "utf-8")
    (folder.path / "here").symlink_to(".")
    (folder.path / "latest.jsonl").symlink_to("current/press_releases.jsonl")
    (folder.path / "gone.jsonl").symlink_to("current/nothing.jsonl")
    (folder.path / "dumps" / "by hand").mkdir()
    (folder.path / "dumps" / "readme").touch()
    publish(folder, RUNS[1])
    folder.prune(1)
    mine = {"notes.txt", "here", "latest.jsonl", "gone.jsonl"}
    assert mine <= {entry.name for entry in folder.path.iterdir()}
    dumps = {entry.name for entry in (folder.path / "dumps").iterdir()}
    assert dumps == {"by hand", "readme", RUNS[1]}


@pytest.mark.parametrize("name", ["press_releases.jsonl", "taxonomy.jsonl.zst", "current"])
def test_file_in_the_place_of_a_link_is_not_overwritten(folder: DatasetFolder, name: str) -> None:
    (folder.path / name).write_text("mine", "utf-8")
    with pytest.raises(UnusableTargetError, match=f"{name}: is no link; move it away"):
        DatasetFolder(folder.path)


def test_link_that_a_user_has_led_elsewhere_stays(folder: DatasetFolder) -> None:
    (folder.path / "press_releases.jsonl").symlink_to("/elsewhere")
    publish(folder, RUNS[0])
    assert visible(folder)["press_releases.jsonl"] == "/elsewhere"


@pytest.mark.parametrize("name", ["thesis.tex", "manifest.json", "press_releases.jsonl"])
def test_folder_of_something_else_is_not_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(UnusableTargetError, match=f"holds {name} and no dataset"):
        DatasetFolder(tmp_path)
    assert list(tree_of(tmp_path)) == [name]


def test_thresholds_may_lie_there_before_the_first_run(tmp_path: Path) -> None:
    (tmp_path / "gate.toml").touch()
    DatasetFolder(tmp_path)


def test_what_is_no_folder_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UnusableTargetError, match="is no folder"):
        DatasetFolder(tmp_path / "file")
    with pytest.raises(UnusableTargetError, match="cannot be written"):
        DatasetFolder(tmp_path / "file" / "below")


def test_folder_without_permission_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is read-only for root, who may run the tests.
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))
    with pytest.raises(UnusableTargetError, match="cannot be written"):
        DatasetFolder(tmp_path)


@pytest.mark.parametrize("content", [None, b"", b"{half"])
def test_damaged_dump_is_named_with_what_to_do(
    folder: DatasetFolder, content: bytes | None
) -> None:
    manifest = publish(folder, RUNS[0]) / MANIFEST
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)
    with pytest.raises(RunFailedError, match=r"manifest\.json: .* let current lead to a whole"):
        folder.manifest()


def test_what_a_killed_run_has_left_is_removed(folder: DatasetFolder) -> None:
    publish(folder, RUNS[0])
    before = tree_of(folder.path)
    (folder.begin(RUNS[1]) / "press_releases.jsonl").touch()
    folder.delta_part(RUNS[1]).touch()
    folder.clean()
    assert tree_of(folder.path) == before


def test_refused_dump_lies_aside_with_its_reasons(folder: DatasetFolder) -> None:
    publish(folder, RUNS[0])
    before = tree_of(folder.path)
    work = folder.begin(RUNS[1])
    (work / MANIFEST).touch()
    folder.delta_part(RUNS[1]).touch()
    refused = folder.refuse(work, RUNS[1], ["two", "reasons"])
    assert (refused / "reason.txt").read_text("utf-8") == "two\nreasons\n"
    assert (refused / MANIFEST).exists()
    after = tree_of(folder.path)
    assert {name: after[name] for name in after if not name.startswith("refused")} == before


def test_newest_dumps_are_kept_and_the_one_that_counts(folder: DatasetFolder) -> None:
    for run_id in RUNS:
        publish(folder, run_id)
        folder.refuse(folder.begin(run_id), run_id, [])
    link = folder.path / "current"
    link.unlink()
    link.symlink_to(f"dumps/{RUNS[0]}")
    folder.prune(2)
    assert sorted(path.name for path in (folder.path / "dumps").iterdir()) == [
        RUNS[0],
        *RUNS[-2:],
    ]
    assert sorted(path.name for path in (folder.path / "refused").iterdir()) == RUNS[-2:]


def test_every_run_adds_a_line(folder: DatasetFolder) -> None:
    for number in range(3):
        folder.add_run({"run_id": number})
    assert list(folder.runs()) == [{"run_id": 0}, {"run_id": 1}, {"run_id": 2}]


def test_half_a_line_of_a_crash_is_removed_before_the_next(folder: DatasetFolder) -> None:
    folder.add_run({"run_id": 0})
    with (folder.path / "runs.jsonl").open("ab") as file:
        file.write(b'{"run_id": 1, "exit')
    assert list(folder.runs()) == [{"run_id": 0}]
    folder.add_run({"run_id": 2})
    assert list(folder.runs()) == [{"run_id": 0}, {"run_id": 2}]


def test_there_are_no_runs_at_first(folder: DatasetFolder) -> None:
    assert list(folder.runs()) == []
