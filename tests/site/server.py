"""A small web site on this machine: each test says what it answers, and sees what it was asked.

It listens on 127.0.0.1 only, on a port that the system chooses, in threads of the test process.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Mapping
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
    reset: bool = False
    """Whether it is broken off (RST) without a word."""
    raw: bytes | None = None
    """What is sent in place of a whole answer, before the connection is closed."""
    stall: float = 0
    """Seconds between the last byte of `raw` and the end of the connection."""


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
    request_queue_size = 64

    def handle_error(self, *about: object) -> None:
        """Say nothing where a client hangs up, e.g. because a page is too large for it."""


class Site:
    """A site whose routes are `path -> answer`; the last answer of a list is repeated.

    A path without a route is a 404, so that a site has no robots.txt unless a test gives one.
    """

    protocol = "HTTP/1.0"
    """`HTTP/1.1` keeps connections open between requests."""

    def __init__(self, routes: Routes | None = None, *, port: int = 0) -> None:
        self.routes: dict[str, Reply] = dict(routes or {})
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"site": self, "protocol_version": self.protocol})
        self._server = _Server(("127.0.0.1", port), handler)
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


class _Handler(BaseHTTPRequestHandler):
    timeout = 20
    disable_nagle_algorithm = True  # or each answer on a kept connection waits for 40 ms
    site: Site

    def do_GET(self) -> None:
        headers = dict(self.headers.items())
        self.site.seen.append(Seen(time.monotonic(), self.command, self.path, headers))
        answer = self.site.answer(self.path)
        if answer.wait:
            self.site.closing.wait(answer.wait)
        if answer.reset:
            self._reset()
        elif answer.hang_up:
            self.close_connection = True
        elif answer.raw is not None:
            self._send_raw(answer)
        else:
            self._send(answer)

    def do_CONNECT(self) -> None:
        self.do_GET()

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status)
        given = {"Content-Type": HTML, "Content-Length": str(len(body))} | dict(answer.headers)
        for name, value in given.items():
            self.send_header(name, value)
        if self.protocol_version == "HTTP/1.0":
            self.send_header("Connection", "close")  # clients of today would try it again
        self.end_headers()
        self.wfile.write(body)
        if given["Content-Length"] != str(len(body)):
            self.close_connection = True  # nobody could tell where the next answer begins

    def _send_raw(self, answer: Answer) -> None:
        self.close_connection = True
        self.wfile.write(answer.raw or b"")
        self.site.closing.wait(answer.stall)

    def _reset(self) -> None:
        """Close at once, without the farewell that TCP has for it."""
        self.close_connection = True
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        os.close(self.connection.detach())

    def log_message(self, *words: object) -> None:
        """Keep the tests' output clean."""
