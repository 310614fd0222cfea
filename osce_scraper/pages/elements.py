"""Elements that are looked for all over a page, gathered in one walk.

Each search through a tree (`//meta`, `//a[@hreflang]`) costs about a tenth of the parse.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from lxml.etree import _Element


class Elements:
    """The elements of one document."""

    def __init__(self, root: _Element) -> None:
        self._own = _by_tag(root)
        before = [_by_tag(top) for top in root.itersiblings(preceding=True)]
        after = [_by_tag(top) for top in root.itersiblings()]
        self._tops = [*reversed(before), self._own, *after]

    def below(self, tag: str) -> list[_Element]:
        """Elements below the root and the root itself, in order."""
        return self._own[tag]

    def everywhere(self, tag: str) -> list[_Element]:
        """Those beside the root as well: broken pages have several elements at the top."""
        if len(self._tops) == 1:
            return self.below(tag)
        return list(chain.from_iterable(top[tag] for top in self._tops))


LISTS = "ul or ol"
"""Asks for lists of both kinds, in order."""
FOOTERS = "footer"
_GATHERED = (FOOTERS, "ul", "ol", "a", "h1", "meta", "link", "title", "script")


def _by_tag(top: _Element) -> dict[str, list[_Element]]:
    found: dict[str, list[_Element]] = {tag: [] for tag in _GATHERED}
    found[LISTS] = found["ol"] = found["ul"]
    for element in top.iter(*_GATHERED):
        found[element.tag].append(element)  # type: ignore[index] # the names that were asked for
    return found


@lru_cache(maxsize=1)
def elements_of(root: _Element) -> Elements:
    """The elements of the page that is being read; they are gathered when first asked for."""
    return Elements(root)
