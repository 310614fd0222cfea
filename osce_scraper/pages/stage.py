"""How far a walk over a release page has come: above its title, before its text, or behind it."""

from __future__ import annotations

from collections.abc import Callable

from osce_scraper.pages.labels import CLOSING, SITE_NAMES
from osce_scraper.pages.lines import Line

_LONGEST = max(map(len, CLOSING)) + 2  # with a colon behind it
Test = Callable[[Line], bool]


class Stage:
    """Is told of each line in turn, and knows where on the page it stands."""

    def __init__(self, titles: int, is_prose: Test | None, is_sentence: Test | None) -> None:
        """Begin at the top of a page.

        Args:
            titles: How many `<h1>` the page has.
            is_prose: Tells running text; None: it is not looked for.
            is_sentence: Tells running text that is no long value of a label; None: the end of
                the text is not looked for.
        """
        self.has_title = False
        self.has_prose = False
        self.is_over = False
        """Whether what follows belongs to the site, and not to the release."""
        self._titles = titles
        self._is_prose = is_prose
        # Of several titles a later one may be the page's own.
        self._is_sentence = is_sentence if titles == 1 else None
        self._has_text = False

    def pass_by(self, line: Line) -> None:
        """Note the title, the first running text, and the heading that closes the text."""
        if not self.has_prose:
            self._look_for_prose(line)
        if not self.has_prose or self._is_sentence is None:
            return
        if not self._has_text:
            self._has_text = self._is_sentence(line)
        else:
            is_short = len(line.text) <= _LONGEST
            self.is_over = is_short and line.kind != "item" and line.key in CLOSING

    def _look_for_prose(self, line: Line) -> None:
        if line.level == 1 and line.key in SITE_NAMES:
            self._is_sentence = None  # the title is another line, which may come last
        # What runs above the title is a notice.
        self.has_title = self.has_title or line.level == 1 or not self._titles
        if self.has_title and self._is_prose is not None:
            self.has_prose = self._is_prose(line)
