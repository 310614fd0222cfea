"""Reads pages with trafilatura, in its own environment."""

from __future__ import annotations

# Not installed with the project: only the peer's own environment has it.
from trafilatura import bare_extraction  # type: ignore[import-not-found]

from tests.accuracy.peers.wire import Answer, serve


def read(html: str, url: str) -> Answer:
    # Without the second, title and date are not looked for; there are no comments on these pages.
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {}
    return {"title": found.title, "date": found.date, "body": found.text}


if __name__ == "__main__":
    serve(read)
