"""A small web site on this machine: each test says what it answers, and sees what it was asked.

It listens on 127.0.0.1 only, on a port that the system chooses, in threads of the test process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, Self

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What the site says to one request."""

    body: str | bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Further headers; `Content-Length` may lie."""
    wait: float = 0
    """Seconds before it answers; cut short when the site closes."""
    hang_up: bool = False
    """Whether the connection is closed without a word."""


class Seen(NamedTuple):
    """One request that the site got."""

    time: float
    method: str
    path: str
    headers: dict[str, str]


Reply = Answer | list[Answer] | str
Routes = Mapping[str, Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *about: object) -> None:
        """Say nothing where a client hangs up, e.g. because a page is too large for it."""


class Site:
    """A site whose routes are `path -> answer`; the last answer of a list is repeated.

    A path without a route is a 404, so that a site has no robots.txt unless a test gives one.
    """

    def __init__(self, routes: Routes | None = None) -> None:
        self.routes: dict[str, Reply] = dict(routes or {})
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """The paths that it was asked for, in order."""
        return [seen.path for seen in self.seen]

    @property
    def gaps(self) -> list[float]:
        """Seconds between one request and the next."""
        return [
            after.time - before.time
            for before, after in zip(self.seen, self.seen[1:], strict=False)
        ]

    def answer(self, path: str) -> Answer:
        """What it says to the next request for a path."""
        with self._lock:
            answer = self.routes.get(path, Answer("nothing here", 404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
        return answer if isinstance(answer, Answer) else Answer(answer)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 20

            def do_GET(self) -> None:
                headers = dict(self.headers.items())
                site.seen.append(Seen(time.monotonic(), self.command, self.path, headers))
                answer = site.answer(self.path)
                if answer.wait:
                    site.closing.wait(answer.wait)
                if answer.hang_up:
                    return
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                given = {"Content-Type": HTML, "Content-Length": str(len(body))}
                for name, value in (given | dict(answer.headers)).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_CONNECT(self) -> None:
                self.do_GET()

            def log_message(self, *words: object) -> None:
                """Keep the tests' output clean."""

        return Handler


def release_page(number: int, *, links: str = "", site: str = "https://www.osce.org") -> str:
    """A release in today's layout; each number gives another one."""
    path = f"/secretariat/{number}"
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Officers open crate {number} | OSCE</title>
<link rel="canonical" href="{site}{path}">{links}</head>
<body><main><p>Press release</p>
<h1>Officers open crate number {number} during an exercise at sea</h1>
<dl><dt>Date:</dt><dd><time datetime="2026-02-24">24 February 2026</time></dd>
<dt>Place:</dt><dd>VIENNA</dd><dt>Source:</dt><dd>OSCE Secretariat</dd>
<dt>Fields of work:</dt><dd>Border management</dd></dl>
<p>VIENNA, 24 February 2026 – Officers of four ports opened crate number {number} today, in an
exercise that the OSCE Secretariat had planned for a year.</p>
<p>The crate was empty, as the officers had expected.</p></main></body></html>
"""


def listing_page(addresses: Iterable[str], *, following: str | None = None) -> str:
    """A page of the listing of press releases, with a row for each address."""
    rows = "\n".join(
        f"""<dl class="search-result-news">
<dt class="search-title"><h3><a href="{address}">Row {number} of this page</a></h3></dt>
<dd><div><span>Publishing date:</span> 24 February 2026</div>
<div><span>Content type:</span> Press release</div>
<div><span>Where we are:</span> OSCE Secretariat</div>
<p>The first words of the text.</p></dd></dl>"""
        for number, address in enumerate(addresses, start=1)
    )
    pager = f'<ul class="pager"><li><a href="{following}">next ›</a></li></ul>'
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>News and press releases | OSCE</title></head>
<body><h1>News and press releases</h1>
{rows}
{pager if following else ""}</body></html>
"""


def releases(*numbers: int) -> dict[str, Reply]:
    """Routes of good release pages."""
    return {f"/secretariat/{number}": release_page(number) for number in numbers}


def listed(*numbers: int, following: str | None = None) -> str:
    """A listing page with a row for each of these releases."""
    return listing_page((f"/secretariat/{n}" for n in numbers), following=following)
