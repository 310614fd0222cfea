"""How input is read in pieces, whatever it is.

What a piece does not give is read on from there by whoever puts the pieces together, just as if
there were none: so what comes out, and what is said of broken files, is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar, runtime_checkable

from osce_scraper.archive.places import Place
from osce_scraper.named import Named

Stop = TypeVar("Stop")
"""How far a piece was read; each kind of input tells it in its own way."""
Stop_co = TypeVar("Stop_co", covariant=True)


class Reading(Protocol[Stop_co]):
    """The captures of a piece; places of those that it cannot give by itself."""

    @property
    def stop(self) -> Stop_co:
        """How far it was read by now."""

    def __iter__(self) -> Iterator[Named | Place]: ...


class Piece(Protocol[Stop_co]):
    """A part of the input; it can be sent to another process."""

    def read(self) -> Reading[Stop_co]:
        """Read it, as far as that can be done alone."""


@runtime_checkable
class Course(Protocol[Stop]):
    """The reading of some input in pieces."""

    def pieces(self) -> Iterator[Piece[Stop]]:
        """Cut it; what is not asked for is not cut."""

    def join(self, stop: Stop) -> bool:
        """Note how far the next piece was read; whether the one after it begins there."""

    def resolve(self, place: Place) -> Named | None:
        """What the next piece left out at a place; None if nothing, or not yet."""

    def rest(self) -> Iterator[Named]:
        """Read on after the last piece that was joined.

        Raises:
            UnreadableInputError: Where a file cannot be read on.
        """
