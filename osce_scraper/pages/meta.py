"""What the `<head>` of an HTML page declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from osce_scraper.items import Translation
from osce_scraper.pages.elements import elements_of
from osce_scraper.pages.links import absolute, find_translations, language_of

_STRING = etree.XPath("string()")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SITE_NAME = re.compile(r"(?:^|\s)[|–—-]\s(?:OSCE(?:\s.*)?|ОБСЕ|Organization for Security.*)$")
_DATES = ("article:published_time", "dcterms.date", "dc.date", "date")
_READ = frozenset(("og:title", "og:url", *_DATES))


@dataclass(frozen=True, slots=True)
class Meta:
    """Declarations of one page; a missing one is None or empty."""

    title: str | None = None
    date: str | None = None
    language: str | None = None
    canonical: str | None = None
    translations: tuple[Translation, ...] = ()


def read_meta(root: _Element, base: str) -> Meta:
    """Read title, date, language and addresses that a page declares.

    Args:
        root: The page's `<html>`.
        base: Address of the page, for relative links; may be empty.
    """
    elements = elements_of(root)
    named = _named(elements.everywhere("meta"))
    links = list(_links(elements.everywhere("link")))
    canonical = next((link.get("href") for rel, link in links if "canonical" in rel), None)
    titles = (str(_STRING(title)) for title in elements.everywhere("title"))
    title = " ".join((named.get("og:title") or next(titles, "")).split())
    language = language_of(root.get("lang") or root.get("xml:lang") or root.get(_XML_LANG) or "")
    alternates = [link for rel, link in links if "alternate" in rel and link.get("hreflang")]
    translations = find_translations(alternates, base, language) or find_translations(
        [a for a in elements.everywhere("a") if a.get("hreflang") and a.get("href") is not None],
        base,
        language,
    )
    linked = _linked_date(elements.everywhere("script"))
    return Meta(
        title=_SITE_NAME.sub("", title) or None,
        date=next((named[name] for name in _DATES if named.get(name)), None) or linked,
        language=language,
        canonical=absolute(base, canonical or named.get("og:url")) or None,
        translations=tuple(translations),
    )


def _linked_date(scripts: list[_Element]) -> str | None:
    """The publishing date in JSON-LD, if the page carries any."""
    linked = (one.text for one in scripts if one.get("type") == "application/ld+json")
    for text in filter(None, linked):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for one in data if isinstance(data, list) else [data]:
            graph = one.get("@graph", [one]) if isinstance(one, dict) else []
            nodes = [node for node in graph if isinstance(node, dict)]
            dates = (node.get("datePublished") for node in nodes)
            if found := next((when for when in dates if isinstance(when, str)), None):
                return found
    return None


def _links(elements: list[_Element]) -> Iterator[tuple[list[str], _Element]]:
    """Links to other forms of the page, each with what it says of them."""
    for link in elements:
        rel = (link.get("rel") or "").lower()
        if ("canonical" in rel or "alternate" in rel) and link.get("href") is not None:
            yield rel.split(), link


def _named(elements: list[_Element]) -> dict[str, str]:
    """The meta data that are read, by name; the first of a name stands."""
    named: dict[str, str] = {}
    for element in elements:
        name = (element.get("property") or element.get("name") or "").lower()
        if name in _READ and (content := element.get("content")) is not None:
            named.setdefault(name, content.strip())
    return named
