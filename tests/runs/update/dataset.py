"""A dataset that follows a living site, through the command, at a time that the test chooses."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.conftest import Command, Run, python_command, quiet_environment, read_jsonl
from tests.site.living import LivingSite

_CLOCK = """
from datetime import timedelta
from osce_scraper.dataset import manifest
_now = manifest.now
manifest.now = lambda: _now() + timedelta(hours={hours})
"""
_OF_THE_RUN = ("captured_at", "first_seen_at", "changed_at", "capture")


@dataclass
class Dataset:
    """The folder that `update` keeps, and the command that keeps it."""

    folder: Path
    site: LivingSite
    command: Command
    hours: float = 0
    """How far the command's clock is ahead."""
    options: tuple[str, ...] = field(default=("--delay", "0"))

    def update(self, *options: str | Path, code: str = "") -> Run:
        """Run `osce-scraper update` once."""
        self.site.forget()
        given = ("--site", self.site.url, *self.options, *options)
        clock = _CLOCK.format(hours=self.hours)
        return self.command("update", self.folder, *given, code=clock + code)

    def start(self, *options: str, code: str = "") -> subprocess.Popen[str]:
        """Start an update, and go on."""
        self.site.forget()
        given = ("update", str(self.folder), "--site", self.site.url, *self.options, *options)
        return subprocess.Popen(
            [*python_command(_CLOCK.format(hours=self.hours) + code), *given],
            env=quiet_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def copy(self, folder: Path) -> Dataset:
        """The dataset as it is now, in another place."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return replace(self, folder=folder)

    def durable(self) -> set[int]:
        """Releases whose reading is in the state."""
        query = "SELECT url FROM page WHERE last_checked IS NOT NULL"
        path = self.folder / "state.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as state:
            try:
                return {int(url.rpartition("/")[2]) for (url,) in state.execute(query)}
            except sqlite3.OperationalError:  # killed before there was a table
                return set()

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the dump that counts."""
        found: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return found

    @property
    def records(self) -> dict[int, dict[str, Any]]:
        """The records of the dump that counts, by number."""
        return {one["node_id"]: one for one in self.lines("press_releases")}

    @property
    def said(self) -> list[dict[str, Any]]:
        """The records without what tells of the run that read them."""
        return [
            {name: value for name, value in one.items() if name not in _OF_THE_RUN}
            for one in self.lines("press_releases")
        ]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The lines of a file of the dump that counts."""
        return read_jsonl(self.folder / f"{name}.jsonl")

    def delta(self) -> list[dict[str, Any]]:
        """The delta of the last run that published, without its head."""
        return read_jsonl(max((self.folder / "deltas").iterdir()))[1:]

    def bytes(self) -> dict[str, bytes]:
        """What a reader of the folder sees."""
        links = (one for one in self.folder.iterdir() if one.is_symlink() and one.is_file())
        return {one.name: one.read_bytes() for one in links}

    @property
    def runs(self) -> list[dict[str, Any]]:
        """The books of all runs."""
        return read_jsonl(self.folder / "runs.jsonl")
