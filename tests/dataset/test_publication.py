from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from osce_scraper.audit import audit
from osce_scraper.dataset.books import Books
from osce_scraper.dataset.dump import MANIFEST
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.manifest import Run as Started
from osce_scraper.dataset.publication import Publication
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.state import State
from osce_scraper.items import Failed
from tests.conftest import MakeRecord, read_jsonl, tree_of
from tests.datasets import FIRST, HOME, provenance

STARTED = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Dataset:
    """A dataset whose runs read what a test says."""

    def __init__(self, folder: Path, make_record: MakeRecord) -> None:
        self.folder = DatasetFolder(folder)
        self.state = State(self.folder.state)
        self.make_record = make_record
        self.runs = 0

    def read(self, number: int, content: str = "a", **facts: Any) -> None:
        """Read a release; a hex digit stands for what it says, and for its bytes."""
        page = f"{HOME}/node/{number}"
        record = self.make_record(
            id=f"osce-{number}-en",
            node_id=number,
            url=page,
            title=content,
            content_sha256=content * 64,
            capture=provenance(page, content),
            **facts,
        )
        with self.state.transaction():
            Records(self.state).enter(page, record, {}, FIRST)

    def begin(self, compress: str | None = None) -> Publication:
        """Begin a run, as the command does."""
        self.runs += 1
        started = STARTED + timedelta(hours=self.runs)
        publication = Publication(self.folder, self.state, Started(started, {}), compress)
        publication.settle()
        return publication

    def run(self, compress: str | None = None, *, complete: bool = True) -> Publication:
        """A whole run, after its reading."""
        publication = self.begin(compress)
        if publication.is_needed(complete=complete):
            self.build(publication, complete=complete)
            if publication.is_news:
                publication.publish()
            else:
                publication.dismiss()
        return publication

    def build(self, publication: Publication, *, complete: bool = True) -> None:
        """Write the dump."""
        count = self.state.number("SELECT count(*) FROM record WHERE reading NOT NULL")
        books = Books(requested=count, captured=count, exported=count)
        publication.build(books, {}, [], complete=complete)

    @property
    def visible(self) -> dict[str, bytes]:
        """What a reader sees."""
        links = (one for one in self.folder.path.iterdir() if one.is_symlink())
        return {one.name: one.read_bytes() for one in links if one.is_file()}

    @property
    def read_titles(self) -> list[str]:
        """Of the records as they were read last."""
        return [orjson.loads(line)["title"] for line in Records(self.state).lines()]

    @property
    def titles(self) -> list[str]:
        """Of the published records."""
        lines = read_jsonl(self.folder.path / "press_releases.jsonl")
        return [line["title"] for line in lines]


@pytest.fixture
def dataset(tmp_path: Path, make_record: MakeRecord) -> Iterator[Dataset]:
    """A dataset that has published one record."""
    dataset = Dataset(tmp_path / "dataset", make_record)
    with dataset.state:
        dataset.read(1, "a")
        dataset.run()
        yield dataset


def test_dump_is_published_with_its_delta_and_fits_its_manifest(dataset: Dataset) -> None:
    dataset.read(1, "b")
    dataset.read(2)
    publication = dataset.run()
    assert publication.changes == {"added": 1, "modified": 1, "deleted": 0, "unchanged": 0}
    assert dataset.titles == ["b", "a"]
    assert list(audit(dataset.folder.path)) == []
    head, *delta = read_jsonl(dataset.folder.path / "deltas" / "20260301T100000Z.jsonl")
    assert head == {"from": "20260301T090000Z", "to": "20260301T100000Z"}
    assert [(line["op"], line["id"]) for line in delta] == [
        ("modify", "osce-1-en"),
        ("add", "osce-2-en"),
    ]
    manifest = dataset.folder.manifest()
    assert manifest is not None
    assert manifest["previous"]["run_id"] == "20260301T090000Z"
    revisions = read_jsonl(dataset.folder.path / "revisions.jsonl")
    assert [(line["title"], line["revision"]) for line in revisions] == [("a", 1)]


def test_nothing_new_is_not_even_built(dataset: Dataset) -> None:
    before = tree_of(dataset.folder.path / "dumps")
    publication = dataset.run()
    assert publication.work is None
    assert publication.changes == {"added": 0, "modified": 0, "deleted": 0, "unchanged": 1}
    assert tree_of(dataset.folder.path / "dumps") == before


def test_what_comes_to_nothing_new_is_built_once(dataset: Dataset) -> None:
    before = dataset.visible
    dataset.read(1, "b")
    dataset.read(1, "a")  # a misreading, undone before it was published
    assert dataset.run().work is not None
    assert dataset.run().work is None
    assert dataset.visible == before


def test_pages_that_failed_are_no_news(dataset: Dataset) -> None:
    dataset.state.put("is_dirty", value=True)
    publication = dataset.begin()
    failed = Failed(url=HOME, cause="timeout", attempts=3, last_status=None)
    books = Books(requested=1, failed=1)
    publication.build(books, {}, [failed], complete=True)
    assert not publication.is_news


def test_dataset_that_has_become_complete_is_news(dataset: Dataset) -> None:
    dataset.run(complete=False)
    manifest = dataset.folder.manifest()
    assert manifest is not None
    assert manifest["complete"] is False
    dataset.run(complete=True)
    manifest = dataset.folder.manifest()
    assert manifest is not None
    assert manifest["complete"] is True


@pytest.mark.parametrize("steps", [("gz", "zst", None), ("zst", None, "gz")])
def test_other_compression_leaves_no_stale_file_or_link(
    dataset: Dataset, steps: tuple[str | None, ...]
) -> None:
    plain = set(dataset.visible)
    for compress in steps:
        dataset.run(compress)
        ending = f".{compress}" if compress else ""
        assert set(dataset.visible) == {
            f"{name}{ending}" if name.endswith(".jsonl") else name for name in plain
        }
        assert dataset.run(compress).work is None
        assert list(audit(dataset.folder.path)) == []


def test_equal_datasets_are_equal_bytes(
    dataset: Dataset, tmp_path: Path, make_record: MakeRecord
) -> None:
    dataset.read(2)
    dataset.run("gz")
    other = Dataset(tmp_path / "other", make_record)
    with other.state:
        for number in (2, 1):
            other.read(number)
        other.run("gz")
    ours, theirs = dataset.visible, other.visible
    for name in ("press_releases.jsonl.gz", "rejected.jsonl.gz", "taxonomy.jsonl.gz"):
        assert ours[name] == theirs[name], name


def test_refused_dump_changes_nothing_that_consumers_see(dataset: Dataset) -> None:
    before = dataset.visible
    dataset.read(1, "b")
    publication = dataset.begin()
    dataset.build(publication)
    refused = publication.refuse(["layout drift"])
    assert dataset.visible == before
    assert (refused / "press_releases.jsonl").exists()
    assert (refused / "reason.txt").read_text("utf-8") == "layout drift\n"
    dataset.run()  # it waits for the next one
    assert dataset.titles == ["b"]


def test_run_is_refused_without_a_dump_too(dataset: Dataset) -> None:
    refused = dataset.begin().refuse(["half of the pages failed"])
    assert [path.name for path in refused.iterdir()] == ["reason.txt"]


def after_the_marker(folder: DatasetFolder, work: Path, run_id: str) -> None:
    """The decision is durable, and nothing is done yet."""


def after_the_delta(folder: DatasetFolder, _: Path, run_id: str) -> None:
    folder.delta_part(run_id).rename(folder.path / "deltas" / f"{run_id}.jsonl")


def after_the_dump(folder: DatasetFolder, work: Path, run_id: str) -> None:
    after_the_delta(folder, work, run_id)
    work.rename(folder.path / "dumps" / run_id)


def after_the_new_link(folder: DatasetFolder, work: Path, run_id: str) -> None:
    after_the_dump(folder, work, run_id)
    (folder.path / ".current.part").symlink_to(f"dumps/{run_id}")


def after_the_link(folder: DatasetFolder, work: Path, run_id: str) -> None:
    after_the_new_link(folder, work, run_id)
    (folder.path / ".current.part").replace(folder.path / "current")


def after_the_other_links(folder: DatasetFolder, work: Path, run_id: str) -> None:
    after_the_link(folder, work, run_id)
    folder.link_files()


Step = Callable[[DatasetFolder, Path, str], None]


@pytest.mark.parametrize(
    "step",
    [
        after_the_marker,
        after_the_delta,
        after_the_dump,
        after_the_new_link,
        after_the_link,
        after_the_other_links,
    ],
)
def test_crash_at_every_step_of_publishing_comes_to_a_good_end(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    def crash(self: DatasetFolder, work: Path, run_id: str) -> None:
        step(self, work, run_id)
        raise ZeroDivisionError

    dataset.read(1, "b")
    publication = dataset.begin("gz")
    dataset.build(publication)
    with monkeypatch.context() as patch:
        patch.setattr(DatasetFolder, "publish", crash)
        with pytest.raises(ZeroDivisionError):
            publication.publish()
    is_decided = step in {after_the_link, after_the_other_links}
    # Whoever reads now sees a whole dump, the old one or the new one.
    current = dataset.folder.current
    assert current is not None
    assert list(audit(current)) == []
    dataset.begin("gz")
    assert list(audit(dataset.folder.path)) == []
    dumps = {path.name for path in (dataset.folder.path / "dumps").iterdir()}
    deltas = {path.stem for path in (dataset.folder.path / "deltas").iterdir()}
    assert dumps == deltas
    assert len(dumps) == 1 + is_decided
    assert (dataset.state.number("SELECT count(*) FROM revision") == 1) is is_decided
    assert dataset.state.get("publishing") is None
    after = dataset.run("gz")
    assert (after.work is None) is is_decided  # nothing is left to publish
    assert list(audit(dataset.folder.path)) == []
    assert "press_releases.jsonl.gz" in dataset.visible
    assert "press_releases.jsonl" not in dataset.visible
    assert dataset.read_titles == ["b"]
    assert dataset.state.number("SELECT count(*) FROM revision") == 1


def test_crash_while_a_dump_is_written_leaves_the_last_one(dataset: Dataset) -> None:
    before = tree_of(dataset.folder.path / "dumps")
    dataset.read(1, "b")
    dataset.build(dataset.begin())
    dataset.begin()
    assert tree_of(dataset.folder.path / "dumps") == before
    assert dataset.run().changes["modified"] == 1


def test_dump_that_somebody_removed_is_published_anew(dataset: Dataset) -> None:
    (dataset.folder.path / "current").unlink()
    shutil.rmtree(dataset.folder.path / "dumps")
    dataset.folder = DatasetFolder(dataset.folder.path)
    dataset.run()
    assert dataset.titles == ["a"]
    assert (dataset.folder.path / MANIFEST).exists()
