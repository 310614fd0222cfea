"""The search of the new site, which runs in the browser on an index of its own (facts 5.4)."""

from __future__ import annotations

from lxml.etree import _Element
from parsel import Selector

_NAME = "typesense"


def detect_search_index(html: str) -> bool:
    """Whether a page searches a Typesense index, by its scripts and attributes.

    A way of discovery that reads the index would learn its address from the same places.
    """
    if _NAME not in html.lower():
        return False
    root = Selector(text=html, type="html").root
    return any(_speaks_of_it(element) for element in root.iter())


def _speaks_of_it(element: _Element) -> bool:
    words = [str(value) for value in element.attrib.values()]
    if element.tag == "script":
        words.append(element.text or "")
    return any(_NAME in word.lower() for word in words)
