"""Pieces that other processes read."""

from __future__ import annotations

from collections.abc import Iterator

from osce_scraper.extraction.piecework import _read_piece
from osce_scraper.items import Capture
from osce_scraper.named import Named


class Broken:
    """A piece whose third page cannot be read, for a reason that nobody thought of."""

    stop = 0

    def read(self) -> Broken:
        return self

    def __iter__(self) -> Iterator[Named]:
        for number in range(2):
            yield str(number), Capture(url=None, status=404, text="gone")
            self.stop += 1
        raise RuntimeError


def test_what_comes_before_a_fault_is_kept_and_the_rest_is_left_to_who_reads_on() -> None:
    found, stop = _read_piece(Broken())
    assert len(found) == stop == 2
