"""What a manifest states, as far as it can be checked against the files beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, Field

from osce_scraper.dataset.books import Books
from osce_scraper.dataset.dump import RECORD_FILES
from osce_scraper.items import Sha256

Count = Annotated[int, Field(ge=0)]

_ALWAYS_THERE = ("press_releases", "taxonomy", "rejected")


class StatedFile(BaseModel):
    """One entry of `files`."""

    name: str
    bytes: Count
    records: Count
    sha256: Sha256

    @property
    def kind(self) -> str:
        """What its lines are: a key of `MODELS`, where the name is one of a dump's files."""
        return self.name.partition(".")[0]

    @property
    def is_known(self) -> bool:
        """Whether the name is one that a dump's file can have."""
        return self.name in RECORD_FILES


class StatedCounts(BaseModel):
    """The books, each of which must be there."""

    requested: Count
    captured: Count
    skipped: Count
    failed: Count
    exported: Count
    duplicate: Count
    rejected: Count
    filtered: Count
    rejected_by_reason: dict[str, Count]


class StatedManifest(BaseModel):
    """A manifest; what else it holds is not looked at."""

    run_id: str
    complete: bool
    schema_version: str
    counts: StatedCounts
    files: list[StatedFile]

    def faults(self) -> Iterator[str]:
        """What cannot be true of it: part, and what is wrong with it."""
        books = Books(**self.counts.model_dump(exclude={"rejected"}))
        yield from (f"counts: {fault}" for fault in books.faults())
        if self.counts.rejected != books.rejected:
            stated, found = self.counts.rejected, books.rejected
            yield f"counts.rejected: {stated}, but rejected_by_reason comes to {found}"
        kinds = [file.kind for file in self.files]
        yield from (f"files: {kind} is missing" for kind in _ALWAYS_THERE if kind not in kinds)
        for number, file in enumerate(self.files):
            if not file.is_known:
                yield f"files.{number}.name: '{file.name}' is no file of a dump"
            elif file.kind in kinds[:number]:
                yield f"files.{number}.name: {file.kind} is named twice"
            # Records that an update carries over are in the file, not in the books.
            if file.kind == "press_releases" and file.records < self.counts.exported:
                yield f"counts.exported: {self.counts.exported}, but there are {file.records}"
