"""What a release page says: one reader for both layouts, in HTML and in text."""

from __future__ import annotations

from lxml.etree import _Element

from osce_scraper.articles import Article
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Issue, Translation
from osce_scraper.normalise.addresses import canonical_url, node_id
from osce_scraper.pages.body import Body, read_body
from osce_scraper.pages.boxes import shared_box
from osce_scraper.pages.captions import find_captions
from osce_scraper.pages.head import Head, dateline_words, read_head
from osce_scraper.pages.labels import Label
from osce_scraper.pages.links import find_versions, read_attachments, read_images
from osce_scraper.pages.page import Page
from osce_scraper.pages.repeats import drop_repeated_run
from osce_scraper.pages.shown_date import find_shown_dates
from osce_scraper.pages.title import find_title, read_title
from osce_scraper.pages.verdict import check_is_own, check_is_release


def read_article(page: Page) -> Article:
    """Read the raw parts of a release.

    Args:
        page: An opened page.

    Raises:
        PageRefusedError: `off_site`, `unknown_layout`, `not_a_release`, `no_title` or `no_body`.
    """
    check_is_own(page)
    if not page.lines:
        raise PageRefusedError("unknown_layout", "the page shows no text")
    title = find_title(page)
    head = read_head(page.lines, title)
    dateline = None if head.dateline is None else dateline_words(page.lines, head.dateline)
    check_is_release(page, head, has_dateline=dateline is not None)
    words = read_title(page, title, head.type_line)
    article = Article(page.capture, _layout(page, head), words, _type_line(head))
    article.dateline_text = dateline
    article.note("dateline", "first_words", dateline and dateline[:80])
    article.canonical_url = _own_address(page)
    article.declared_language = page.meta.language
    article.note("title", "line" if title >= 0 else "meta", words)
    if title >= 0:
        article.note("title", "meta", page.meta.title)
    _read_header(article, head)
    _read_date(article, page, head)
    captions = find_captions(page.lines, page.pictures)
    body = _read_body(article, page, head, title, captions)
    _read_pictures(article, page, title, body.end, captions)
    _read_links(article, page, head, title)
    return article


def _layout(page: Page, head: Head) -> str:
    """Which of the layouts of facts section 2 the page shows."""
    form = "text" if page.root is None else "html"
    if head.values or (head.type_line and not head.place_and_date):
        return f"new-{form}"
    return f"old-{form}" if head.place_and_date or head.shown_date else f"bare-{form}"


def _type_line(head: Head) -> str | None:
    labelled = (line.text for line in head.values.get("type", ()))
    return head.type_line or next(labelled, None)


def _own_address(page: Page) -> str | None:
    """The address that the page gives as its own, if it is the same page's."""
    own = canonical_url(page.meta.canonical, page.site) if page.meta.canonical else None
    if own is None or node_id(own) is None:
        return None
    fetched = page.capture.url
    return own if fetched is None or node_id(fetched) == node_id(own) else None


def _read_header(article: Article, head: Head) -> None:
    article.places = _words(head, "place")
    article.sources = _words(head, "source")
    article.fields = _words(head, "fields")
    article.page_place = head.place_and_date.place if head.place_and_date else None
    article.note("places", "label", "; ".join(article.places))
    article.note("places", "page", article.page_place)
    article.note("sources", "label", "; ".join(article.sources))
    article.note("fields_of_work", "label", "; ".join(article.fields))
    article.note("type", "type_line", article.type_line)


def _words(head: Head, label: Label) -> list[str]:
    return [text for line in head.values.get(label, ()) for text in line.parts if text]


def _read_date(article: Article, page: Page, head: Head) -> None:
    dates = find_shown_dates(head, page.meta)
    if dates:
        article.date_value, article.date_raw = dates[0].value, dates[0].raw
    for shown in dates:
        article.note("date", shown.evidence, shown.value)


def _read_body(
    article: Article, page: Page, head: Head, title: int, captions: dict[int, str]
) -> Body:
    element = page.lines[title].element if title >= 0 else None
    body = read_body(page.lines, head.start, element, captions)
    article.paragraphs, removed = drop_repeated_run(body.paragraphs)
    if not article.paragraphs:
        raise PageRefusedError("no_body", "no text follows the header")
    how = "from_dateline" if article.dateline_text else "after_header"
    article.note("body", how, f"{len(article.paragraphs)} paragraphs")
    if removed:
        detail = f"a second copy of {removed} paragraphs ended the page"
        article.issues.append(
            Issue(code="repeated_body_removed", field="body", kept=None, lost=None, detail=detail)
        )
    return body


def _read_pictures(
    article: Article, page: Page, title: int, end: int, captions: dict[int, str]
) -> None:
    near = [picture for picture in page.pictures if title < picture.position <= end]
    article.images = read_images(near, captions, page.base)
    article.note("images", "img", "; ".join(image.url for image in article.images))


def _read_links(article: Article, page: Page, head: Head, title: int) -> None:
    article.attachments = read_attachments(_box(page, title, head), page.base)
    article.translations = [
        Translation(language=one.language, url=url)
        for one in page.meta.translations or _versions(page)
        if (url := canonical_url(one.url, page.site)) and node_id(url) is not None
    ]
    article.note("attachments", "link", "; ".join(file.url for file in article.attachments))
    languages = "; ".join(one.language for one in article.translations)
    article.note("translations", "hreflang", languages)


def _versions(page: Page) -> list[Translation]:
    return find_versions(page.root, page.base, page.site) if page.root is not None else []


def _box(page: Page, title: int, head: Head) -> _Element | None:
    """The smallest part of the page that holds both title and text."""
    if title < 0 or head.start >= len(page.lines):
        return None
    return shared_box(page.lines[title], page.lines[head.start])
