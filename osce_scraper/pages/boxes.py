"""Where lines stand in the tree: boxes are elements that hold them."""

from __future__ import annotations

from itertools import chain

from lxml.etree import _Element

from osce_scraper.pages.lines import Line


def is_inside(line: Line, box: _Element | None) -> bool:
    """Whether a line stands in a box."""
    own = line.element
    if own is None or box is None:
        return False
    # Most lines stand right in their box, which is told without a look at all around them.
    return own is box or own.getparent() is box or box in line.boxes


def shared_box(first: Line, second: Line) -> _Element | None:
    """The smallest box that holds both lines; None in a text capture."""
    if first.element is None or second.element is None:
        return None
    boxes = chain((first.element,), first.element.iterancestors())
    return next(box for box in boxes if is_inside(second, box))
