"""How much of what pages say a reader finds: title, date and body, and the words of the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.accuracy.peers.sample import Sampled
from tests.accuracy.peers.wire import Answer
from tests.accuracy.scores import judge

_VIENNA = ZoneInfo("Europe/Vienna")
_MARK = re.compile(r"^\s*[-*•]\s+", re.MULTILINE)


@dataclass(slots=True)
class Figures:
    """Counts for one reader."""

    name: str
    version: str
    pages: int = 0
    missing: int = 0
    """Pages of which it gives nothing."""
    title: int = 0
    date: int = 0
    body: int = 0
    words_said: int = 0
    words_read: int = 0
    words_shared: int = 0

    def share(self, count: int) -> float:
        """Of all pages."""
        return count / self.pages if self.pages else 0.0

    @property
    def precision(self) -> float:
        """Share of words in the bodies read that belong there."""
        return self.words_shared / self.words_read if self.words_read else 0.0

    @property
    def recall(self) -> float:
        """Share of words in the bodies that are read."""
        return self.words_shared / self.words_said if self.words_said else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        both = self.words_said + self.words_read
        return 2 * self.words_shared / both if both else 0.0

    def add(self, wanted: Answer, got: Answer) -> None:
        """Count one page."""
        self.pages += 1
        self.missing += not any(got.values())
        self.title += _same(_folded(wanted["title"]), _folded(got.get("title")))
        self.date += _same(wanted["date"], _day(got.get("date")))
        body, read = _text(wanted), _text(got)
        self.body += _same(body, read)
        said, found = _words(body), _words(read)
        self.words_said += said.total()
        self.words_read += found.total()
        self.words_shared += (said & found).total()


def count(
    name: str, version: str, pages: Iterable[Sampled], answers: Mapping[str, Answer]
) -> Figures:
    """The figures of one reader; a page without an answer says nothing."""
    figures = Figures(name, version)
    for one in pages:
        figures.add(one.truth, answers.get(one.page.name, {}))
    return figures


def _same(wanted: str | None, got: str | None) -> bool:
    return judge(wanted, got) == "exact"


def _folded(text: str | None) -> str:
    return " ".join((text or "").split())


def _text(answer: Answer) -> str:
    """The body with single blanks, without marks of list items and a line that is but the title.

    All three are matters of form: some put the heading into the text on purpose.
    """
    title = _folded(answer.get("title"))
    lines = (_folded(line) for line in _MARK.sub("", answer.get("body") or "").split("\n"))
    return _folded(" ".join(line for line in lines if line != title))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _day(said: str | None) -> str | None:
    """The day of a date; of a moment with its offset, the day that it was in Vienna."""
    if not said:
        return None
    try:
        moment = datetime.fromisoformat(said)
        return (moment.astimezone(_VIENNA) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        return said
