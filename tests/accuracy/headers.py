"""The labelled header of the new layout in every mark-up that the site may use for it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.accuracy import tongues
from tests.accuracy.choice import chance, pick
from tests.accuracy.release import Release

Pairs = list[tuple[str, list[str]]]
"""Labels without colon, each with its values as HTML."""


def header_pairs(release: Release, date_html: str, *, news: bool = False) -> Pairs:
    """Labels and values of a page, in the site's order; a part that is empty is left out."""
    key = release.key
    labels = tongues.labels(release.language, news=news)
    pairs: Pairs = [(labels["date"], [date_html])] if date_html else []
    if release.label_places and not news:
        pairs.append((labels["place"], [escape(words) for words in release.label_places]))
    if release.sources:
        pairs.append((labels["source"], _values(release.sources, key, "sources")))
    if release.fields:
        pairs.append((labels["fields"], _values(release.fields, key, "fields")))
    return pairs


def _values(names: tuple[str, ...], key: str, what: str) -> list[str]:
    """Values one by one or joined by commas; links or plain words."""
    form = pick(("plain", "plain", "link", "span"), key, what)
    if form == "link":
        shown = [f'<a href="/{what}/{len(name)}">{escape(name)}</a>' for name in names]
    elif form == "span":
        shown = [f"<span>{escape(name)}</span>" for name in names]
    else:
        shown = [escape(name) for name in names]
    return [", ".join(shown)] if chance(40, key, what, "joined") else shown


def _dl(pairs: Pairs) -> str:
    lines = (
        f'<dt class="meta__label">{label}:</dt>'
        + "".join(f'<dd class="meta__value">{value}</dd>' for value in values)
        for label, values in pairs
    )
    return f'<dl class="meta">{chr(10).join(lines)}</dl>'


def _dl_divs(pairs: Pairs) -> str:
    lines = (
        f'<div class="meta-row"><dt><span>{label}:</span></dt>'
        + "".join(f"<dd><span>{value}</span></dd>" for value in values)
        + "</div>"
        for label, values in pairs
    )
    return f"<dl>\n{chr(10).join(lines)}\n</dl>"


def _ul(pairs: Pairs) -> str:
    lines = (f"<li>{part}</li>" for label, values in pairs for part in (f"{label}:", *values))
    return f"<ul>\n{chr(10).join(lines)}\n</ul>"


def _fields(pairs: Pairs) -> str:
    return "\n".join(
        f'<div class="field field--name-field-{index} field--label-inline">'
        f'<div class="field__label">{label}</div><div class="field__items">'
        + "".join(f'<div class="field__item">{value}</div>' for value in values)
        + "</div></div>"
        for index, (label, values) in enumerate(pairs)
    )


def _table(pairs: Pairs) -> str:
    lines = (
        f'<tr><th scope="row">{label}</th><td>{", ".join(values)}</td></tr>'
        for label, values in pairs
    )
    return f"<table><tbody>\n{chr(10).join(lines)}\n</tbody></table>"


def _strong(pairs: Pairs) -> str:
    return "\n".join(
        f"<p><strong>{label}:</strong> {', '.join(values)}</p>" for label, values in pairs
    )


def _breaks(pairs: Pairs) -> str:
    lines = (f"<b>{label}:</b> {', '.join(values)}" for label, values in pairs)
    return f"<p>{'<br>'.join(lines)}</p>"


def _plain(pairs: Pairs) -> str:
    """Label and value in one box, the label with no element of its own."""
    return "\n".join(f"<div>{label}: {', '.join(values)}</div>" for label, values in pairs)


def _boxes(pairs: Pairs) -> str:
    """Label and value in boxes side by side."""
    lines = (
        f"<div><div>{label}:</div><div>{', '.join(values)}</div></div>" for label, values in pairs
    )
    return f"<div>{''.join(lines)}</div>"


STYLES: dict[str, Callable[[Pairs], str]] = {
    "dl": _dl,
    "dl-divs": _dl_divs,
    "ul": _ul,
    "fields": _fields,
    "table": _table,
    "strong": _strong,
    "breaks": _breaks,
    "plain": _plain,
    "boxes": _boxes,
}
