"""A page whose search runs on a Typesense index is known by its scripts and attributes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_scraper.discovery.search_index import detect_search_index


@pytest.mark.parametrize(
    "markup",
    [
        "<script src='/libraries/typesense-instantsearch-adapter.min.js'></script>",
        "<script>new TypesenseInstantSearchAdapter({collection: 'unified'})</script>",
        '<script type="application/json">{"typesense":{"host":"search.example"}}</script>',
        "<div data-typesense-host='search.example'></div>".replace("data-", "data-x='typesense' "),
        "<div class='typesense-search'></div>",
        "<link rel='preconnect' href='https://typesense.example'>",
    ],
)
def test_traces_of_the_index_are_seen(markup: str) -> None:
    assert detect_search_index(f"<html><body><p>Search</p>{markup}</body></html>")


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>The site's search runs on Typesense.</p>",
        "<!-- typesense -->",
        "<script src='/search.js'></script>",
    ],
)
def test_words_about_it_are_no_trace(markup: str) -> None:
    assert not detect_search_index(f"<html><body>{markup}</body></html>")


@given(st.text() | st.text().map(lambda text: f"<script typesense={text}"))
def test_any_text_is_read_without_an_error(html: str) -> None:
    assert detect_search_index(html) in {True, False}
