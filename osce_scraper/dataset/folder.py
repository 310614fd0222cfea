"""The folder that `update` keeps: dumps side by side, and one link that says which one counts."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.dump import (
    CURRENT,
    MANIFEST,
    REASON,
    RECORD_FILES,
    SUMS,
    sync_folder,
)
from osce_scraper.dataset.files import sync
from osce_scraper.dataset.gate import GATE_FILE
from osce_scraper.errors import RunFailedError, UnusableTargetError

STATE = "state.sqlite"
ARCHIVE = "archive"
_DUMPS = "dumps"
_DELTAS = "deltas"
_REFUSED = "refused"
_RUNS = "runs.jsonl"
_PART = ".part"
_NEEDED = ("complete", "files", "changes", "fill_rates", "arguments")
_LINKS = RECORD_FILES | {MANIFEST, SUMS, CURRENT}
_RUN = re.compile(r"\d{8}T\d{6}Z")


class DatasetFolder:
    """Paths of a dataset, and how its dumps change places."""

    def __init__(self, path: Path) -> None:
        """Take a folder for a dataset; it is made where it is missing.

        Raises:
            UnusableTargetError: If it cannot be written, or holds something else.
        """
        self.path = path.absolute()
        self._check()
        try:
            for name in (_DUMPS, _DELTAS):
                (self.path / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnusableTargetError(f"{path}: cannot be written: {error.strerror}") from error
        if not os.access(self.path, os.W_OK):
            raise UnusableTargetError(f"{path}: cannot be written: permission denied")

    def _check(self) -> None:
        if not self.path.exists():
            return
        if not self.path.is_dir():
            raise UnusableTargetError(f"{self.path}: is no folder; a dataset is one")
        entries = [entry for entry in self.path.iterdir() if not entry.name.startswith(".")]
        held = {entry.name for entry in entries} - {GATE_FILE}
        if held and not held & {_DUMPS, STATE}:
            raise UnusableTargetError(
                f"{self.path}: holds {min(held)} and no dataset; name a new or empty folder"
            )
        for entry in entries:
            if entry.name in _LINKS and not entry.is_symlink():
                raise UnusableTargetError(f"{entry}: is no link; move it away, it is not of update")

    @property
    def state(self) -> Path:
        """The state's file."""
        return self.path / STATE

    @property
    def archive(self) -> Path:
        """Where the pages of each run are kept."""
        return self.path / ARCHIVE

    @property
    def current(self) -> Path | None:
        """The dump that is published; None before the first."""
        try:
            return self.path / (self.path / CURRENT).readlink()
        except FileNotFoundError:
            return None

    def manifest(self) -> dict[str, Any] | None:
        """The manifest of the dump that is published.

        Raises:
            RunFailedError: If it cannot be read.
        """
        current = self.current
        if current is None:
            return None
        try:
            found: dict[str, Any] = orjson.loads((current / MANIFEST).read_bytes())
            _ = [found[name] for name in _NEEDED]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunFailedError(
                f"{current / MANIFEST}: {error}; let {CURRENT} lead to a whole dump, or remove it"
            ) from error
        return found

    def begin(self, run_id: str) -> Path:
        """Make a folder to write a dump in; what broken runs left there is removed."""
        self.clean()
        work = self.path / _DUMPS / f".{run_id}{_PART}"
        work.mkdir()
        return work

    def clean(self) -> None:
        """Remove what runs that were killed have left half done."""
        for part in (self.path / _DUMPS).glob(f".*{_PART}"):
            shutil.rmtree(part)
        for part in (self.path / _DELTAS).glob(f".*{_PART}"):
            part.unlink()

    def delta_part(self, run_id: str) -> Path:
        """Where the delta of a run is written until it is published."""
        return self.path / _DELTAS / f".{run_id}.jsonl{_PART}"

    def withdraw(self, run_id: str) -> None:
        """Remove a dump that was finished, but never became the one that counts."""
        shutil.rmtree(self.path / _DUMPS / run_id, ignore_errors=True)
        (self.path / _DELTAS / f"{run_id}.jsonl").unlink(missing_ok=True)

    def publish(self, work: Path, run_id: str) -> None:
        """Make a finished dump the one that counts: a reader sees the old one or the new one."""
        sync_folder(work)
        names = sorted(entry.name for entry in work.iterdir())
        work.rename(self.path / _DUMPS / run_id)
        sync_folder(self.path / _DUMPS)
        # Files with names of their own are there for whoever looks at the moment of the change.
        self._link_missing(names)
        self._link(Path(_DUMPS) / run_id, CURRENT)
        self.finish(run_id)

    def finish(self, run_id: str) -> None:
        """Show the delta of a dump that counts, and the links that it needs."""
        delta = self.delta_part(run_id)
        if delta.exists():
            delta.rename(self.path / _DELTAS / f"{run_id}.jsonl")
            sync_folder(self.path / _DELTAS)
        self.link_files()

    def _link_missing(self, names: Iterable[str]) -> None:
        for name in names:
            if not (self.path / name).is_symlink():
                self._link(Path(CURRENT) / name, name)

    def link_files(self) -> None:
        """Have a link in the folder for each file of the dump that counts, and for no other."""
        current = self.current
        names = {entry.name for entry in current.iterdir()} if current else set()
        self._link_missing(sorted(names))
        for entry in self.path.iterdir():
            is_ours = entry.is_symlink() and entry.readlink() == Path(CURRENT) / entry.name
            if is_ours and entry.name not in names:
                entry.unlink()
        sync_folder(self.path)

    def _link(self, target: Path, name: str) -> None:
        """Make a link, or move it, in one step."""
        part = self.path / f".{name}{_PART}"
        part.unlink(missing_ok=True)
        part.symlink_to(target)
        part.replace(self.path / name)
        sync_folder(self.path)

    def refuse(self, work: Path, run_id: str, reasons: list[str]) -> Path:
        """Put a dump aside that must not be published, with the reasons for a person."""
        self.delta_part(run_id).unlink(missing_ok=True)
        refused = self.path / _REFUSED / run_id
        refused.parent.mkdir(exist_ok=True)
        work.rename(refused)
        (refused / REASON).write_text("".join(f"{one}\n" for one in reasons), "utf-8")
        return refused

    def prune(self, keep: int) -> None:
        """Remove all but the newest dumps, and refused ones likewise."""
        current = self.current
        for folder in (self.path / _DUMPS, self.path / _REFUSED):
            entries = sorted(folder.iterdir()) if folder.exists() else []
            found = [one for one in entries if _RUN.fullmatch(one.name)]
            for dump in found[: max(0, len(found) - keep)]:
                if dump != current and dump.is_dir() and not dump.is_symlink():
                    shutil.rmtree(dump)

    def add_run(self, books: dict[str, Any]) -> None:
        """Add a line to `runs.jsonl`; half a line that a crash left is removed first."""
        with (self.path / _RUNS).open("ab+") as file:
            file.seek(0)
            whole = sum(len(line) for line in file if line.endswith(b"\n"))
            file.truncate(whole)
            file.write(orjson.dumps(books) + b"\n")
            file.flush()
            sync(file.fileno())

    def runs(self) -> Iterator[dict[str, Any]]:
        """The books of all runs."""
        path = self.path / _RUNS
        if path.exists():
            with path.open("rb") as file:
                yield from (orjson.loads(line) for line in file if line.endswith(b"\n"))
