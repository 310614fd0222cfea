"""Serves the embedded site to Scrapy in place of the network."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from importlib import resources
from typing import TYPE_CHECKING, TypedDict

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class Entry(TypedDict):
    """One address of the embedded site, as `site/index.json` holds it."""

    url: str
    status: int
    content_type: str | None
    captured_at: str
    file: str | None
    location: str | None


class DemoDownloadHandler(BaseDownloadHandler):
    """Answers every request from the package's own files; an unknown address is a 404."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.folder = resources.files("osce_scraper.demo") / "site"
        entries: list[Entry] = json.loads((self.folder / "index.json").read_text("utf-8"))
        self.entries = {entry["url"]: entry for entry in entries}

    async def download_request(self, request: Request) -> Response:
        """Answer a request as the archive of the embedded site would."""
        entry = self.entries.get(request.url)
        headers = Headers()
        body = b""
        if entry is not None:
            headers["Content-Type"] = entry["content_type"] or "text/html"
            captured = datetime.fromisoformat(entry["captured_at"])
            headers["Memento-Datetime"] = format_datetime(captured, usegmt=True)
            if entry.get("location"):
                headers["Location"] = entry["location"]
            if entry["file"]:
                body = (self.folder / entry["file"]).read_bytes()
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        status = entry["status"] if entry else 404
        return kind(url=request.url, status=status, headers=headers, body=body, request=request)
