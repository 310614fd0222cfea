"""Reads pages with newspaper4k, in its own environment."""

from __future__ import annotations

# Not installed with the project: only the peer's own environment has it.
from newspaper import Article  # type: ignore[import-not-found]

from tests.accuracy.peers.wire import Answer, serve


def read(html: str, url: str) -> Answer:
    found = Article(url, fetch_images=False)
    found.download(input_html=html)
    found.parse()
    day = found.publish_date.isoformat() if found.publish_date else None
    return {"title": found.title, "date": day, "body": found.text}


if __name__ == "__main__":
    serve(read)
