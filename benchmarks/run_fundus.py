"""Reads pages with Fundus, in its own environment, by a parser written for our pages.

Fundus has no parser for any site that it does not know, so this one is as its own are.
"""

from __future__ import annotations

import datetime
from typing import Any

# Not installed with the project: only the peer's own environment has them.
from fundus.parser import (  # type: ignore[import-not-found]
    ArticleBody,
    BaseParser,
    ParserProxy,
    attribute,
)
from fundus.parser.utility import (  # type: ignore[import-not-found]
    extract_article_body_with_selector,
    generic_date_parsing,
)
from lxml.etree import XPath


class PageParser(ParserProxy):  # type: ignore[misc]
    """Title, date and text: what Fundus is made for."""

    class V1(BaseParser):  # type: ignore[misc]
        """The only version."""

        _paragraph_selector = XPath("//article//div[contains(@class, 'field-name-body')]//p")
        _subheadline_selector = XPath("//article//div[contains(@class, 'field-name-body')]//h3")
        _date = XPath("string(//article//time/@datetime)")

        @attribute  # type: ignore[untyped-decorator]
        def body(self) -> ArticleBody | None:
            """The text."""
            return extract_article_body_with_selector(
                self.precomputed.doc,
                paragraph_selector=self._paragraph_selector,
                subheadline_selector=self._subheadline_selector,
            )

        @attribute  # type: ignore[untyped-decorator]
        def publishing_date(self) -> datetime.datetime | None:
            """The date."""
            found: datetime.datetime | None = generic_date_parsing(
                self._date(self.precomputed.doc) or None
            )
            return found

        @attribute  # type: ignore[untyped-decorator]
        def title(self) -> str | None:
            """The title."""
            title: str | None = self.precomputed.meta.get("og:title")
            return title


_PARSER = PageParser()(datetime.date(2026, 1, 1))


def read(html: str, _url: str) -> dict[str, Any]:
    """What Fundus reads."""
    found: dict[str, Any] = _PARSER.parse(html, "raise")
    return found
