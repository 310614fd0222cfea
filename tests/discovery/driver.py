"""Drives a way of discovery as the spider does, against pages that a test makes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from osce_scraper.discovery.found import Found
from osce_scraper.discovery.way import Discovery
from osce_scraper.items import Capture

HOME = "https://www.osce.org"
Serve = Callable[[str], "Capture | str"]
"""Answers an address with a page, or says why there is none."""


@dataclass
class Run:
    """What came of driving a way to its end."""

    found: list[Found] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def urls(self) -> list[str]:
        return [one.url for one in self.found]

    @property
    def paths(self) -> list[str]:
        return [url.removeprefix(HOME) for url in self.urls]


def page(url: str, body: str | bytes, status: int = 200) -> Capture:
    content = body.encode() if isinstance(body, str) else body
    return Capture(url=url, status=status, content_type=None, body=content)


def drive(way: Discovery, serve: Serve, most: int = 20_000) -> Run:
    run = Run(found=list(way.known()))
    waiting = way.first()
    while waiting:
        url = waiting.pop(0)
        run.asked.append(url)
        assert len(run.asked) <= most, "the way does not end"
        answer = serve(url)
        step = way.lose(url, answer) if isinstance(answer, str) else way.read(answer)
        run.found += step.found
        waiting += step.follow
        run.problems += [step.problem] if step.problem else []
    return run


def serving(pages: Mapping[str, str | bytes | Capture]) -> Serve:
    """Answers by address; what is not there is a 404."""

    def serve(url: str) -> Capture:
        body = pages.get(url)
        if isinstance(body, Capture):
            return body
        return page(url, "nothing here", 404) if body is None else page(url, body)

    return serve
