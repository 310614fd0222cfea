"""One contender over the same pages, in a process of its own: `python -m benchmarks.readers NAME`.

Pages come in as JSON lines on the standard input; what it cost goes out as one line of JSON.
General extractors run in environments of their own, which have nothing of this project.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module

Read = Callable[[str, bytes], object]
_WARM_UP = 100  # pages; the first of each kind load data
_HTML = "text/html; charset=utf-8"


def _bare() -> Read:
    from lxml.html import fromstring  # noqa: PLC0415 - each contender has its own imports

    return lambda _url, body: fromstring(body)


def _ours() -> Read:
    from osce_scraper.dataset.files import line_of  # noqa: PLC0415
    from osce_scraper.items import Capture  # noqa: PLC0415
    from osce_scraper.reading import read_captures  # noqa: PLC0415

    def read(url: str, body: bytes) -> list[bytes]:
        capture = Capture(url=url, status=200, content_type=_HTML, body=body)
        return [line_of(result) for result in read_captures([capture])]

    return read


def _peer(name: str) -> Read:
    read = import_module(name).read
    return lambda url, body: read(body.decode(), url)


CONTENDERS: dict[str, Callable[[], Read]] = {
    "lxml.html.fromstring": _bare,
    "osce-scraper": _ours,
    "fundus": lambda: _peer("benchmarks.run_fundus"),
    "trafilatura": lambda: _peer("tests.accuracy.peers.run_trafilatura"),
    "newspaper4k": lambda: _peer("tests.accuracy.peers.run_newspaper"),
    "news-please": lambda: _peer("tests.accuracy.peers.run_news_please"),
}


def main() -> None:
    """Read all pages once, after a warm-up, and say how long it took by the processor's clock."""
    answers, sys.stdout = sys.stdout, sys.stderr
    pages = [(one["url"], one["html"].encode()) for one in map(json.loads, sys.stdin)]
    read = CONTENDERS[sys.argv[1]]()
    for page in pages[:_WARM_UP]:
        read(*page)
    start = time.process_time()
    for page in pages[_WARM_UP:]:
        read(*page)
    seconds = time.process_time() - start
    answers.write(json.dumps({"seconds": seconds / len(pages[_WARM_UP:])}) + "\n")


if __name__ == "__main__":
    main()
