"""A dump of a dataset: built beside the last one, compared with it, then put in its place.

A reader sees the last dump or the new one. After a crash at any moment `settle` finishes what was
decided, and takes back what was not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.building import build
from osce_scraper.dataset.delta import write_delta
from osce_scraper.dataset.dump import MANIFEST, write_manifest
from osce_scraper.dataset.files import pack_all
from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.manifest import FAILED, RECORDS, Run, make_manifest
from osce_scraper.dataset.packing import find
from osce_scraper.dataset.records import Records
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.state import State
from osce_scraper.errors import RunFailedError, UnreadableInputError
from osce_scraper.items import Failed

_PUBLISHING = "publishing"
PUBLISHED = "published"
"""Key of the state: the run whose dump it knows to be the one that counts."""
FILLED = "is_filled"
"""Key of the state: whether the dataset was complete once."""
_NO_CHANGES = {"added": 0, "modified": 0, "deleted": 0, "unchanged": 0}


class Publication:
    """The dump that one run may publish."""

    def __init__(
        self, folder: DatasetFolder, state: State, run: Run, compress: str | None = None
    ) -> None:
        self.folder = folder
        self.state = state
        self.run = run
        self.compress = compress
        self.last = folder.manifest()
        self.work: Path | None = None
        self.manifest: dict[str, Any] = {}

    @property
    def changes(self) -> dict[str, int]:
        """How many records the dump adds, modifies, deletes and leaves as they were."""
        if self.manifest:
            return dict(self.manifest["changes"])
        unchanged = self.last["changes"] if self.last else _NO_CHANGES
        total = sum(unchanged.values()) - unchanged["deleted"]
        return _NO_CHANGES | {"unchanged": total}

    def is_needed(self, *, complete: bool) -> bool:
        """Whether there may be anything that the last dump does not say."""
        if bool(self.state.get("is_dirty")) or self.last is None:
            return self.last is not None or self._has_any
        return bool(self.last["complete"] != complete) or self._is_packed_otherwise()

    @property
    def _has_any(self) -> bool:
        """Whether a first dump would hold anything."""
        query = "SELECT 1 FROM record UNION ALL SELECT 1 FROM page WHERE rejected NOT NULL"
        return self.state.row(query) is not None

    def _is_packed_otherwise(self) -> bool:
        ending = f".{self.compress}" if self.compress else ".jsonl"
        return any(not file["name"].endswith(ending) for file in (self.last or {})["files"])

    def build(
        self, books: Books, stats: Mapping[str, Any], failed: list[Failed], *, complete: bool
    ) -> None:
        """Write the dump and its delta beside the last one.

        Raises:
            OSError: If it cannot be written.
            RunFailedError: If the last dump cannot be read.
        """
        self.work = self.folder.begin(self.run.run_id)
        build(self.state, Register(self.state, self.run.run_id), self.work, failed)
        try:
            books = replace(books, changes=self._write_delta(self.work))
        except UnreadableInputError as error:
            raise RunFailedError(f"the last dump is damaged: {error}") from error
        run = replace(self.run, previous=self._previous())
        pack_all(self.work, self.compress)
        self.manifest = make_manifest(run, self.work, books, stats, complete=complete)
        write_manifest(self.work, self.manifest)

    def _previous(self) -> dict[str, str] | None:
        """The dump before, by its run and the SHA-256 of its manifest."""
        current = self.folder.current
        if current is None:
            return None
        digest = hashlib.sha256((current / MANIFEST).read_bytes()).hexdigest()
        return {"run_id": current.name, "sha256": digest}

    def _write_delta(self, work: Path) -> dict[str, int]:
        """Write the delta from the last dump to this one, and count it."""
        current, run_id = self.folder.current, self.run.run_id
        old = find(current, RECORDS) if current else None
        run_ids = (current.name if current else None, run_id)
        counts = write_delta(self.folder.delta_part(run_id), old, work / RECORDS, run_ids)
        with (work / RECORDS).open("rb") as file:
            total = sum(1 for _ in file)
        return {
            "added": counts["add"],
            "modified": counts["modify"],
            "deleted": counts["delete"],
            "unchanged": total - counts["add"] - counts["modify"],
        }

    @property
    def is_news(self) -> bool:
        """Whether the dump says anything that the last one does not."""
        if self.last is None:
            return True
        is_other = self.last["complete"] != self.manifest["complete"]
        return is_other or _digests(self.last) != _digests(self.manifest)

    def publish(self) -> None:
        """Make the dump the one that counts."""
        if self.work is None:
            return
        with self.state.transaction():
            self.state.put(_PUBLISHING, self.run.run_id)
        self.folder.publish(self.work, self.run.run_id)
        self._confirm()

    def _confirm(self) -> None:
        with self.state.transaction():
            Records(self.state).promote()
            self.state.put("is_dirty", value=False)
            self.state.put(_PUBLISHING, None)
            if self.folder.current is not None:
                self.state.put(PUBLISHED, self.folder.current.name)
            if (self.folder.manifest() or {}).get("complete"):
                self.state.put(FILLED, value=True)

    def settle(self) -> None:
        """Finish or take back what a run that was killed had begun."""
        begun, current = self.state.get(_PUBLISHING), self.folder.current
        if begun is not None and current is not None and current.name == begun:
            self.folder.finish(begun)
            self._confirm()
            begun = None
        self.folder.clean()
        if begun is None:
            return
        self.folder.withdraw(begun)
        with self.state.transaction():
            self.state.put(_PUBLISHING, None)

    def refuse(self, reasons: list[str]) -> Path:
        """Put the dump aside, or where there is none only the reasons."""
        if self.work is None:
            self.work = self.folder.begin(self.run.run_id)
        return self.folder.refuse(self.work, self.run.run_id, reasons)

    def dismiss(self) -> None:
        """Remove a dump that is no news: what was read since the last one comes to the same."""
        self.discard()
        self._confirm()

    def discard(self) -> None:
        """Remove the dump: nobody needs it."""
        self.folder.clean()


def _digests(manifest: Mapping[str, Any]) -> dict[str, str]:
    """SHA-256 of each file; failed pages are the run's and not the dataset's."""
    return {
        file["name"]: file["sha256"]
        for file in manifest["files"]
        if not file["name"].startswith(FAILED)
    }
