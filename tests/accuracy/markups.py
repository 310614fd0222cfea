"""Every mark-up in which the rendered corpus shows a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.accuracy import mangling
from tests.accuracy.new_pages import Look, new_page
from tests.accuracy.old_pages import bare_page, old_page, shown_old
from tests.accuracy.release import Release, Shown
from tests.accuracy.text_pages import (
    SHOWN_BARE,
    SHOWN_NEW,
    SHOWN_NEWS,
    bare_text,
    new_text,
    news_text,
    old_text,
    shown_old_text,
    skip_links_text,
)
from tests.accuracy.writing import Plan

_UTF8 = "text/html; charset=UTF-8"
_OLD = Plan(typed=False, rows=60)
_NEWS = Plan(news=True)


@dataclass(frozen=True, slots=True)
class Markup:
    """One way to show a release."""

    page: Callable[[Release], str]
    shown: Callable[[Release], Shown]
    plan: Plan = field(default_factory=Plan)
    mangle: Callable[[str], str | bytes] | None = None
    content_type: str | None = _UTF8
    is_text: bool = False


def _new(look: Look, mangle: Callable[[str], str | bytes] | None = None) -> Markup:
    plan = Plan(news=look.news, dated=look.dated)
    return Markup(lambda release: new_page(release, look), lambda _: look.shown, plan, mangle)


def _text(page: Callable[[Release], str], shown: Shown, plan: Plan | None = None) -> Markup:
    return Markup(page, lambda _: shown, plan or Plan(), is_text=True)


def _coded(style: str, encoding: str, languages: tuple[str, ...], *, declared: bool) -> Markup:
    """A page in an old encoding, which its header names where the page itself does not."""
    look = Look(style)
    return Markup(
        lambda release: new_page(release, look),
        lambda _: look.shown,
        Plan(languages=languages, foreign=60),
        mangling.recode(encoding, declared=declared),
        "text/html" if declared else f"text/html; charset={encoding}",
    )


_LYING = Look("fields")
MARKUPS: dict[str, Markup] = {
    "dl": _new(Look("dl")),
    "dl in divs": _new(Look("dl-divs")),
    "flat ul": _new(Look("ul")),
    "field divs": _new(Look("fields")),
    "table": _new(Look("table")),
    "strong and text": _new(Look("strong")),
    "br": _new(Look("breaks")),
    "label in text": _new(Look("plain")),
    "boxes": _new(Look("boxes")),
    "capitals": _new(Look("dl"), mangling.in_capitals),
    "left open": _new(Look("dl"), mangling.left_open),
    "left open table": _new(Look("table"), mangling.left_open),
    "minified": _new(Look("dl-divs"), mangling.minified),
    "minified strong": _new(Look("strong"), mangling.minified),
    "no classes": _new(Look("fields"), mangling.without_classes),
    "renamed classes": _new(Look("dl"), mangling.renamed),
    "bare time": _new(Look("dl", bare=True, time="offset")),
    "bare time at midnight": _new(Look("fields", bare=True, time="midnight")),
    "date in meta data": _new(Look("dl", dated=False, meta=True)),
    "no date": _new(Look("ul", dated=False)),
    "news": _new(Look("dl", news=True)),
    "news in divs": _new(Look("boxes", news=True)),
    "windows-1251": _coded("dl", "windows-1251", ("en", "ru"), declared=False),
    "windows-1250": _coded("strong", "windows-1250", ("en", "de", "sr"), declared=True),
    "lying header": Markup(
        lambda release: new_page(release, _LYING),
        lambda _: _LYING.shown,
        content_type="text/html; charset=ISO-8859-1",
    ),
    "old": Markup(old_page, shown_old, _OLD),
    "old minified": Markup(old_page, shown_old, _OLD, mangling.minified),
    "old bare": Markup(bare_page, lambda _: SHOWN_BARE, _OLD),
    "text": _text(new_text, SHOWN_NEW),
    "text news": _text(news_text, SHOWN_NEWS, _NEWS),
    "text with skip links": _text(skip_links_text, SHOWN_NEW),
    "old text": Markup(old_text, shown_old_text, _OLD, is_text=True),
    "old bare text": _text(bare_text, SHOWN_BARE, _OLD),
}
