"""Connections that give no whole answer."""

from __future__ import annotations

from tests.site.faults.fault import Fate, Fault
from tests.site.server import Answer

_FOREVER = 3600.0  # seconds; cut short when the site closes
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


class Timeout(Fault):
    """The server takes the request and never answers."""

    name = "timeout"
    fate = Fate("failed", "took longer than", requests=3)

    def always(self) -> Answer:
        return Answer(wait=_FOREVER, hang_up=True)


class Stall(Fault):
    """The answer stops in the middle of the body, and the connection stays open."""

    name = "stall"
    fate = Fate("failed", "took longer than", requests=3)

    def always(self) -> Answer:
        page = self.page.encode()
        length = f"Content-Length: {len(page)}\r\n\r\n".encode()
        return Answer(raw=_HEAD + length + page[: len(page) // 2], stall=_FOREVER)


class Reset(Fault):
    """The connection is reset where an answer was expected."""

    name = "reset"
    fate = Fate("failed", "ConnectionLost", requests=3)

    def always(self) -> Answer:
        return Answer(reset=True)


class HangUp(Fault):
    """The connection is closed without a word."""

    name = "hang-up"
    fate = Fate("failed", "ConnectionDone", requests=3)

    def always(self) -> Answer:
        return Answer(hang_up=True)


class PassingHangUp(Fault):
    """The connection is closed without a word once; the second time there is an answer."""

    name = "passing-hang-up"
    fate = Fate("exported", requests=2)

    def answer(self, path: str, asked: int) -> Answer:
        del path
        return Answer(self.page, hang_up=asked == 0)


class NotHttp(Fault):
    """The server speaks another protocol."""

    name = "not-http"
    fate = Fate("failed", "ParseError", requests=3)

    def always(self) -> Answer:
        return Answer(raw=b"220 mail.example.org ESMTP\r\n500 what do you mean\r\n")


class Truncated(Fault):
    """The body is shorter than its Content-Length."""

    name = "truncated"
    fate = Fate("failed", "ended before it was whole", requests=3)

    def always(self) -> Answer:
        length = str(len(self.page.encode()))
        return Answer(self.page[:900], headers={"Content-Length": length})


class TruncatedChunks(Fault):
    """A body in chunks ends without the last one."""

    name = "truncated-chunks"
    fate = Fate("failed", "ended before it was whole", requests=3)

    def always(self) -> Answer:
        part = self.page.encode()[:900]
        return Answer(raw=_HEAD + b"Transfer-Encoding: chunked\r\n\r\n384\r\n" + part + b"\r\n")


class ShortLength(Fault):
    """The Content-Length is smaller than the body, which so seems to end early."""

    name = "short-length"
    fate = Fate("failed", "breaks off in the middle", requests=3)

    def always(self) -> Answer:
        return Answer(self.page, headers={"Content-Length": "900"})


class BadLength(Fault):
    """The Content-Length is no number."""

    name = "bad-length"
    fate = Fate("failed", "non-decimal digits", requests=3)

    def always(self) -> Answer:
        return Answer(self.page, headers={"Content-Length": "about 2 pages"})
