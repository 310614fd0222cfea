"""The releases of the whole site, and their pages in the old and in the new mark-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

NEWEST = date(2026, 2, 24)
HOME = "https://www.osce.org"
_CITIES = ("VIENNA", "WARSAW", "TIRANA", "SKOPJE", "BISHKEK", "ASTANA", "DUSHANBE")
_GOODS = ("crates", "maps", "ledgers", "lanterns", "radios", "bridges", "samples", "archives")
_FIELDS = ("Border management", "Policing", "Elections", "Human rights", "Youth", "Education")


@dataclass(frozen=True, slots=True)
class Release:
    """One release, told by its number alone."""

    number: int
    day: date = NEWEST
    is_old: bool = False
    """Whether its page has the old mark-up."""

    @property
    def path(self) -> str:
        """Its own address on the site."""
        return f"/secretariat/{self.number}"

    @property
    def city(self) -> str:
        """Where it was issued."""
        return _CITIES[self.number % len(_CITIES)]

    @property
    def goods(self) -> str:
        """What it is about."""
        return _GOODS[self.number % len(_GOODS)]

    @property
    def field(self) -> str:
        """Its field of work."""
        return _FIELDS[self.number % len(_FIELDS)]

    @property
    def title(self) -> str:
        """Its title, which no other release has."""
        return f"Officers of four ports count {self.goods} in exercise {self.number}"

    @property
    def shown_day(self) -> str:
        """Its date as pages show it."""
        return f"{self.day.day} {self.day:%B %Y}"

    @property
    def opening(self) -> str:
        """The first words of its text."""
        return (
            f"{self.city}, {self.shown_day} – Officers of four ports counted {self.goods} today, "
            f"in exercise {self.number} that the OSCE Secretariat had planned for a year."
        )

    def page(self, extra: str = "") -> str:
        """Its page; `extra` is more mark-up, e.g. links that nobody should follow."""
        return (_old_page if self.is_old else _new_page)(self, extra)


def make_releases(count: int, newest: int = 662_300) -> list[Release]:
    """As many releases, newest first; every other one of the old mark-up."""
    a_day = 3 if count <= 1000 else 60
    return [
        Release(newest - n, NEWEST - timedelta(days=n // a_day), is_old=n % 2 == 1)
        for n in range(count)
    ]


def _new_page(release: Release, extra: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{release.title} | OSCE</title>
<link rel="canonical" href="{HOME}{release.path}"></head>
<body><div class="skip"><span>Skip Links</span></div>{extra}
<main><article class="node"><p class="kicker">Press release</p>
<h1>{release.title}</h1>
<dl><dt>Date:</dt><dd><time datetime="{release.day}T12:00:00Z">{release.shown_day}</time></dd>
<dt>Place:</dt><dd>{release.city}</dd><dt>Source:</dt><dd>OSCE Secretariat</dd>
<dt>Fields of work:</dt><dd>{release.field}</dd></dl>
<div class="body body-section is-text text--default"><p>{release.opening}</p>
<p>Each port had sent two teams, who worked by night and compared their lists at dawn.</p>
<p>“Numbers that two people have counted apart are numbers that one can trust,” said the head of
the exercise. The next one will take place in spring.</p></div></article></main>
<footer><p>Organization for Security and Co-operation in Europe</p></footer></body></html>
"""


def _old_page(release: Release, extra: str) -> str:
    return f"""<html xml:lang="en" lang="en"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{release.title} | OSCE</title></head>
<body class="page-node"><div id="skip-nav"><a href="#content">Skip navigation</a></div>{extra}
<div id="content"><div class="content--header">
<div class="breadcrumb"><a href="/newsroom">Newsroom</a></div><h1>{release.title}</h1></div>
<div class="content--content"><div class="panel-pane"><div class="pane-content">{release.city}
<span class="date-display-single">{release.shown_day}</span></div></div>
<div class="panel-pane pane-node-body"><div class="pane-content"><p>{release.opening}</p>
<p>Each port had sent two teams, who worked by day and met for supper in the customs house.</p>
<p>The lists will be kept for ten years, and anybody may ask to see them.</p>
</div></div></div></div>
<div id="footer"><p>&copy; OSCE</p></div></body></html>
"""
