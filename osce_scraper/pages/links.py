"""What a page links to: pictures, files, and the same release in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element

from osce_scraper.items import Attachment, Image, Translation
from osce_scraper.normalise.addresses import PLAIN_ADDRESS, canonical_url, node_id
from osce_scraper.pages.elements import elements_of
from osce_scraper.pages.files import MEDIA_TYPES, is_file
from osce_scraper.pages.lines import Picture, fold_blanks

_LANGUAGE = re.compile(r"^([a-zA-Z]{2,3})(?:[-_].*)?$")
_ROOTED = re.compile(r"/[A-Za-z0-9_-][A-Za-z0-9/_.-]*")
_HOME = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=/)")
_PREFIX = re.compile("/([a-z]{2})/.")
# Of most links a glance tells that they lead elsewhere; making them absolute costs more.
_FILE = re.compile(rf"\.(?:{'|'.join(ending[1:] for ending in MEDIA_TYPES)})|download=true")
_NO_PAGES = ("mailto:", "tel:", "javascript:")


def absolute(base: str, href: str | None) -> str:
    """An absolute address; empty for a link that is none."""
    if href and PLAIN_ADDRESS.fullmatch(href):
        return href  # as those are that a page gives of itself
    if href and _ROOTED.fullmatch(href) and "/." not in href and (home := _HOME.match(base)):
        return f"{home[0]}{href}"  # as those of its files are
    try:
        url = urljoin(base, href.strip()) if href and href.strip() else ""
        urlsplit(url).port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return ""
    return url


def language_of(tag: str) -> str | None:
    """The primary part of a language tag, or None where it is no tag (`x-default`, `und`)."""
    match = _LANGUAGE.match(tag.strip())
    primary = match[1].lower() if match else None
    return None if primary == "und" else primary


def find_translations(links: list[_Element], base: str, own: str | None) -> list[Translation]:
    """The pages in other languages that links with `hreflang` lead to, one a language."""
    found: dict[str, Translation] = {}
    for link in links:
        language = language_of(link.get("hreflang") or "")
        url = absolute(base, link.get("href"))
        if language and url and language != own:
            found.setdefault(language, Translation(language=language, url=url))
    return list(found.values())


def find_versions(root: _Element, base: str, site: str | None) -> list[Translation]:
    """Links to the same page under another language's prefix: `/ru/secretariat/129296`."""
    number, own = node_id(base), canonical_url(base, site)
    found: dict[str, Translation] = {}
    for href in _hrefs(root, str(number)) if number is not None else ():
        url = canonical_url(absolute(base, href), site)
        if url is None or node_id(url) != number or url == own:
            continue
        if match := _PREFIX.match(urlsplit(url).path):
            found.setdefault(match[1], Translation(language=match[1], url=url))
    return list(found.values())


def _hrefs(root: _Element, number: str) -> Iterator[str]:
    """Links that may lead to the page with a number."""
    for link in elements_of(root).below("a"):
        href = link.get("href", "")
        if (number in href or not _is_clear(href)) and _may_lead_to(number, href):
            yield href


def _may_lead_to(number: str, href: str) -> bool:
    """Whether the path of an address ends in a number, or may do so."""
    path = href.partition("#")[0].partition("?")[0].strip()
    if not _is_clear(path):
        return bool(path) and not path.startswith(_NO_PAGES)
    return number in path and (path.rstrip("/ ;").endswith(number) or "/." in path)


def _is_clear(href: str) -> bool:
    """Whether an address says where it leads, whatever page it stands on."""
    return href.startswith(("/", "http:", "https:")) and "%" not in href and href.isprintable()


def read_images(pictures: list[Picture], captions: dict[int, str], base: str) -> list[Image]:
    """Pictures with their captions.

    Args:
        pictures: Pictures of the article, in order.
        captions: Caption lines by their index. One that stands apart from its picture follows
            it at once, as in the old layout (https://osce.org/kosovo/54097).
        base: Address of the page.
    """
    images: dict[str, Image] = {}
    last_at = {picture.position: picture for picture in pictures}
    for picture in pictures:
        url = absolute(base, picture.src)
        if url and urlsplit(url).scheme in {"http", "https"} and url not in images:
            is_next = last_at[picture.position] is picture
            caption = picture.caption or (captions.get(picture.position) if is_next else None)
            images[url] = Image(url=url, caption=caption)
    return list(images.values())


def read_attachments(box: _Element | None, base: str) -> list[Attachment]:
    """Files that a part of the page links to."""
    if box is None:
        return []
    files: dict[str, Attachment] = {}
    for element in box.iterdescendants("a"):
        href = element.get("href", "")
        if _is_clear(href) and not _FILE.search(href.lower()):
            continue
        url = absolute(base, href)
        if url and is_file(url):
            title = fold_blanks("".join(element.itertext())) or None
            ending = PurePosixPath(urlsplit(url).path).suffix.lower()
            kind = MEDIA_TYPES.get(ending)
            files.setdefault(url, Attachment(url=url, title=title, media_type=kind))
    return list(files.values())
