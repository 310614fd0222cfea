"""Where the text of a release is over, so that nothing behind it needs to be read.

What stands there is the site's own: related items, tools, notices. The text is over at a heading
that never stands within one (`CLOSING`), and only where it is certain that the text began: a page
that leaves a doubt is read to its end.
"""

from __future__ import annotations

from osce_scraper.normalise.datelines import parse_dateline
from osce_scraper.pages.head import DATELINE_WITHIN, is_noise
from osce_scraper.pages.labels import CLOSING, END_OF_BODY, split_label
from osce_scraper.pages.lines import Line
from osce_scraper.pages.values import is_prose, is_sentence

_LONGEST = max(map(len, END_OF_BODY)) + 2  # with a colon behind it


class Ending:
    """Is told of each line from the title on."""

    def __init__(self, *, needs_dateline: bool) -> None:
        """Begin at the title.

        Args:
            needs_dateline: Whether a text without a dateline has no end: words anywhere on the
                page may show that it is the one which a listing row tells of.
        """
        self._needs_dateline = needs_dateline
        self._is_in_doubt = False
        self._lines = 0
        self._is_dated = False
        self._is_closed = False

    def comes_with(self, line: Line) -> bool:
        """Whether nothing of the text can stand below this line."""
        if self._is_in_doubt:
            return False
        if self._lines:
            self._lines += 1
        elif _is_text(line):
            self._lines = 1
            self._is_dated = parse_dateline(line.text) is not None
            self._is_in_doubt = self._needs_dateline and not self._is_dated
        if self._is_closed:
            self._is_in_doubt = _may_be_dateline(line)
        elif len(line.text) <= _LONGEST and line.kind != "item" and line.key in END_OF_BODY:
            # Another heading may stand within the text, and this one above it.
            self._is_closed = line.key in CLOSING and self._lines > 1
            self._is_in_doubt = not self._is_closed
        # A text may begin with a dateline below its lead and the tools of the page.
        is_far = self._is_dated or self._lines > DATELINE_WITHIN
        return self._is_closed and is_far and not self._is_in_doubt


def _is_text(line: Line) -> bool:
    """Whether the text has surely begun: a caption or a long value may look like it."""
    if not is_prose(line) or not is_sentence(line):
        return False
    return not (line.label or split_label(line.text) or is_noise(line))


def _may_be_dateline(line: Line) -> bool:
    """Whether a line begins with a dateline, or is one alone (`head.dateline_words`)."""
    return any(map(parse_dateline, (line.text, f"{line.text} – ")))
