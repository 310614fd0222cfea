"""Release pages of the old layout (Drupal 6 with Panels), in HTML."""

from __future__ import annotations

from html import escape

from tests.accuracy.choice import chance, pick
from tests.accuracy.release import Release, Shown
from tests.accuracy.texts import body_html
from tests.accuracy.trimmings import SITE

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{language}" lang="{language}">
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title} | OSCE</title></head>
"""
_TOP = """<div id="skip-nav"><a href="#content">Skip navigation</a></div>
<div id="header"><a href="/" rel="home"><img src="/sites/all/themes/osce/logo.png" alt="" /></a>
<form action="/search" method="post"><div><input name="q" /></div></form>
<ul class="links"><li><a href="/who">Who we are</a></li><li><a href="/what">What we do</a></li>
<li><a href="/where">Where we are</a></li><li><a href="/resources">Resources</a></li></ul></div>
"""
_SIDE = """<div class="panel-sidebar"><div class="panel-pane"><h2>{heading}</h2>
<div class="view-content"><span><a href="/zagreb/56477">Clerks from nine courts meet</a></span>
<span class="date-display-single">2 July 2004</span></div></div>
<div class="panel-pane"><a href="http://www.facebook.com/sharer.php">Share</a>
<a href="/print">Print</a></div></div>
"""
_FOOT = """<div id="footer"><p>&copy; OSCE</p><p><a href="/copyright">Copyright</a>
<a href="/contact">Contact</a></p></div>
"""


def shows_line(release: Release) -> bool:
    """Whether the page has its place-and-date line; without a place it has a date alone."""
    return chance(80, release.key, "line")


def shown_old(release: Release) -> Shown:
    """What an old page shows: type, source and fields stand in its listing row only."""
    line = shows_line(release)
    return Shown(type=False, date=line, place=line, terms=False, files=False, translations=False)


def old_page(release: Release) -> str:
    """A whole page with breadcrumb, place-and-date line, picture and sidebar."""
    title = escape(release.title)
    heading = pick(("More from the newsroom", "Latest news"), release.key, "side")
    head = _HEAD.format(language=release.language, title=title)
    return f"""{head}<body class="page-node">
{_TOP}<div id="content"><div class="content--header">
<div class="breadcrumb"><a href="/newsroom">Newsroom</a></div><h1>{title}</h1></div>
<div class="content--content">
{_line(release)}
{_pictures(release)}
<div class="panel-pane pane-node-body"><div class="pane-content">
{_text(release)}
</div></div></div>
{_SIDE.format(heading=heading)}</div>
{_FOOT}</body></html>
"""


def bare_page(release: Release) -> str:
    """Title and text alone (facts section 2, era O2)."""
    title = escape(release.title)
    return f"""<html><head><meta charset="utf-8"><title>{title} | OSCE</title></head>
<body><div class="content--header"><h1>{title}</h1></div><div class="content--content">
<div class="pane-content">{body_html(release, extras=False)}</div></div></body></html>
"""


def _line(release: Release) -> str:
    if not shows_line(release):
        return ""
    day = f'<span class="date-display-single">{release.shown_date}</span>'
    words = " / ".join(release.label_places)
    place = f'<span class="place">{escape(words)}</span> ' if words else ""
    return f'<div class="panel-pane"><div class="pane-content">{place}{day}</div></div>'


def _pictures(release: Release) -> str:
    return "\n".join(
        '<div class="osce-figure"><div class="osce-figure-content"><a href="/photo/31417">'
        f'<img src="{address.removeprefix(SITE)}" alt="" /></a></div>{_caption(caption)}</div>'
        for address, caption in release.pictures
    )


def _caption(words: str | None) -> str:
    if words is None:
        return ""
    return f'<div class="caption">{escape(words)} <a href="/photo/31417">Photo details</a></div>'


def _text(release: Release) -> str:
    """The text; some pages repeat it from the second paragraph on (facts 0.8)."""
    text = body_html(release, extras=False)
    whole = len(release.blocks) > 2 and all(len(b.text) > 60 for b in release.blocks[1:])
    if whole and chance(30, release.key, "repeat"):
        text += "".join(f"<p>{escape(block.text)}</p>" for block in release.blocks[1:])
    return text
