"""The parts of a job: what one input gave, whole or not there, with a note that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

import orjson

from osce_scraper import __version__
from osce_scraper.cluster.inputs import file_name
from osce_scraper.cluster.tables import Format, records_file
from osce_scraper.dataset.files import whole_file
from osce_scraper.errors import UnreadableInputError, UnusableTargetError
from osce_scraper.extraction.outcome import Outcome
from osce_scraper.items import SCHEMA_VERSION

FORMATS: tuple[Format, ...] = ("jsonl", "parquet")
NOTES = "notes"
_FOLDERS = ("records", "rejected", NOTES)
_ENDING = re.compile(r"(\.(warc|wacz|jsonl|html?|txt))?(\.gz)?$", re.IGNORECASE)
_MOST_LETTERS = 80  # of an input's name in the name of its part


@dataclass(slots=True)
class Note:
    """What came of one input."""

    input: str
    """Path or address."""
    state: str = ""
    """What tells the input from the same after a change."""
    format: Format = "jsonl"
    records: int = 0
    rejected: int = 0
    failed: list[str] = field(default_factory=list)
    """Pages that broke the reader, and why."""
    fault: str | None = None
    """Why the input could not be read, or only up to some place."""
    kept: bool = False
    """Whether the part of an earlier run stands; never so on disk."""
    versions: list[str] = field(default_factory=lambda: [__version__, SCHEMA_VERSION])
    """Versions of the software and of the schema."""

    @property
    def key(self) -> tuple[object, ...]:
        """What must be the same for a part to stand."""
        return (self.input, self.state, self.format, self.versions)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be read."""
        return self.fault is not None and not (self.records or self.rejected or self.failed)

    def problems(self) -> list[str]:
        """What a person must be told, a line each."""
        faults = [f"unreadable: {self.fault}"] if self.fault else []
        return faults + [f"failed: {page}" for page in self.failed]

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a note.

        Raises:
            ValueError, TypeError: If it is none.
        """
        return cls(**orjson.loads(content))

    def line(self) -> bytes:
        """The note as a line of JSON."""
        return orjson.dumps(asdict(self)) + b"\n"


@dataclass(frozen=True, slots=True)
class Part:
    """The files of one input in the folder of a job."""

    folder: Path
    name: str

    @classmethod
    def of(cls, address: str, folder: Path) -> Self:
        """The part of an input; inputs of one name in two folders have two parts."""
        stem = re.sub(r"[^\w.-]", "_", _ENDING.sub("", file_name(address)))[:_MOST_LETTERS]
        digest = sha256(address.encode("utf-8", "surrogateescape")).hexdigest()
        return cls(folder, f"{stem}-{digest[:10]}")

    def records(self, form: Format) -> Path:
        """The records of its pages."""
        return self.folder / "records" / f"{self.name}.{form}"

    @property
    def rejected(self) -> Path:
        """The pages that gave none."""
        return self.folder / "rejected" / f"{self.name}.jsonl"

    @property
    def note(self) -> Path:
        """What came of it; written last, so that what it tells of is whole."""
        return self.folder / NOTES / f"{self.name}.json"

    def stands(self, expected: Note) -> Note | None:
        """The note of an earlier run, if its part needs no reading again.

        Args:
            expected: A note of the same input as it is now.
        """
        try:
            found = Note.read(self.note.read_bytes())
        except (OSError, ValueError, TypeError):
            return None
        is_same = bool(found.state) and found.key == expected.key and found.fault is None
        files = (self.records(found.format), self.rejected)
        return found if is_same and all(file.is_file() for file in files) else None


def write_part(part: Part, note: Note, outcomes: Iterable[Outcome]) -> None:
    """Write what the pages of an input give; the note counts them.

    Where the input breaks, what came before that place is kept, and the note says so.

    Raises:
        UnusableTargetError: If it cannot be written.
    """
    with ExitStack() as stack:
        rejected = stack.enter_context(whole_file(part.rejected))
        records = stack.enter_context(records_file(part.records(note.format), note.format))
        try:
            for outcome in outcomes:
                if outcome.kind == "record":
                    note.records += 1
                    records.write(outcome.line)
                elif outcome.kind == "rejected":
                    note.rejected += 1
                    rejected.write(outcome.line)
                else:
                    note.failed.append(outcome.note)
        except UnreadableInputError as error:
            note.fault = str(error)
    with whole_file(part.note) as file:
        file.write(note.line())
    for form in FORMATS:
        if form != note.format:
            part.records(form).unlink(missing_ok=True)


def prepare_folder(folder: Path) -> None:
    """Make the folder of a job, or go on in it; what was left half-written there is removed.

    Raises:
        UnusableTargetError: If it holds something else, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UnusableTargetError(f"{folder}: is no folder; parts are written into one")
    try:
        if not (folder / NOTES).is_dir() and folder.exists() and any(folder.iterdir()):
            raise UnusableTargetError(f"{folder}: holds no parts; name a new or empty folder")
        for name in _FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableTargetError(f"{folder}: cannot be written: {error.strerror}") from error


def remove_unfinished(folder: Path) -> None:
    """Remove what a job that was ended left half-written; the folder's lock must be held."""
    for name in _FOLDERS:
        for path in (folder / name).glob(".*.part"):
            path.unlink()
