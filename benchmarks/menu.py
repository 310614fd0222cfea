"""The header of a page with the site's whole menu, as Drupal prints menus."""

from __future__ import annotations

from functools import cache
from html import escape

from osce_scraper.taxonomy.tree import slugify
from osce_scraper.taxonomy.vocabulary import Term, vocabulary


@cache
def menu(section: str) -> str:
    """The header of all pages of one section: the entry of that section is marked."""
    return f"""<header id="header" class="header clearfix" role="banner"><div class="header-inner">
<a href="/" title="Home" rel="home" id="logo" class="logo"><img src="/themes/osce/logo.svg"
 alt="Home"></a>
<form class="search-block-form" action="/search" method="get">
<div class="form-item form-type-search">
<label class="visually-hidden" for="edit-keys">Search</label>
<input type="search" id="edit-keys" name="keys" size="15" maxlength="128" class="form-search">
<button class="button form-submit" type="submit">Search</button></div></form></div>
<nav id="main-menu" class="navigation main-navigation" role="navigation" aria-label="Main menu">
<ul class="menu menu--main nav">
{_items(None, section, 1)}
</ul></nav></header>"""


def _items(parent: str | None, section: str, level: int) -> str:
    return "\n".join(_item(term, section, level) for term in vocabulary().children(parent))


def _item(term: Term, section: str, level: int) -> str:
    slug = slugify(term.label)
    below = _items(term.id, section, level + 1)
    trail = " menu-item--active-trail is-active" if section in slug else ""
    kind = "expanded dropdown" if below else "leaf"
    tree = f'\n<ul class="menu menu--sub menu--level-{level}">\n{below}\n</ul>' if below else ""
    return (
        f'<li class="menu-item menu-item--{kind} menu-item--level-{level}{trail}">'
        f'<a href="/{term.vocabulary}/{slug}" class="menu-item__link" title="{escape(term.label)}" '
        f'data-drupal-link-system-path="taxonomy/term/{len(slug) * 37}">{escape(term.label)}</a>'
        f"{tree}</li>"
    )
