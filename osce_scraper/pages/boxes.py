"""Where lines stand in the tree: boxes are elements that hold them."""

from __future__ import annotations

from lxml.etree import _Element

from osce_scraper.pages.lines import Line


def is_inside(line: Line, box: _Element | None) -> bool:
    """Whether a line stands in a box."""
    return box is not None and box in line.boxes


def shared_box(first: Line, second: Line) -> _Element | None:
    """The smallest box that holds both lines; None in a text capture."""
    if first.element is None or second.element is None:
        return None
    boxes = (first.element, *first.element.iterancestors())
    return next(box for box in boxes if box in second.boxes)
