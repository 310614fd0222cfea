"""Web sites on this machine: small ones that a test makes up, and a whole one with all its faults.

`python -m tests.site --help` tells how to start the whole site by hand.
"""

from tests.site.pages import listed, listing_page, release_page, releases
from tests.site.server import HTML, Answer, Reply, Routes, Seen, Site

__all__ = [
    "HTML",
    "Answer",
    "Reply",
    "Routes",
    "Seen",
    "Site",
    "listed",
    "listing_page",
    "release_page",
    "releases",
]
