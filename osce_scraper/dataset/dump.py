"""A dump: a folder that appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from osce_scraper.dataset.files import sync
from osce_scraper.dataset.packing import ENDINGS
from osce_scraper.errors import UnusableTargetError
from osce_scraper.schema import MODELS

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
REASON = "reason.txt"
"""Why a dump was refused, beside its files."""
CURRENT = "current"
"""Link to the dump that counts, in a folder that `update` keeps."""
RECORD_FILES = frozenset(f"{name}.jsonl{ending}" for name in MODELS for ending in ENDINGS)
"""Names that files of records can have in a dump."""
# What `update` keeps in a folder; a plain crawl must never take its place.
_KEPT_BY_UPDATE = ("dumps", CURRENT, "runs.jsonl", "deltas")


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that is being written beside its target."""

    target: Path
    """Where it will appear."""
    work: Path
    """Where it is written."""

    def publish(self) -> None:
        """Move the finished dump to its target.

        A reader sees the old dump or the new one; where an old one is replaced there is a
        moment with neither, and after a crash in it the old dump lies beside under `.old`.
        """
        sync_folder(self.work)
        old = self.work.with_suffix(".old")
        is_there = self.target.exists()
        if is_there:
            self.target.rename(old)
        try:
            self.work.rename(self.target)
        except OSError:
            if is_there:
                old.rename(self.target)
            raise
        sync_folder(self.target.parent)
        if is_there:
            shutil.rmtree(old)

    def discard(self) -> None:
        """Remove what was written."""
        shutil.rmtree(self.work, ignore_errors=True)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest of a dump, for people to read as well, and beside it its SHA-256 sums."""
    content = orjson.dumps(manifest, option=orjson.OPT_INDENT_2) + b"\n"
    _write(folder / MANIFEST, content)
    _write(folder / SUMS, sums(content, manifest["files"]))


def sums(manifest: bytes, files: Iterable[Mapping[str, Any]]) -> bytes:
    """The SHA-256 of every file of a dump, in the form that `sha256sum -c` reads.

    Args:
        manifest: The manifest as its file holds it.
        files: The other files, as the manifest describes them.
    """
    own = {"name": MANIFEST, "sha256": hashlib.sha256(manifest).hexdigest()}
    return "".join(f"{one['sha256']}  {one['name']}\n" for one in (*files, own)).encode()


def begin_dump(target: Path, run_id: str, *, replace: bool) -> Dump:
    """Make a folder beside the target to write a dump in.

    Args:
        target: Where the dump is to appear.
        run_id: Id of the run, part of the folder's name.
        replace: Whether a dump of an earlier crawl may be replaced.

    Raises:
        UnusableTargetError: If the target holds something that must not be replaced, or
            cannot be written.
    """
    target = target.absolute()
    _check(target, replace=replace)
    work = target.parent / f".{target.name}.{run_id}.part"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work.mkdir()
    except OSError as error:
        raise UnusableTargetError(f"{target}: cannot be written: {error.strerror}") from error
    return Dump(target, work)


def _check(target: Path, *, replace: bool) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise UnusableTargetError(f"{target}: is no folder; a dump is one")
    try:
        held = {entry.name for entry in target.iterdir()} if target.exists() else set()
    except OSError as error:
        raise UnusableTargetError(f"{target}: cannot be read: {error.strerror}") from error
    if held.intersection(_KEPT_BY_UPDATE):
        raise UnusableTargetError(f"{target}: 'update' keeps this folder; name another one")
    if held and not replace:
        hint = " or add --replace" if MANIFEST in held else ""
        raise UnusableTargetError(f"{target}: is not empty; name a new folder{hint}")
    if held and not _is_dump(target / MANIFEST):
        raise UnusableTargetError(f"{target}: holds no dump of a crawl, so it is not replaced")
    if strange := sorted(held - RECORD_FILES - {MANIFEST, SUMS}):
        raise UnusableTargetError(f"{target}: holds {strange[0]} too, so it is not replaced")


def _is_dump(manifest: Path) -> bool:
    try:
        found = orjson.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and {"run_id", "schema_version", "counts"} <= found.keys()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)
