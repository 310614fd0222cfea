"""Release pages are found once, entered once, and wait in their order."""

from __future__ import annotations

from osce_scraper.discovery.found import Found
from osce_scraper.spiders.frontier import Frontier

ONE, TWO, THREE = (Found(f"https://www.osce.org/cio/{n}") for n in (11111, 22222, 33333))


def test_a_page_is_found_once() -> None:
    frontier = Frontier()
    assert frontier.find([ONE, TWO, ONE]) == [ONE, TWO]
    assert frontier.find([TWO, THREE]) == [THREE]


def test_no_more_pages_are_found_than_are_wanted() -> None:
    frontier = Frontier(limit=2)
    assert frontier.find([ONE]) == [ONE]
    assert not frontier.is_full
    assert frontier.find([ONE, TWO, THREE]) == [TWO]
    assert frontier.is_full
    assert frontier.find([THREE]) == []


def test_without_a_limit_it_is_never_full() -> None:
    frontier = Frontier()
    frontier.find([ONE, TWO, THREE])
    assert not frontier.is_full


def test_a_page_is_entered_once_whether_it_was_found_or_not() -> None:
    frontier = Frontier()
    frontier.find([ONE])
    assert [frontier.enter(page) for page in (ONE, TWO, ONE, TWO)] == [True, True, False, False]


def test_those_that_were_put_off_come_in_their_order_each_once() -> None:
    frontier = Frontier()
    for page in (TWO, ONE, THREE):
        frontier.put_off(page)
    assert [frontier.next() for _ in range(4)] == [TWO, ONE, THREE, None]
