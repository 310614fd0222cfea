"""Release pages of realistic size: 60 to 90 KB, with the site's whole menu, as Drupal prints them.

The words are those of the accuracy suite; here the mark-up around them is as heavy as on a
large site: settings in scripts, classes on every box, a sidebar, related items, a footer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from itertools import count, islice

from benchmarks.frame import foot, head, settings, sidebar
from benchmarks.menu import menu
from tests.accuracy.choice import number, pick_some
from tests.accuracy.facts import facts
from tests.accuracy.frame import crumbs
from tests.accuracy.headers import STYLES, header_pairs
from tests.accuracy.release import Block, Release
from tests.accuracy.stored import load
from tests.accuracy.texts import body_html, files_html, hero_html, share_html
from tests.accuracy.times import any_form, time_element
from tests.accuracy.writing import Plan, write_release

_NUMBERS = 700_000  # above those of the releases that pages are made of
_PLAN = Plan(languages=("en", "ru"), foreign=12, rows=0)
_STYLES = ("dl-divs", "fields")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a server sends it."""

    url: str
    body: bytes


def apart(some: Sequence[Page], start: int = 0) -> Iterator[Page]:
    """Pages under numbers of their own: several texts are made of each release.

    Args:
        some: The pages.
        start: How many have got such numbers before.
    """
    for place, page in enumerate(some, _NUMBERS + start):
        before, _, own = page.url.rpartition("/")
        yield Page(f"{before}/{place}", page.body.replace(own.encode(), str(place).encode()))


@cache
def pages(total: int) -> tuple[Page, ...]:
    """So many pages, the same ones in every run."""
    return tuple(islice(_pages(), total))


def _pages() -> Iterator[Page]:
    for round_ in count():
        for fact in facts():
            release = _lengthen(write_release(fact, f"benchmark {round_}", _PLAN))
            if release.type_line:
                yield Page(release.url, _render(release).encode())


def _lengthen(release: Release) -> Release:
    """Give a release the length that releases have: 6 to 15 paragraphs."""
    stock = load("stock")[release.language]["sentences"]
    more = 5 + number(release.key, "more") % 7
    texts = (" ".join(pick_some(stock, 3, release.key, "more", n)) for n in range(more))
    added = (Block("paragraph", (text[0].upper() + text[1:],)) for text in texts)
    return replace(release, blocks=(*release.blocks, *added))


def _render(release: Release) -> str:
    section = release.url.split("/")[-2]
    return f"""<!DOCTYPE html>
<html lang="{release.language}" dir="ltr" prefix="og: https://ogp.me/ns#">
{head(release)}
<body class="html not-front not-logged-in one-sidebar page-node node-type-press section-{section}">
<div id="skip-link" class="visually-hidden"><a href="#main-content">Skip to main content</a></div>
<div id="page-wrapper" class="page-wrapper"><div id="page" class="page page--default">
{menu(section)}
<div id="main-wrapper" class="clearfix"><main id="main" class="clearfix" role="main">
<div class="region region-breadcrumb">{crumbs(release)}</div>
<a id="main-content" tabindex="-1"></a>
<div id="content" class="column"><div class="section">
{_article(release)}
</div></div>
{sidebar(release)}
</main></div>
{foot()}
</div></div>
{settings(release, 8 + number(release.key, "scripts") % 22)}
</body>
</html>
"""


def _article(release: Release) -> str:
    style = _STYLES[number(release.key, "style") % len(_STYLES)]
    header = STYLES[style](header_pairs(release, time_element(release, any_form(release))))
    field = '<div class="field field-name-{0} field-type-text field-label-hidden">'
    field += '<div class="field-items"><div class="field-item even">{1}</div></div></div>'
    parts = (
        field.format("field-kicker", f'<p class="kicker">{release.type_line}</p>'),
        f'<h1 class="page-header title" id="page-title">{escape(release.title)}</h1>',
        f'<div class="group-meta field-group-div clearfix">{header}</div>',
        field.format("field-image", hero_html(release)),
        field.format("body", f"\n{body_html(release)}\n"),
        field.format("field-files", files_html(release)),
        field.format("field-share", share_html(release)),
    )
    return (
        f'<article id="node-{release.node_id}" class="node node-press-release view-mode-full '
        f'clearfix" role="article"><div class="content clearfix">{"".join(parts)}</div></article>'
    )
