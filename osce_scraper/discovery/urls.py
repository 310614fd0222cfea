"""A file in which the user names releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from osce_scraper.discovery.found import Found, Step
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import UnreadableInputError
from osce_scraper.items import Capture
from osce_scraper.normalise.addresses import canonical_url

_COMMENT = re.compile(r"(?:^|\s)#")


class AddressFile(Discovery):
    """Knows the addresses of a file, one a line; asks for no page to find them.

    Empty lines and what follows a `#` at the start of a line or after a blank are left out.
    """

    name = "urls"

    def __init__(self, path: Path, site: str | None = None) -> None:
        """Read the file.

        Args:
            path: The file, in UTF-8.
            site: Address of a mirror that stands in for the site.

        Raises:
            UnreadableInputError: For a file that cannot be read or names nothing, and with its
                number for a line that is no address of the site.
        """
        super().__init__(site)
        self._found = self._new(Found(url, vouched=True) for url in _addresses(path, site))
        if not self._found:
            raise UnreadableInputError(f"{path}: the file names no address")

    def known(self) -> list[Found]:
        """The addresses, in the file's order, each once."""
        return self._found

    def _first(self) -> list[str]:
        return []

    def _read(self, capture: Capture) -> Step:
        return Step(problem=f"{capture.url}: no page was asked for")

    def _lose(self, cause: str, *, is_absent: bool) -> Step:
        del is_absent
        return Step(problem=f"{cause}; no page was asked for")

    def _ending(self) -> str:
        return "as the file names them"


def _addresses(path: Path, site: str | None) -> Iterator[str]:
    for number, line in enumerate(_lines(path), start=1):
        address = _COMMENT.split(line, maxsplit=1)[0].strip()
        if not address:
            continue
        canonical = None if len(address.split()) > 1 else canonical_url(address, site)
        if canonical is None:
            shown = address if len(address) <= 200 else f"{address[:200]}…"
            raise UnreadableInputError(f"{path}:{number}: not an address of the site: {shown!r}")
        yield canonical


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").split("\n")
    except IsADirectoryError:
        raise UnreadableInputError(f"{path}: is a folder; a file was expected") from None
    except OSError as error:
        raise UnreadableInputError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise UnreadableInputError(f"{path}: the text is not UTF-8") from error
