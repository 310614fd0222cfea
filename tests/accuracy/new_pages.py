"""Release pages of the new layout, in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tests.accuracy.choice import chance, pick
from tests.accuracy.frame import bottom, crumbs, head, top
from tests.accuracy.headers import STYLES, header_pairs
from tests.accuracy.release import Release, Shown
from tests.accuracy.texts import body_html, files_html, hero_html, share_html
from tests.accuracy.times import any_form, machine_value, time_element


@dataclass(frozen=True, slots=True)
class Look:
    """What sets one mark-up of the new layout apart from the others."""

    style: str
    """Mark-up of the labelled header."""
    time: str = ""
    """Form of the date; chosen by hash where empty."""
    bare: bool = False
    """A `<time>` without words."""
    news: bool = False
    dated: bool = True
    """Whether the header holds the date at all."""
    meta: bool = False
    """Whether the meta data hold it."""

    @property
    def shown(self) -> Shown:
        """What such a page shows."""
        return Shown(date=self.dated or self.meta, place=not self.news)


def new_page(release: Release, look: Look) -> str:
    """A whole page."""
    form = look.time or any_form(release)
    date_html = time_element(release, form, bare=look.bare) if look.dated else ""
    header = STYLES[look.style](header_pairs(release, date_html, news=look.news))
    meta = _meta(release) if look.meta else ""
    return f"""<!DOCTYPE html>
<html lang="{release.language}" dir="ltr">
{head(release, meta=meta)}
<body class="path-node">
{top(release)}
<main id="main">
{crumbs(release)}
{_article(release, header)}
{bottom(release) if chance(70, release.key, "bottom inside") else ""}
</main>
{"" if chance(70, release.key, "bottom inside") else bottom(release)}
</body>
</html>
"""


def _meta(release: Release) -> str:
    value = machine_value(release, pick(("noon", "offset"), release.key, "meta"))
    return f'<meta property="article:published_time" content="{value}">'


def _article(release: Release, header: str) -> str:
    """Type line, title, header, text and files, with links to share in one of three places."""
    key = release.key
    tag = pick(("article", "div", "section"), key, "article")
    share = share_html(release)
    before, inside, after = (
        share if pick((0, 1, 2, 3), key, "share") == n else "" for n in (0, 1, 2)
    )
    text = f'<div class="body body-section">\n{body_html(release)}\n</div>'
    if chance(25, key, "flat"):
        text = body_html(release)  # paragraphs beside the header, in no box of their own
    return f"""<{tag} class="node">
{_type_line(release)}
<h1>{_title(release)}</h1>
{header}
{before}{hero_html(release)}
{text}
{inside}{files_html(release)}
</{tag}>
{after}"""


def _type_line(release: Release) -> str:
    if not release.type_line:
        return ""
    tag = pick(("p", "div", "span", "strong"), release.key, "type tag")
    line = f'<{tag} class="kicker">{release.type_line}</{tag}>'
    return line if tag in {"p", "div"} else f"<div>{line}</div>"


def _title(release: Release) -> str:
    words = escape(release.title, quote=False)
    return f"<span>{words}</span>" if chance(30, release.key, "title span") else words
