"""The work on one input, which any process on any machine can do by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from osce_scraper.cluster.fetch import Input, OpenObject, local_copy, open_input
from osce_scraper.cluster.parts import Note, Part, write_part
from osce_scraper.cluster.tables import Format
from osce_scraper.errors import UnreadableInputError
from osce_scraper.extraction.extract import extract


@dataclass(frozen=True, slots=True)
class Work:
    """Reads inputs, each into a part of its own."""

    folder: Path
    """Folder of the job; every machine must see it under this path."""
    form: Format
    open_object: OpenObject
    """What opens an object of a bucket."""

    def read(self, address: str) -> Note:
        """Read one input, or find that its part stands.

        An input that cannot be had leaves an earlier part of it as it is.

        Raises:
            UnusableTargetError: If the part cannot be written.
        """
        try:
            with open_input(address, self.open_object) as opened:
                return self._read(opened)
        except UnreadableInputError as error:
            return Note(address, format=self.form, fault=str(error))

    def _read(self, opened: Input) -> Note:
        part = Part.of(opened.address, self.folder)
        note = Note(opened.address, opened.state, self.form)
        if (earlier := part.stands(note)) is not None:
            earlier.kept = True
            return earlier
        with local_copy(opened) as path:
            write_part(part, note, extract([path]))
            if note.fault:
                note.fault = note.fault.replace(str(path), opened.address)
        return note
