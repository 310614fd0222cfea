"""Release pages as text extractors print them (facts section 2)."""

from __future__ import annotations

from tests.accuracy import tongues
from tests.accuracy.choice import chance
from tests.accuracy.menus import menu_text
from tests.accuracy.old_pages import shows_line
from tests.accuracy.release import Block, Release, Shown

_NO_EXTRAS = {"pictures": False, "files": False, "translations": False}


def new_text(release: Release) -> str:
    """The new layout with its menu; `<time>` is dropped, so 'Date:' is empty."""
    return "\n".join([menu_text(), *_head(release, "- "), *_body(release, "- ")])


def news_text(release: Release) -> str:
    """A news item with its menu: 'Issued on', 'Issued by', no place, no dateline."""
    lines = _head(release, "- ", news=True)
    return "\n".join([menu_text(), *lines, *_body(release, "- ")])


def skip_links_text(release: Release) -> str:
    """The new layout by another extractor: no menu, no marks before items."""
    lines = ["Skip Links", "", *_head(release, "", joined=True), ""]
    return "\n".join([*lines, "\n\n".join(_body(release, "• "))])


SHOWN_NEW = Shown(date=False, **_NO_EXTRAS)
SHOWN_NEWS = Shown(date=False, place=False, **_NO_EXTRAS)


def shown_old_text(release: Release) -> Shown:
    """What a text capture of the old layout shows."""
    line = shows_line(release)
    return Shown(type=False, date=line, place=line, terms=False, **_NO_EXTRAS)


def old_text(release: Release) -> str:
    """The old layout: breadcrumb, title, place-and-date line, caption, text, and its copy."""
    place = " / ".join(release.label_places)
    line = [f"{place} {release.shown_date}".strip()] if shows_line(release) else []
    crumb = ["Newsroom"] if chance(80, release.key, "crumb") else []
    body = _body(release, "- ")
    copy = body[1:] if len(body) > 2 and chance(30, release.key, "repeat") else []
    if sum(map(len, copy)) < 120:
        copy = []
    return "\n".join([*crumb, release.title, *line, *_captions(release), *body, *copy])


def bare_text(release: Release) -> str:
    """Title and text alone."""
    gap = [""] if chance(50, release.key, "gap") else []
    return "\n".join([release.title, *gap, *_body(release, "- ")])


SHOWN_BARE = Shown(type=False, date=False, place=False, terms=False, **_NO_EXTRAS)


def _captions(release: Release) -> list[str]:
    captions = [caption for _, caption in release.pictures if caption and "(OSCE" in caption]
    return [f"{caption} Photo details" for caption in captions]


def _head(release: Release, mark: str, *, news: bool = False, joined: bool = False) -> list[str]:
    labels = tongues.labels(release.language, news=news)
    values = {
        "place": () if news else release.label_places,
        "source": release.sources,
        "fields": release.fields,
    }
    lines = [release.type_line] if release.type_line else []
    lines += [release.title, *([""] if joined else []), f"{mark}{labels['date']}:"]
    for name, words in values.items():
        if words:
            shown = [", ".join(words)] if joined else words
            lines += [f"{mark}{labels[name]}:", *(f"{mark}{one}" for one in shown)]
    return lines


def _body(release: Release, mark: str) -> list[str]:
    return [_text(block, release.key, mark) for block in release.blocks]


def _text(block: Block, key: str, mark: str) -> str:
    if block.kind == "list":
        return "\n".join(f"{mark}{line}" for line in block.lines)
    words = block.lines[0]
    return words.replace(" ", "  ", 1) if chance(10, key, words) else words
