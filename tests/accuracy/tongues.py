"""How a release in another language writes its dateline, its dates and its labels."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.accuracy.facts import Fact
from tests.accuracy.stored import load

LANGUAGES = ("en", "ru", "fr", "de", "sr")
_LABELS = {"date": "Date", "place": "Place", "source": "Source", "fields": "Fields of work"}
_NEWS = {"date": "Issued on", "source": "Issued by", "fields": "Fields of work"}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


def can_say(language: str, fact: Fact) -> bool:
    """Whether the table holds all that a dateline needs in that language."""
    if language == "en" or fact.dateline is None:
        return True
    cities = _tongue(language)["cities"]
    return fact.dateline_date is not None and all(name in cities for name, _ in fact.places)


def dateline(language: str, fact: Fact) -> str:
    """The dateline, without the separator."""
    if language == "en" or fact.dateline_date is None:
        return fact.dateline or ""
    cities = "/".join(city_words(language, fact))
    return f"{cities}, {_write(language, 'date', date.fromisoformat(fact.dateline_date))}"


def separator(language: str, fact: Fact) -> str:
    """What stands between dateline and text."""
    return fact.separator if language == "en" else str(_tongue(language)["separator"])


def city_words(language: str, fact: Fact) -> list[str]:
    """The dateline's cities, each as the language writes it."""
    if language == "en":
        words = (fact.dateline or "").split(",")[0].split(" – ")[0]
        parts = [part.strip() for part in words.split("/")]
        return parts if len(parts) == len(fact.places) else [words.strip()]
    return [_tongue(language)["cities"][name] for name, _ in fact.places]


def shown_date(language: str, day: date) -> str:
    """A date as a person reads it."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return _write(language, "shown", day)


def labels(language: str, *, news: bool) -> dict[str, str]:
    """Labels of the header: English ones, but for those that a capture shows translated."""
    if news:
        return _NEWS
    return _LABELS | (_tongue(language)["labels"] if language != "en" else {})


def field_words(language: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Fields of work as the page writes them."""
    terms = _tongue(language)["fields"] if language != "en" else {}
    return tuple(terms.get(name, name) for name in names)


def _write(language: str, form: str, day: date) -> str:
    tongue = _tongue(language)
    month = tongue["months"][day.month - 1]
    return str(tongue[form].format(day=day.day, month=month, year=day.year))


def _tongue(language: str) -> dict[str, Any]:
    return dict(load("tongues")[language])
