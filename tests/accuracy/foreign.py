"""Pages of other institutions: nothing in them may become a release of the OSCE.

Each is read as a loose file; those of `pages.tar.xz` also as if osce.org had served them, so that
their address proves nothing.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

from osce_scraper.items import Capture
from tests.accuracy.refused import score_refused
from tests.accuracy.scores import Score

_SERVED = "https://www.osce.org/secretariat/600001"


def score_foreign(folder: Path) -> Score:
    """Read every page of the archives; a record is invented from its first field to its last."""
    return score_refused("foreign", _pages(folder))


def _pages(folder: Path) -> Iterator[tuple[str, list[Capture]]]:
    for archive in sorted(folder.glob("*.tar.xz")):
        urls = (None, _SERVED) if archive.name == "pages.tar.xz" else (None,)
        with tarfile.open(archive) as tar:
            for member in sorted(tar, key=lambda one: one.name):
                file = tar.extractfile(member)
                if file is not None:
                    body = file.read()
                    yield member.name, [Capture(url=u, status=None, body=body) for u in urls]
