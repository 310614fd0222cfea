"""The site's whole menu, from the reference vocabulary, in the forms that pages may give it."""

from __future__ import annotations

from functools import cache
from html import escape

from osce_scraper.taxonomy.tree import slugify
from osce_scraper.taxonomy.vocabulary import Term, vocabulary

FORMS = ("boxes", "nav", "details", "links")
_CHAIR = {"country:fi": " – OSCE Chairpersonship 2025"}
# The menu's second 'Fields of work' has nothing below it and is printed like a heading.
_HEADINGS = frozenset(("section:fields-of-work",))


@cache
def menu_html(form: str) -> str:
    """The menu as nested lists.

    Args:
        form: `boxes`, a `<div>` for each heading; `nav`; `details` that fold; `links`, every
            entry a link.
    """
    tree = f'<ul class="menu">{_items(None, form)}</ul>'
    return f'<nav aria-label="Main">{tree}</nav>' if form == "nav" else f"<div>{tree}</div>"


def _items(parent: str | None, form: str) -> str:
    return "\n".join(_item(term, form) for term in vocabulary().children(parent))


def _item(term: Term, form: str) -> str:
    label = escape(_label(term))
    link = f'<a href="/menu/{slugify(term.label)}">{label}</a>'
    below = _items(term.id, form)
    if not below and term.id not in _HEADINGS:
        return f"<li>{link}</li>"
    tree = f"<ul>{below}</ul>" if below else ""
    if form == "details":
        return f"<li><details><summary>{label}</summary>{tree}</details></li>"
    heading = link if form == "links" else f"<div>{label}</div>"
    return f"<li>{heading}{tree}</li>"


@cache
def menu_text() -> str:
    """The menu as a text extractor prints it (seed-129296.txt)."""
    return "\n".join(_lines(None))


def _lines(parent: str | None) -> list[str]:
    lines: list[str] = []
    for term in vocabulary().children(parent):
        below = _lines(term.id)
        opens = below or term.id in _HEADINGS
        lines += ["-", _label(term), *below] if opens else [f"- {_label(term)}"]
    return lines


def _label(term: Term) -> str:
    return term.label + _CHAIR.get(term.id, "")
