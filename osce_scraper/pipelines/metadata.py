"""Read the article's metadata and text."""

from __future__ import annotations

from osce_scraper.articles import Article
from osce_scraper.pages.article import read_article
from osce_scraper.pages.page import Page
from osce_scraper.pipelines.component import Pipeline


class MetadataPipeline(Pipeline):
    """`Page` in, `Article` out."""

    def process_item(self, item: Page) -> Article:
        """Read the raw parts of the release.

        Raises:
            DroppedPage: For a page that is no release, or has no title or text.
        """
        with self.refusing(item.capture):
            return read_article(item)
