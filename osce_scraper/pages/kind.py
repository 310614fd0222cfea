"""The kind of page that the page calls itself: the type line at its title."""

from __future__ import annotations

import re

from osce_scraper.normalise.types import TYPES
from osce_scraper.pages.boxes import is_inside
from osce_scraper.pages.labels import BREADCRUMBS, OTHER_KINDS
from osce_scraper.pages.lines import Line
from osce_scraper.taxonomy.vocabulary import fold

_TYPE_WITHIN = 8
_LONGEST_TYPE = 40
_KINDS = OTHER_KINDS | TYPES.keys()


def find_type_line(lines: list[Line], title: int) -> str | None:
    """The kind of page as written above the title, or right below it.

    A crumb such as 'Newsroom' or another heading ends the search: what stands above it belongs
    to the site. A link in a list is an entry of a menu.
    """
    above = reversed(lines[max(0, title - _TYPE_WITHIN) : max(0, title)])
    for line in above:
        if line.key in _KINDS and not (line.is_link and line.kind == "item"):
            return line.text
        if line.key in BREADCRUMBS or line.kind == "heading":
            break
    below = lines[title + 1 : title + 2]
    return next((line.text for line in below if line.key in _KINDS), None)


def find_unknown_type(lines: list[Line], title: int) -> str | None:
    """A few words right above the title of a page with a labelled header, in the same box."""
    if title < 1:
        return None
    line, box = lines[title - 1], lines[title].element
    if line.kind != "text" or line.is_link or line.label or len(line.text) > _LONGEST_TYPE:
        return None
    if fold(line.text) in BREADCRUMBS or re.search(r"[.:!?\d]", line.text):
        return None
    parent = box.getparent() if box is not None else None
    return line.text if parent is None or is_inside(line, parent) else None
