"""All corpora, measured one after the other; those whose captures are not at hand are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tests.accuracy.broken import score_broken
from tests.accuracy.datelines import score_datelines
from tests.accuracy.foreign import score_foreign
from tests.accuracy.real import score_real
from tests.accuracy.rendered import score_rendered
from tests.accuracy.rows import score_rows
from tests.accuracy.scores import Score
from tests.accuracy.stored import shared

# What each needs from outside the repository.
_CAPTURED: dict[str, tuple[Callable[[Path], Score], tuple[str, ...]]] = {
    "real": (score_real, ("site",)),
    "rows": (score_rows, ("site", "listing_rows.jsonl")),
    "datelines": (score_datelines, ("site", "datelines.tsv")),
    "foreign": (score_foreign, ("foreign",)),
}
_OWN: dict[str, Callable[[], Score]] = {"rendered": score_rendered, "broken": score_broken}
CORPORA = ("real", "rendered", "rows", "datelines", "foreign", "broken")


def at_hand(name: str) -> bool:
    """Whether a corpus can be measured here."""
    return name in _OWN or shared(*_CAPTURED[name][1]) is not None


def measure(names: tuple[str, ...] = CORPORA) -> Iterator[Score]:
    """The scores of these corpora, of those that are at hand."""
    for name in names:
        if name in _OWN:
            yield _OWN[name]()
        elif (path := shared(*_CAPTURED[name][1])) is not None:
            yield _CAPTURED[name][0](path)
