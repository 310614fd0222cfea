"""`extract --engine daft`: many inputs, each into a part of its own; what stands is not redone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from osce_scraper.cluster.fetch import fetch_listing
from osce_scraper.cluster.inputs import find_inputs
from osce_scraper.cluster.parts import Note, Part, prepare_folder, remove_unfinished
from osce_scraper.cluster.tables import Format
from osce_scraper.cluster.work import Work
from osce_scraper.dataset.lock import locked
from osce_scraper.dataset.manifest import now
from osce_scraper.errors import MissingExtraError


def extract_parts(
    patterns: Sequence[str],
    folder: Path,
    form: Format = "jsonl",
    workers: int | None = None,
    ray: str | None = None,
) -> Iterator[Note]:
    """Read all inputs that patterns mean, each into a part; what comes of each, as it ends.

    Args:
        patterns: Paths and addresses, with wildcards.
        folder: Folder of the parts: new, empty, or that of an earlier run, which goes on.
        form: How records are written.
        workers: How many processes read; None for one on each processor.
        ray: Address of a Ray cluster; None for this machine.

    Raises:
        MissingExtraError: If the engine is not installed.
        UnreadableInputError: If a pattern means no file.
        UnusableTargetError: If the folder holds something else, or cannot be written.
        LockedError: If another run writes to it.
        RunFailedError: If the engine gives up; what was read until then stands.
    """
    engine = _engine(ray)
    try:
        engine.start(ray)
        inputs = find_inputs(patterns, fetch_listing, engine.list_objects)
        prepare_folder(folder)
        with locked(folder, f"{now():%Y-%m-%dT%H:%M:%SZ}"):
            remove_unfinished(folder)
            work = Work(folder.absolute(), form, engine.open_object)
            yield from engine.share_out(work, inputs, workers, ray)
    finally:
        engine.stop(ray)


def gather_rejected(folder: Path, inputs: Iterable[str], target: BinaryIO) -> None:
    """Write what the parts of some inputs hold of refused pages into one file.

    Args:
        folder: Folder of the parts.
        inputs: Paths and addresses; their order does not matter.
        target: Where to write.
    """
    for address in sorted(inputs):
        path = Part.of(address, folder).rejected
        if path.exists():  # an input that could not be had has none
            with path.open("rb") as lines:
                shutil.copyfileobj(lines, target)


def _engine(ray: str | None) -> Any:
    for name in ("daft", "ray") if ray else ("daft",):
        if find_spec(name) is None:
            raise MissingExtraError(
                f"'{name}' is not installed, and --engine daft needs it; "
                "in the folder of this project: pip install '.[cluster]'"
            )
    return import_module("osce_scraper.cluster.engine")
