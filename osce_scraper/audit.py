"""A whole dump: every file against its schema and the manifest; memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from osce_scraper.dataset.dump import CURRENT, MANIFEST, REASON, SUMS, sums
from osce_scraper.dataset.files import describe
from osce_scraper.dataset.id_table import IdTable
from osce_scraper.dataset.order import KEYS, Key
from osce_scraper.dataset.packing import read_numbered
from osce_scraper.dataset.stated import StatedFile, StatedManifest
from osce_scraper.errors import UnreadableInputError
from osce_scraper.schema import MODELS
from osce_scraper.validation import check

# Of an id there may be several revisions; pages that gave no record have no id.
_ID = {
    "press_releases": ("id",),
    "taxonomy": ("id",),
    "tombstones": ("id",),
    "revisions": ("id", "revision"),
}


def audit(folder: Path) -> Iterator[str]:
    """Check the folder of a dump, or the current dump of a folder that `update` keeps.

    Yields:
        A message for each fault: file, line, field, and what is wrong.

    Raises:
        UnreadableInputError: If the folder cannot be read or holds no dump.
    """
    try:
        # The link is followed once: an update that runs meanwhile publishes beside this dump.
        link = folder / CURRENT
        dump = folder / link.readlink() if link.is_symlink() else folder
        content = (dump / MANIFEST).read_bytes()
        held = {entry.name for entry in dump.iterdir()}
    except FileNotFoundError:
        hint = "name the folder of a dump, or files"
        raise UnreadableInputError(f"{folder}: holds no {MANIFEST}; {hint}") from None
    except OSError as error:
        raise UnreadableInputError(f"{error.filename}: {error.strerror}") from error
    manifest, faults = check(content, StatedManifest)
    faults += manifest.faults() if manifest else ()
    yield from (f"{dump / MANIFEST}: {fault}" for fault in faults)
    if manifest is None:
        return
    yield from _folder_faults(dump, held, manifest)
    yield from _sums_faults(dump / SUMS, content, manifest)
    if dump != folder:
        yield from _link_faults(folder, manifest)
    for file in manifest.files:
        if file.is_known and file.name in held:
            yield from _file_faults(dump / file.name, file)


def _folder_faults(dump: Path, held: set[str], manifest: StatedManifest) -> Iterator[str]:
    named = {file.name for file in manifest.files}
    for name in sorted(held - named - {MANIFEST, SUMS, REASON}):
        yield f"{dump / name}: is not in the manifest"
    for name in sorted(named - held):
        yield f"{dump / name}: is in the manifest, but missing"


def _sums_faults(path: Path, content: bytes, manifest: StatedManifest) -> Iterator[str]:
    if not path.is_file():
        yield f"{path}: is missing"
        return
    expected = sums(content, [file.model_dump() for file in manifest.files])
    if path.read_bytes() != expected:
        yield f"{path}: does not say what {MANIFEST} is and says"


def _link_faults(folder: Path, manifest: StatedManifest) -> Iterator[str]:
    for file in manifest.files:
        link = folder / file.name
        if not link.is_symlink() or link.readlink() != Path(CURRENT, file.name):
            yield f"{link}: is no link to {CURRENT}/{file.name}"
    for link in sorted(folder.iterdir()):
        if link.is_symlink() and link.readlink().parts[:1] == (CURRENT,) and not link.exists():
            yield f"{link}: the link leads nowhere"


def _file_faults(path: Path, file: StatedFile) -> Iterator[str]:
    try:
        for fact, found in describe(path).items():
            stated = getattr(file, fact)
            if found != stated:
                yield f"{path}: {fact} is {found}, but {MANIFEST} says {stated}"
        yield from _line_faults(path, file.kind)
    except UnreadableInputError as error:
        yield str(error)
    except OSError as error:
        yield f"{error.filename or path}: {error.strerror or error}"


def _line_faults(path: Path, kind: str) -> Iterator[str]:
    with IdTable() as ids:
        last: Key | None = None
        for number, line in read_numbered(path):
            record, faults = check(line, MODELS[kind])
            if record is not None:
                faults += _repeats(record, number, kind, ids)
                key = KEYS[kind](record) if kind in KEYS else None
                if last is not None and key is not None and key < last:
                    faults.append("record: is out of order; it belongs before the line above")
                last = key
            yield from (f"{path}:{number}: {fault}" for fault in faults)


def _repeats(record: Any, number: int, kind: str, ids: IdTable) -> Iterator[str]:
    if kind in _ID:
        name = " ".join(str(getattr(record, field)) for field in _ID[kind])
        if earlier := ids.add(name, number):
            yield f"id: {name} stands in line {earlier} already"
