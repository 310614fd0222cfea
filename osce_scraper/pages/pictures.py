"""Pictures of an HTML page, each with its caption."""

from __future__ import annotations

from lxml.etree import _Element

from osce_scraper.pages.left_out import text_of
from osce_scraper.pages.lines import Picture

_ICON = 32  # pixels


def pictures_in(element: _Element, position: int) -> list[Picture]:
    """The pictures in a `<figure>`, or an `<img>` alone.

    Args:
        element: Either of these.
        position: Index of the line that follows it.
    """
    captions = (text_of(caption) for caption in element.iter("figcaption"))
    caption = next(captions, "") or None
    return [
        Picture(position, source, caption)
        for image in element.iter("img")
        if (source := _source(image))
    ]


def _source(image: _Element) -> str:
    """Address of a picture; empty for an icon or a counting pixel."""
    if any(
        (image.get(side) or "").strip().rstrip("px").isdigit()
        and int((image.get(side) or "0").strip().rstrip("px")) <= _ICON
        for side in ("width", "height")
    ):
        return ""
    source = image.get("src", "")
    return image.get("data-src", source) if source.startswith("data:") or not source else source
