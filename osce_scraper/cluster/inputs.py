"""Which files a pattern means: on disk, in a listing of the web, in a bucket of S3."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from glob import glob
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from osce_scraper.errors import UnreadableInputError

BUCKET = "s3://"
_WEB = ("http://", "https://")
_WILDCARDS = frozenset("*?[")

Fetch = Callable[[str], tuple[str, bytes]]
"""Gives the page of an address, with the address after redirects."""
List = Callable[[str], list[str]]
"""Gives the addresses in a bucket that a pattern means."""


def find_inputs(patterns: Iterable[str], fetch: Fetch, list_bucket: List) -> list[str]:
    """The files that patterns mean, in their order, each of them once.

    Args:
        patterns: Paths and addresses. `*` is a wildcard; on disk and in S3 so are `?`, `[…]`
            and `**`, on the web it stands in the last part of the path.
        fetch: What gets a listing from the web.
        list_bucket: What lists a bucket.

    Raises:
        UnreadableInputError: For a pattern that means no file, or a place that is not known.
    """
    found: dict[str, None] = {}
    for pattern in patterns:
        if is_web(pattern):
            matches = _pages(pattern, fetch)
        elif pattern.startswith(BUCKET):
            matches = list_bucket(pattern) if _WILDCARDS.intersection(pattern) else [pattern]
        else:
            matches = _files(pattern)
        if not matches:
            raise UnreadableInputError(f"{pattern}: means no file")
        found.update(dict.fromkeys(matches))
    return list(found)


def is_web(address: str) -> bool:
    """Whether it is an address of the web."""
    return address.startswith(_WEB)


def is_far(address: str) -> bool:
    """Whether a file does not lie on this machine's disks."""
    return address.startswith((*_WEB, BUCKET))


def file_name(address: str) -> str:
    """The name of a file without its folder, also of one behind an address."""
    name = unquote(urlsplit(address).path) if is_web(address) else address
    return name.rpartition("/")[2]


def _files(pattern: str) -> list[str]:
    path = Path(pattern)
    if "://" in pattern:
        raise UnreadableInputError(f"{pattern}: a path, {BUCKET}…, http://… or https://… is read")
    if path.is_dir():
        raise UnreadableInputError(f"{pattern}: is a folder; name the files in it")
    if path.exists():
        return [str(path.absolute())]
    found = sorted(map(Path, glob(pattern, recursive=True)))  # noqa: PTH207 - Path takes no absolute pattern
    return [str(one.absolute()) for one in found if not one.is_dir()]


def _pages(pattern: str, fetch: Fetch) -> list[str]:
    folder, _, name = pattern.rpartition("/")
    if "*" in folder:
        raise UnreadableInputError(f"{pattern}: on the web, * stands in the last part of the path")
    return links_in(*fetch(f"{folder}/"), name) if "*" in name else [pattern]


def links_in(url: str, listing: bytes, pattern: str) -> list[str]:
    """The files of a folder that a page lists, in the order of their addresses.

    Args:
        url: Address of the page, which is that of the folder.
        listing: The page, as web servers make it of a folder.
        pattern: Which names are wanted.
    """
    page = etree.HTML(listing) if listing.strip() else None
    links = () if page is None else page.iterfind(".//a[@href]")
    found = {urljoin(url, link.get("href", "")) for link in links}
    folder = url.rpartition("/")[0]
    return sorted(
        one
        for one in found
        if one.rpartition("/")[0] == folder and fnmatchcase(file_name(one), pattern)
    )
