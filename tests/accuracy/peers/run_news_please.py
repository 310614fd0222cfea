"""Reads pages with news-please, in its own environment."""

from __future__ import annotations

# Not installed with the project: only the peer's own environment has it.
from newsplease import NewsPlease  # type: ignore[import-not-found]

from tests.accuracy.peers.wire import Answer, serve


def read(html: str, url: str) -> Answer:
    found = NewsPlease.from_html(html, url=url, fetch_images=False)
    day = found.date_publish.isoformat() if found.date_publish else None
    return {"title": found.title, "date": day, "body": found.maintext}


if __name__ == "__main__":
    serve(read)
