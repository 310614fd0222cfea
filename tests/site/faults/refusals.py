"""Answers that say no: errors, pages that are gone, walls."""

from __future__ import annotations

from tests.site.faults.fault import Fate, Fault
from tests.site.server import Answer
from tests.site.ways import Item


class ServerError(Fault):
    """The server answers 500 each time."""

    name = "server-error"
    fate = Fate("failed", "the server answered 500", requests=3)

    def always(self) -> Answer:
        return Answer("<h1>The website encountered an unexpected error.</h1>", 500)


class PassingError(Fault):
    """The server answers 502 once, and then as it should."""

    name = "passing-error"
    fate = Fate("exported", requests=2)

    def answer(self, path: str, asked: int) -> Answer:
        del path
        return Answer(self.page) if asked else Answer("<h1>Bad gateway</h1>", 502)


class Missing(Fault):
    """The page is a 404."""

    name = "missing"
    fate = Fate("rejected", "http_error")

    def always(self) -> Answer:
        return Answer("<h1>Page not found</h1>", 404)


class Gone(Fault):
    """The page is a 410."""

    name = "gone"
    fate = Fate("rejected", "http_error")

    def always(self) -> Answer:
        return Answer("<h1>Gone</h1>", 410)


class Forbidden(Fault):
    """The page is a 403."""

    name = "forbidden"
    fate = Fate("rejected", "http_error")

    def always(self) -> Answer:
        return Answer("<h1>Access denied</h1>", 403)


class SoftMissing(Fault):
    """The page says that it is missing, but its status is 200."""

    name = "soft-404"
    fate = Fate("rejected", "not_a_release")

    def always(self) -> Answer:
        return Answer(
            _page("Page not found", "<p>The requested page could not be found. It may have moved.")
        )


class LoginWall(Fault):
    """The page asks for a password, and its status is 200."""

    name = "login-wall"
    fate = Fate("rejected", "not_a_release")

    def always(self) -> Answer:
        form = '<form><input name="name"><input name="pass" type="password"></form>'
        return Answer(_page("Log in", f"<p>This page is for staff. Please log in.</p>{form}"))


class Robots(Fault):
    """robots.txt forbids the page."""

    name = "robots"
    fate = Fate("skipped", "robots", requests=0)
    robots = "Disallow: /admin/"

    @property
    def items(self) -> list[Item]:
        return [Item(f"/admin/{self.release.number}", self.release)]


def _page(title: str, words: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | OSCE</title>'
        f"</head><body><main><h1>{title}</h1>{words}</main></body></html>"
    )
