"""Listing rows as old-layout HTML, in several mark-ups; the rows' words are those of captures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from tests.accuracy.choice import chance, pick


@dataclass(frozen=True, slots=True)
class Row:
    """One row to be rendered; absent parts are null or empty."""

    number: int
    title: str
    url: str
    pairs: tuple[tuple[str, str], ...]
    """Labels with their values, in order."""
    teaser: str


def _labelled(row: Row, label: str, value: str, separator: str) -> str:
    """A label in an element of its own before the value, as facts section 5.1 proves."""
    tag = pick(("span", "strong", "label", "em"), row.number, "label tag")
    sign = f"{label}{separator}"
    if chance(15, row.number, "bare label") and separator:
        return f"{sign} {escape(value)}"
    return f'<{tag} class="search-label">{sign}</{tag}> {escape(value)}'


def _teaser(row: Row) -> str:
    """The teaser; of some rows the first words are a link, as on ?page=601&source=14."""
    words = row.teaser.split(" ")
    if not chance(12, row.number, "linked teaser") or len(words) < 8:
        return escape(row.teaser)
    linked, rest = " ".join(words[:4]), " ".join(words[4:])
    return f'<a href="/odihr/elections/464601">{escape(linked)}</a> {escape(rest)}'


def _heading(row: Row) -> str:
    return f'<h3><a href="{row.url}">{escape(row.title)}</a></h3>'


def _lines(row: Row, tag: str, separator: str) -> str:
    first, *others = [_labelled(row, *pair, separator) for pair in row.pairs]
    lines = [f'<{tag} class="publishing-date">{first}</{tag}>']
    lines += [f'<{tag} class="search-info">{line}</{tag}>' for line in others]
    return "\n".join(lines)


def _dl(rows: list[Row], separator: str) -> str:
    return "\n".join(
        f'<dl class="search-result-news"><dt class="search-title">{_heading(row)}</dt>\n'
        f"<dd>{_lines(row, 'div', separator)}\n"
        f'<p class="search-snippet">{_teaser(row)}</p></dd></dl>'
        for row in rows
    )


def _flat_dl(rows: list[Row], separator: str) -> str:
    parts = (
        f"<dt>{_heading(row)}</dt>\n{_lines(row, 'dd', separator)}\n<dd>{_teaser(row)}</dd>"
        for row in rows
    )
    return f'<dl class="search-results">{"".join(parts)}</dl>'


def _divs(rows: list[Row], separator: str) -> str:
    return "\n".join(
        f'<div class="views-row"><div class="search-title">{_heading(row)}</div>\n'
        f"{_lines(row, 'div', separator)}\n"
        f'<div class="search-snippet">{_teaser(row)}</div></div>'
        for row in rows
    )


def _list(rows: list[Row], separator: str) -> str:
    parts = (
        f"<li>{_heading(row)}\n{_lines(row, 'p', separator)}\n<p>{_teaser(row)}</p></li>"
        for row in rows
    )
    return f"<ol>{''.join(parts)}</ol>"


def _table(rows: list[Row], separator: str) -> str:
    parts = (
        f"<tr><td>{_heading(row)}\n{_lines(row, 'div', separator)}\n"
        f"<div>{_teaser(row)}</div></td></tr>"
        for row in rows
    )
    return f"<table><tbody>{''.join(parts)}</tbody></table>"


def _breaks(rows: list[Row], separator: str) -> str:
    """All of a row's parts in one paragraph, set apart by `<br>`."""
    return "\n".join(
        f"<div>{_heading(row)}<p>"
        f"{'<br>'.join(_labelled(row, *pair, separator) for pair in row.pairs)}"
        f"<br>{_teaser(row)}</p></div>"
        for row in rows
    )


def _boxes(rows: list[Row], separator: str) -> str:
    """Labels and values in boxes of their own, as Views prints fields."""
    return "\n".join(
        f'<div class="views-row">{_heading(row)}'
        + "".join(
            f'<div class="views-field"><div class="views-label">{label}{separator}</div>'
            f'<div class="field-content">{escape(value)}</div></div>'
            for label, value in row.pairs
        )
        + f'<div class="views-field"><div class="field-content">{_teaser(row)}</div></div></div>'
        for row in rows
    )


MARKUPS: dict[str, Callable[[list[Row], str], str]] = {
    "dl": _dl,
    "flat-dl": _flat_dl,
    "divs": _divs,
    "list": _list,
    "table": _table,
    "breaks": _breaks,
    "boxes": _boxes,
}

_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">
<html lang="en"><head><meta charset="utf-8"><title>News and press releases | OSCE</title></head>
<body><div id="skip-nav"><a href="#content">Skip navigation</a></div>
<div id="header"><a href="/">OSCE</a> <form action="/search"><input name="keys"></form></div>
<div id="content"><div class="breadcrumb"><a href="/newsroom">Newsroom</a></div>
<h1>News and press releases</h1>
<p>What the organization does, day by day.</p>
<div class="facets"><h2>Filter</h2><ul><li><a href="/press-releases?activities=124">What we do</a>
</li><li><a href="/press-releases/free?page=40">free</a></li></ul></div>
<div class="panel-pane pane-apachesolr-result"><div class="pane-content">
{rows}
</div></div>
<ul class="pager"><li class="pager-item"><a href="/press-releases?page=2">2</a></li></ul></div>
<div id="footer"><p><a href="/copyright">Copyright</a></p></div></body></html>"""


def render_listing(rows: list[Row], markup: str, separator: str = ":") -> bytes:
    """A listing page of these rows."""
    return _PAGE.replace("{rows}", MARKUPS[markup](rows, separator)).encode()
