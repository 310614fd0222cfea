"""How a run of `update` begins: its scope, its id, and a state that knows what the dump says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from osce_scraper.dataset.folder import DatasetFolder
from osce_scraper.dataset.manifest import Run, now, utc
from osce_scraper.dataset.publication import FILLED, PUBLISHED
from osce_scraper.dataset.register import Register
from osce_scraper.dataset.restoring import restore
from osce_scraper.dataset.scope import Scope, is_same_scope, kept_scope
from osce_scraper.dataset.state import State
from osce_scraper.extensions.memory import BOOKMARKS
from osce_scraper.options import CrawlOptions, UpdateOptions


def settle_scope(options: UpdateOptions, folder: DatasetFolder, state: State) -> dict[str, Any]:
    """The dataset's scope, where the user did not name another one.

    For another one the listings are read anew, from their first pages on.
    """
    asked = asdict(options.crawl.scope)
    asked |= {"limit": options.crawl.limit, "site": options.crawl.site}
    held, published = state.get("scope"), folder.manifest()
    known = held or (published and published["arguments"])  # a lost state has left the dump
    scope = kept_scope(known, asked, options.named)
    if not is_same_scope(held, scope):
        with state.transaction():
            state.put(BOOKMARKS, {})
            Register(state, "").forget_listings(utc(now()))
    return scope


def scoped(crawl: CrawlOptions, scope: Mapping[str, Any]) -> CrawlOptions:
    """The options of a crawl with a scope as `settle_scope` gives it."""
    parts = dict(scope)
    limit, site = parts.pop("limit"), parts.pop("site")
    names = {name: tuple(parts[name]) for name in ("languages", "types")}
    return replace(crawl, scope=Scope(**(parts | names)), limit=limit, site=site)


def begin(state: State, crawl: CrawlOptions) -> Run:
    """A run whose id no other run of the dataset has, though one ended within this second."""
    run = Run(now(), crawl.arguments())
    while state.get("last_run") == run.run_id:
        time.sleep(0.1)
        run = Run(now(), crawl.arguments())
    with state.transaction():
        state.put("last_run", run.run_id)
    return run


def take_over(folder: DatasetFolder, state: State, site: str | None) -> str | None:
    """Make a state that is lost or older than the dump anew from it.

    Args:
        folder: The dataset.
        state: Its state.
        site: Address of a mirror that stands in for the site.

    Returns:
        What was done, in words; None where the state fits the dump.
    """
    current, known = folder.current, state.get(PUBLISHED)
    is_empty = state.number("SELECT count(*) FROM page") == 0
    if current is None or not (is_empty or (known and known < current.name)):
        return None
    count = restore(state, current, site)
    published = folder.manifest()
    with state.transaction():
        state.put(PUBLISHED, current.name)
        state.put(FILLED, bool(published and published["complete"]))
    if is_empty:
        return f"the state was lost: made anew from the dump's {count} records"
    return "the state is older than the dump: the dump was taken over"
