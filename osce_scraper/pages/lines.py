"""A page as a person reads it: lines of text in order, whatever the mark-up.

HTML and plain text meet here, so one set of readers serves both. A line knows whether it is a
heading or an item of a list, where in the tree it stands, and what times and links it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element

from osce_scraper.pages.labels import Label
from osce_scraper.taxonomy.vocabulary import fold, is_wordy

Kind = Literal["text", "heading", "item", "cell"]


def fold_blanks(text: str) -> str:
    """Text with one blank for all white space between its words, and none around them."""
    plain = text.replace("\xa0", " ")
    if plain.isprintable() and "  " not in plain:
        return plain.strip()  # as most is: the blank is the only white space that can be printed
    return " ".join(plain.split())


def _letters(text: str) -> int:
    """How many there are in text with its blanks folded."""
    return len(text) - text.count(" ")


@dataclass(slots=True)
class Line:
    """One line of a page."""

    text: str
    """White space folded; never empty, unless the line holds a `<time>` without text."""
    kind: Kind = "text"
    level: int = 0
    """Level of a heading, 1 to 6."""
    element: _Element | None = None
    """Innermost block that holds the line; None in a text capture."""
    label: Label | None = None
    """Set where the line is nothing but a known label."""
    times: list[tuple[str, str]] = field(default_factory=list)
    """`(datetime attribute, shown text)` of the `<time>` elements in the line."""
    links: list[str] = field(default_factory=list)
    """Addresses that the line links to."""
    link_texts: list[str] = field(default_factory=list)
    """Texts of those links."""
    _boxes: frozenset[_Element] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def boxes(self) -> frozenset[_Element]:
        """The element of the line and all around it; empty in a text capture."""
        if self._boxes is None:
            own = self.element
            self._boxes = frozenset() if own is None else frozenset((own, *own.iterancestors()))
        return self._boxes

    @property
    def key(self) -> str:
        """What tells whether the line is one of the words that a page shows again and again."""
        return self.text if is_wordy(self.text) else fold(self.text)

    @property
    def is_link(self) -> bool:
        """Whether links make up the whole text of the line, blanks and commas apart."""
        if not self.links:
            return False
        return sum(map(_letters, self.link_texts)) >= _letters(self.text) - 2 * len(self.links)

    @property
    def parts(self) -> list[str]:
        """The texts of several links that make up the line, else the line's text."""
        return self.link_texts if len(self.link_texts) > 1 and self.is_link else [self.text]


@dataclass(frozen=True, slots=True)
class Picture:
    """An `<img>` among the lines."""

    position: int
    """Index of the line that follows it."""
    src: str
    caption: str | None
    """Text of the `<figcaption>`, if there is one."""
