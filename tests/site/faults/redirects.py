"""Redirects that lead nowhere, or where nobody must go."""

from __future__ import annotations

from dataclasses import replace

from tests.site.faults.fault import Fate, Fault
from tests.site.release import HOME, Release
from tests.site.server import Answer
from tests.site.ways import Item

_REFUSED = Fate("rejected", "http_error")


def moved_to(address: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": address})


class Circle(Fault):
    """Two addresses lead to each other."""

    name = "redirect-circle"
    fate = Fate("failed", "circle")

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        section = "node" if path == self.release.path else "secretariat"
        return moved_to(f"/{section}/{self.release.number}")


class Chain(Fault):
    """Each address leads to a further one, for ever."""

    name = "redirect-chain"
    fate = Fate("failed", "max redirections reached")

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        step = int(path.split("/")[2]) + 1 if path.startswith("/step/") else 1
        return moved_to(f"/step/{step}/{self.release.number}")


class OffSite(Fault):
    """The page has moved to another host."""

    name = "redirect-off-site"
    fate = _REFUSED

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        return moved_to(f"{self.other}{path}", 301)


class ToFile(Fault):
    """The page has moved to a file of the crawler's own disk."""

    name = "redirect-file"
    fate = _REFUSED

    def always(self) -> Answer:
        return moved_to("file:///etc/passwd")


class ToPrivate(Fault):
    """The page has moved into the private network, under three addresses."""

    name = "redirect-private"
    fate = _REFUSED

    @property
    def items(self) -> list[Item]:
        sections = ("secretariat", "cio", "node")
        return [Item(f"/{name}/{self.release.number}", self.release) for name in sections]

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        inside = {
            "secretariat": "http://169.254.169.254/latest/meta-data/",
            "cio": f"http://10.0.0.1{path}",
            "node": f"http://[::1]:8080{path}",
        }
        return moved_to(inside[path.split("/")[1]])


class ToLogin(Fault):
    """Two pages have moved to the login form."""

    name = "redirect-login"
    fate = _REFUSED

    @property
    def items(self) -> list[Item]:
        sections = ("secretariat", "cio")
        return [Item(f"/{name}/{self.release.number}", self.release) for name in sections]

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        return moved_to(f"/user/login?destination={path}")


class ToWall(Fault):
    """Two pages have moved to one that says sorry, with status 200."""

    name = "redirect-wall"
    fate = Fate("rejected", "not_a_release")

    @property
    def items(self) -> list[Item]:
        sections = ("secretariat", "cio")
        return [Item(f"/{name}/{self.release.number}", self.release) for name in sections]

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        if path.startswith("/sorry/"):
            return Answer("<html><body><h1>Sorry</h1><p>Nobody may see this.</p></body></html>")
        return moved_to(f"/sorry/{self.release.number}")


class Aliases(Fault):
    """One release under six addresses."""

    name = "aliases"

    def __init__(self, release: Release, other: str) -> None:
        # Only pages of the new mark-up say which of their addresses is their own.
        super().__init__(replace(release, is_old=False), other)

    @property
    def items(self) -> list[Item]:
        number = self.release.number
        addresses = (self.release.path, f"/node/{number}", f"/cio/{number}", f"/old/{number}")
        foreign = (f"http://osce.org{self.release.path}?fbclid=IwAR0", f"{_ODIHR}/{number}")
        return [Item(address, self.release) for address in (*addresses, *foreign)]

    @property
    def fates(self) -> dict[str, Fate]:
        number = self.release.number
        return {
            self.release.path: Fate("exported"),
            f"/node/{number}": Fate("duplicate"),
            f"/cio/{number}": Fate("duplicate"),
            f"/old/{number}": Fate("duplicate"),
            f"{_ODIHR}/{number}": Fate("skipped", "not_on_mirror", requests=0),
        }

    def answer(self, path: str, asked: int) -> Answer:
        del asked
        if path.startswith("/old/"):
            return moved_to(self.release.path, 301)
        return Answer(self.page)


_ODIHR = HOME.replace("www", "odihr") + "/odihr"
