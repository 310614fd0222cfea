"""Files that a page offers for download."""

from __future__ import annotations

from osce_scraper.pages.lines import Line

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".zip": "application/zip",
}
"""Endings of files to download, each with its media type."""


def is_file_link(line: Line) -> bool:
    """Whether a line is nothing but a link to a file."""
    return line.is_link and any(is_file(url) for url in line.links)


def is_file(url: str) -> bool:
    """Whether an address leads to a document to download."""
    path, _, query = url.lower().partition("?")
    return path.endswith(tuple(MEDIA_TYPES)) or "download=true" in query
