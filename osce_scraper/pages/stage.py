"""How far a walk over a page has come: above its title, before its text, or behind it."""

from __future__ import annotations

from collections.abc import Callable

from osce_scraper.pages.ending import Ending
from osce_scraper.pages.labels import SITE_NAMES
from osce_scraper.pages.lines import Line


class Stage:
    """Is told of each line in turn, and knows where on the page it stands."""

    def __init__(
        self, titles: int, is_prose: Callable[[Line], bool] | None, ending: Ending | None
    ) -> None:
        """Begin at the top of a page.

        Args:
            titles: How many `<h1>` the page has.
            is_prose: Tells running text; None: it is not looked for.
            ending: Tells where the text is over; None: the page is read to its end.
        """
        self.has_title = False
        self.has_prose = False
        self.is_over = False
        """Whether all that follows belongs to the site, and not to the release."""
        self._titles = titles
        self._is_prose = is_prose
        # Of several titles a later one may be the page's own.
        self._ending = ending if titles == 1 else None

    def pass_by(self, line: Line) -> None:
        """Note the title, the first running text, and the end of the text."""
        if not self.has_prose:
            self._look_for_prose(line)
        if self.has_title and self._ending is not None:
            self.is_over = self._ending.comes_with(line)

    def _look_for_prose(self, line: Line) -> None:
        if line.level == 1 and (not line.text or line.key in SITE_NAMES):
            self._ending = None  # the title is another line, which may come last
        # What runs above the title is a notice.
        self.has_title = self.has_title or line.level == 1 or not self._titles
        if self.has_title and self._is_prose is not None:
            self.has_prose = self._is_prose(line)
