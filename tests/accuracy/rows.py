"""Real listing rows, rendered into listing pages and read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osce_scraper.items import Capture, ListingRow
from osce_scraper.pages.listing import read_listing
from tests.accuracy.row_markup import MARKUPS, Row, render_listing
from tests.accuracy.scores import Score, Truth
from tests.accuracy.stored import json_lines, load

FIELDS = ("title", "url", "date_raw", "type_raw", "where", "what", "locations", "teaser")
_PER_PAGE = 10
_ENGLISH = ("Publishing date", "Content type", "Where we are", "What we do")
# Where we are: no capture proves the Russian label, so it stays English as others do there.
_RUSSIAN = ("Дата публикации", "Вид контента", "Where we are", "Что мы делаем")
_FORMS = {"": (_ENGLISH, ":"), " ru": (_RUSSIAN, ":"), " ru no colon": (_RUSSIAN, "")}
_MONTHS = dict(
    zip(
        (
            *("January", "February", "March", "April", "May", "June", "July", "August"),
            *("September", "October", "November", "December"),
        ),
        load("tongues")["ru"]["months"],
        strict=True,
    )
)


def score_rows(path: Path) -> Score:
    """Render all rows in every mark-up, with English and Russian labels, and read them."""
    score = Score("rows")
    facts = json_lines(path)
    for markup in MARKUPS:
        for form in _FORMS:
            for start in range(0, len(facts), _PER_PAGE):
                _add_page(score, facts, start, markup, form)
    return score


def _add_page(score: Score, facts: list[Any], start: int, markup: str, form: str) -> None:
    labels, separator = _FORMS[form]
    numbers = range(start, min(start + _PER_PAGE, len(facts)))
    truths = [_truth(number, facts[number], form) for number in numbers]
    rows = [_row(number, truth, labels) for number, truth in zip(numbers, truths, strict=True)]
    page = f"{markup}{form} {start}"
    html = render_listing(rows, markup, separator)
    score.note(page, html, truths)
    url = "https://www.osce.org/press-releases?page=1"
    got = read_listing(Capture(url=url, status=200, body=html)).rows
    score.records += len(got)
    by_url = {row.url: row for row in got}
    for number, truth in zip(numbers, truths, strict=True):
        found = by_url.get(truth["url"])
        score.add(f"{markup}{form} row {number}", FIELDS, truth, _said(found) if found else None)


def _truth(number: int, fact: dict[str, Any], form: str) -> Truth:
    day, month, year = fact["publishing_date"].split()
    return {
        "title": fact["title"],
        "url": f"https://www.osce.org/node/{100000 + number}",
        "date_raw": f"{day} {_MONTHS[month] if form else month} {year}",
        "type_raw": fact["content_type"],
        "where": fact["where_we_are"] or [],
        "what": fact["what_we_do"] or [],
        "locations": fact.get("location") or [],
        "teaser": fact["teaser"],
    }


def _row(number: int, truth: Truth, labels: tuple[str, ...]) -> Row:
    values = (truth["date_raw"], truth["type_raw"], *_joined(truth, "where", "what"))
    pairs = [(label, value) for label, value in zip(labels, values, strict=True) if value]
    if locations := truth["locations"]:
        pairs.append(("Locations" if len(locations) > 1 else "Location", ", ".join(locations)))
    return Row(number, truth["title"], truth["url"], tuple(pairs), truth["teaser"])


def _joined(truth: Truth, *names: str) -> list[str]:
    return [", ".join(truth[name]) for name in names]


def _said(row: ListingRow) -> Truth:
    return {name: getattr(row, name) for name in FIELDS}
