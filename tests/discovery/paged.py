"""A listing that lives in memory, in pages, and that a test may change while it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from osce_scraper.items import Capture
from tests.discovery.driver import page

NEWEST = date(2026, 2, 24)


@dataclass(frozen=True)
class Item:
    """A release in the listing."""

    number: int
    day: date | None = NEWEST

    @property
    def path(self) -> str:
        return f"/secretariat/{self.number}"


def items(count: int, start: int = 660_000) -> list[Item]:
    """As many items, newest first, three a day."""
    return [Item(start - n, NEWEST - timedelta(days=n // 3)) for n in range(count)]


def labelled(item: Item) -> str:
    """A row of the old layout."""
    shown = f"<div><span>Publishing date:</span> {item.day:%-d %B %Y}</div>" if item.day else ""
    return (
        f'<dl class="search-result-news"><dt class="search-title">'
        f'<h3><a href="{item.path}">Officers open crate {item.number}</a></h3></dt>'
        f"<dd>{shown or '<div>Publishing date: soon</div>'}<p>VIENNA- They opened it.</p></dd></dl>"
    )


def teaser(item: Item) -> str:
    """An item of the new layout."""
    shown = f'<time datetime="{item.day}">{item.day:%-d %B %Y}</time>' if item.day else ""
    return (
        f'<a class="teaser teaser--two-cols" href="{item.path}"><div>{shown}</div>'
        f'<h2 class="teaser__title">Officers open crate {item.number}</h2>'
        f"<p>They opened it.</p></a>"
    )


def no_change(_: list[Item]) -> None:
    """Leave the listing as it is."""


@dataclass
class PagedListing:
    """Serves `/press-releases` as the site does, and counts what it is asked."""

    items: list[Item]
    size: int = 10
    row: Callable[[Item], str] = labelled
    change: Callable[[list[Item]], None] = no_change
    """Called after each answer."""
    parameters: Sequence[str] = ("page", "rows", "solrsort", "filters")
    """What the server understands; the rest makes a 404 if `strict`."""
    strict: bool = False
    extra: str = ""
    """More mark-up on every page: traps, menus."""
    paths: Sequence[str] = ("/press-releases",)
    asked: list[str] = field(default_factory=list)
    states: list[list[Item]] = field(default_factory=list)
    """What the listing held at each answer."""

    def __call__(self, url: str) -> Capture:
        self.asked.append(url)
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        if parts.path not in self.paths or (self.strict and set(query) - set(self.parameters)):
            return page(url, "nothing here", 404)
        known = {name: value for name, value in query.items() if name in self.parameters}
        answer = page(url, self.render(parts.path, known))
        self.states.append(list(self.items))
        self.change(self.items)
        return answer

    def render(self, path: str, query: dict[str, str]) -> str:
        number, size = int(query.get("page", "0")), int(query.get("rows", self.size))
        shown = self.items[number * size : (number + 1) * size]
        last = max(0, (len(self.items) - 1) // size)
        numbers = [n for n in (number - 1, number + 1, number + 2, last) if 0 <= n <= last]
        links = "".join(
            f'<li><a href="{path}?{urlencode({**query, "page": n})}">{n}</a></li>'
            for n in numbers
            if n != number
        )
        rows = "\n".join(map(self.row, shown))
        return f"<html><body>{self.extra}{rows}<ul class='pager'>{links}</ul></body></html>"
