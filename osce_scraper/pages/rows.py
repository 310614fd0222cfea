"""One row of a listing page: title, date, and what else the row holds."""

from __future__ import annotations

from lxml.html import HtmlElement

from osce_scraper.items import ListingRow
from osce_scraper.pages.boxes import is_inside, shared_box
from osce_scraper.pages.labels import Label, split_label
from osce_scraper.pages.lines import Line
from osce_scraper.pages.links import absolute
from osce_scraper.taxonomy.resolver import split_names


def read_row(lines: list[Line], titles: set[HtmlElement | None], base: str) -> ListingRow | None:
    """Read a row; None where the lines hold no publishing date, and so are no row.

    Args:
        lines: From the row's title to the next title.
        titles: Elements of all titles on the page.
        base: Address of the page.
    """
    title = lines[0]
    labels = [index for index, line in enumerate(lines) if _label(line)]
    dated = [index for index in labels if _label(lines[index]) == "date"]
    if not dated:
        return None
    box = _row_box(title, lines[dated[0]], titles)
    values: dict[Label, list[str]] = {}
    taken = {0}
    for index in labels:
        label, found, used = _value(lines, index)
        values.setdefault(label, found)
        taken |= used
    rest = [line for i, line in enumerate(lines) if i not in taken and is_inside(line, box)]
    return ListingRow(
        title=title.text,
        url=absolute(base, title.links[0]),
        date_raw=_first(values, "date"),
        type_raw=_first(values, "type"),
        where=[name for line in values.get("source", ()) for name in split_names(line, "source")],
        what=[name for line in values.get("fields", ()) for name in split_names(line, "field")],
        locations=[n.strip() for line in values.get("place", ()) for n in line.split(",")],
        teaser=" ".join(line.text for line in rest) or None,
    )


def _label(line: Line) -> Label | None:
    pair = split_label(line.text)
    return line.label or (pair[0] if pair else None)


def _value(lines: list[Line], index: int) -> tuple[Label, list[str], set[int]]:
    """A label's values, and the lines that they stand on."""
    line = lines[index]
    if line.label is None and (pair := split_label(line.text)):
        return pair[0], [pair[1]] if pair[1] else [], {index}
    label = line.label or "date"
    used = {index}
    box = shared_box(line, lines[index + 1]) if index + 1 < len(lines) else None
    alone = sum(1 for other in lines if _label(other) and is_inside(other, box)) == 1
    values: list[str] = []
    for ahead in range(index + 1, len(lines)):
        other = lines[ahead]
        if _label(other) or not is_inside(other, box) or (values and not alone):
            break
        values.append(other.text)
        used.add(ahead)
    return label, values, used


def _first(values: dict[Label, list[str]], label: Label) -> str | None:
    return next(iter(values.get(label, ())), None)


def _row_box(title: Line, date: Line, titles: set[HtmlElement | None]) -> HtmlElement | None:
    """The largest element that holds this row and no other."""
    box = shared_box(title, date)
    while box is not None and (parent := box.getparent()) is not None:
        if any(other is not title.element and other in titles for other in parent.iter()):
            break
        if parent.tag in {"body", "html"}:
            break
        box = parent
    return box
