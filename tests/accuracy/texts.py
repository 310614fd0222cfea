"""The text of a release in HTML: paragraphs, lists, sub-headings, pictures, files, links."""

from __future__ import annotations

import re
from html import escape

from tests.accuracy.choice import chance, number, pick
from tests.accuracy.release import Block, Release
from tests.accuracy.trimmings import SITE


def body_html(release: Release, *, extras: bool = True) -> str:
    """The text with its pictures; of these the first may stand before it (`hero_html`)."""
    parts = [_block(block, f"{release.key} {i}") for i, block in enumerate(release.blocks)]
    pictures = release.pictures[1 if has_hero(release) else 0 :] if extras else ()
    for count, picture in enumerate(pictures, start=1):
        parts.insert(min(2 * count - 1, len(parts)), _figure(picture, release.key))
    return "\n".join(parts)


def has_hero(release: Release) -> bool:
    """Whether the first picture stands between header and text."""
    return bool(release.pictures) and chance(50, release.key, "hero")


def hero_html(release: Release) -> str:
    """The picture before the text, if there is one."""
    return _figure(release.pictures[0], release.key) if has_hero(release) else ""


def _figure(picture: tuple[str, str | None], key: str) -> str:
    address, caption = picture
    source = address.removeprefix(SITE) if chance(70, key, address) else address
    image = f'<img src="{source}" alt="Picture" width="900" height="600">'
    if chance(20, key, "linked picture"):
        image = f'<a href="/photo/{len(source)}">{image}</a>'
    # Outside a <figure> only the credit tells a caption from a paragraph.
    if caption and "/" in caption and chance(40, key, "loose caption"):
        return f'<div class="image">{image}<p>{escape(caption)}</p></div>'
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f"<figure>{image}{words}</figure>"


def _block(block: Block, key: str) -> str:
    if block.kind == "list":
        tag = pick(("ul", "ul", "ol"), key, "list")
        items = "\n".join(f"<li>{_inline(line, key)}</li>" for line in block.lines)
        return f"<{tag}>\n{items}\n</{tag}>"
    words = _inline(block.lines[0], key)
    if block.kind == "heading":
        level = pick(("h2", "h3", "h4"), key, "level")
        return f"<{level}>{words}</{level}>"
    return f"<blockquote><p>{words}</p></blockquote>" if block.kind == "quote" else _p(words, key)


def _p(words: str, key: str) -> str:
    return f"<p>{words}</p>" if not chance(10, key, "div") else f"<div>{words}</div>"


def _inline(text: str, key: str) -> str:
    """A paragraph as editors leave it: odd blanks, emphasis, links, entities."""
    words = escape(text, quote=chance(30, key, "quotes"))
    if chance(30, key, "nbsp"):
        words = re.sub(r"(?<=\d) (?=\w)", "&nbsp;", words)
    if chance(20, key, "lines"):
        words = words.replace(" ", "\n   ", 1 + number(key, "breaks") % 3)
    if chance(25, key, "emphasis"):
        words = _wrap(words, pick(("em", "strong", "i", "span"), key), key)
    if chance(20, key, "link"):
        words = _wrap(words, "a", key)
    return words


def _wrap(words: str, tag: str, key: str) -> str:
    """Put one plain word of the second half into an element."""
    spots = [m.span() for m in re.finditer(r"(?<= )[^\W\d_]{4,}(?= )", words)]
    spots = [spot for spot in spots if spot[0] > len(words) // 2]
    if not spots:
        return words
    start, end = pick(spots, key, tag)
    opening = f'<{tag} href="/some/page">' if tag == "a" else f"<{tag}>"
    return f"{words[:start]}{opening}{words[start:end]}</{tag}>{words[end:]}"


def files_html(release: Release) -> str:
    """The files to download, under a heading of their own or at the end of the text."""
    if not release.files:
        return ""
    links = [
        f'<a href="{url.removeprefix(SITE)}">{escape(name)}</a>' for url, name in release.files
    ]
    heading = pick(("Downloads", "Attachments", ""), release.key, "files heading")
    if not heading:
        return "".join(f"<p>{link}</p>" for link in links)
    items = "".join(f"<li>{link}</li>" for link in links)
    return f"<div><h2>{heading}</h2><ul>{items}</ul></div>"


def share_html(release: Release) -> str:
    """Links to share the page, with and without a heading."""
    places = ("facebook.com/sharer", "x.com/intent/tweet", "linkedin.com/sharing")
    names = ("Facebook", "X", "LinkedIn")
    links = [
        f'<a href="https://www.{place}?u={release.url}">{name}</a>'
        for place, name in zip(places, names, strict=True)
    ]
    form = pick(("list", "row", "bare"), release.key, "share")
    if form == "list":
        items = "".join(f"<li>{link}</li>" for link in links)
        return f"<div><span>Share</span><ul>{items}</ul></div>"
    heading = "<p>Share this page</p>" if form == "row" else ""
    return f"<div>{heading}{' '.join(links)}</div>"
