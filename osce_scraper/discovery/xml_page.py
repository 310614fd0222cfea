"""XML as sitemaps and feeds send it: packed or not, broken or hostile; read item by item."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from typing import Generic, TypeVar

from lxml import etree

MOST_BYTES = 50 * 1024 * 1024
"""Size of the largest sitemap that the protocol allows, unpacked."""
_GZIP = b"\x1f\x8b"
_FAULTS = (etree.LxmlError, OSError, EOFError, zlib.error, ValueError, LookupError)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class XmlPage(Generic[Item]):
    """The items of a page, up to where it breaks off."""

    items: list[Item]
    problem: str | None = None
    """Why there are none, or no more."""


def read_xml(
    body: bytes,
    names: Collection[str],
    roots: Collection[str],
    read: Callable[[etree._Element], Item | None],
) -> XmlPage[Item]:
    """Read the elements of some names, wherever they stand.

    Args:
        body: The page; gzip is unpacked.
        names: Local names of the elements.
        roots: Local names of the root that such a page has.
        read: Makes an item of an element, or None where it holds none.
    """
    items: list[Item] = []
    try:
        reader = _reader(_unpacked(body), names)
        for _, element in reader:
            item = read(element)
            if item is not None:
                items.append(item)
            _forget(element)
    except _FAULTS as error:
        return XmlPage(items, f"the page is broken: {error}")
    root = "" if reader.root is None else local_name(reader.root)
    return XmlPage(
        items, None if root in roots else f"the page is no such list: its root is <{root}>"
    )


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def text_of(element: etree._Element) -> str:
    """The text of an element and of those in it, white space folded."""
    return " ".join("".join(element.itertext("*")).split())


def _unpacked(body: bytes) -> bytes:
    """The page as XML.

    Raises:
        OSError, EOFError, zlib.error: For gzip that is none, or that ends early.
        ValueError: For a page that is too large.
    """
    if body.startswith(_GZIP):
        with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
            body = packed.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES} bytes")
    return body.lstrip(b" \t\r\n")  # a blank line before the declaration is a fault that many make


def _reader(body: bytes, names: Collection[str]) -> etree.iterparse[tuple[str, etree._Element]]:
    # Entities stay as they are, so that none can grow or fetch. A document type is tolerated:
    # feeds of old Drupal sites declare one, with entities of HTML.
    return etree.iterparse(
        BytesIO(body),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and what stands before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
