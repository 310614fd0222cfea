"""`crawl --discover auto` through the command line: what it takes where, and what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Command, Run, read_jsonl
from tests.site.whole import WholeSite

COUNT = 30
NEWEST = 10
"""Items in a feed."""


def crawl(command: Command, site: WholeSite, folder: Path, *arguments: str) -> Run:
    return command(
        "crawl", "--site", site.url, "--delay", "0", "-v", "-o", folder / "dump", *arguments
    )


def found(folder: Path) -> list[int]:
    return sorted(line["node_id"] for line in read_jsonl(folder / "dump" / "press_releases.jsonl"))


@pytest.mark.parametrize(
    ("ways", "asked"),
    [
        (("listing", "sitemap", "feed"), {"listing"}),
        (("sitemap", "feed"), {"listing", "sitemap"}),
    ],
    ids=["listing-works", "sitemap-works"],
)
def test_auto_finds_all_where_listing_or_sitemap_works(
    command: Command, tmp_path: Path, ways: tuple[str, ...], asked: set[str]
) -> None:
    with WholeSite(COUNT, ["traps"], ways=ways, is_old=False) as site:
        run = crawl(command, site, tmp_path)
        assert run.returncode == 0, run.stderr
        assert found(tmp_path) == sorted(site.exported)
        assert site.trapped == []
        # Finding comes first, then the pages as they were found, the newest first.
        pages = [path for path in site.paths if path.startswith("/secretariat/")]
        assert pages == [item.href for item in site.items]
        assert site.paths[-len(pages) :] == pages
        # It says which it used, and asks no other.
        for name in ("listing", "sitemap", "feed"):
            assert (f"{name}: " in run.stderr) is (name in asked)


def test_auto_says_what_a_feed_alone_cannot_reach(command: Command, tmp_path: Path) -> None:
    with WholeSite(COUNT, ["traps"], ways=["feed"]) as site:
        run = crawl(command, site, tmp_path)
        assert run.returncode == 3, run.stderr
        assert found(tmp_path) == sorted(site.exported)[-NEWEST:]
        oldest = site.exported[found(tmp_path)[0]].day
    assert "releases may be missing: listing: 0 found" in run.stderr
    assert f"none before {oldest} can be found here" in run.stderr
