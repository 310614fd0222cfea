from __future__ import annotations

from scrapy.http import Request

from osce_scraper.articles import Evidence
from osce_scraper.dataset.books import read_books, read_evidence
from osce_scraper.extensions.ledger import RELEASE, Ledger
from osce_scraper.items import Capture, Failed, Issue, Rejected
from osce_scraper.reading import read_taxonomy
from osce_scraper.taxonomy.tree import Taxonomy
from tests.conftest import MakeRecord

URL = "https://www.osce.org/secretariat/662279"


def test_every_entry_is_counted(ledger: Ledger, make_record: MakeRecord) -> None:
    for number in range(6):
        ledger.enter_requested(f"{URL}{number}")
    for number in range(4):
        ledger.enter_captured(f"{URL}{number}")
    ledger.enter_skipped(f"{URL}4", "robots")
    timed_out = Failed(url=f"{URL}5", cause="timeout", attempts=3, last_status=None)
    ledger.enter_failed(f"{URL}5", timed_out)
    ledger.enter_duplicate()
    ledger.enter_filtered()
    refused = Rejected(
        url=URL, reason="no_body", detail=None, captured_at=None, capture=make_record().capture
    )
    ledger.enter_rejected(refused)
    ledger.stats.set_value("osce/exported", 1)
    books = read_books(ledger.stats.get_stats())
    assert books.faults() == []
    assert books.rejected_by_reason == {"no_body": 1}
    assert ledger.rejected == [refused]
    assert ledger.failed == [timed_out]
    assert ledger.waiting == set()


def test_only_the_evidence_that_won_is_counted(ledger: Ledger) -> None:
    won, lost = Evidence("label_time", "2026-02-24"), Evidence("dateline", "2026-02-24")
    ledger.enter_evidence("osce-1-en", {"date": [won, lost], "title": [Evidence("line", "x")]})
    ledger.enter_evidence("osce-1-en", {"date": [lost]})
    assert read_evidence(ledger.stats.get_stats()) == {
        "date": {"dateline": 1, "label_time": 1},
        "title": {"line": 1},
    }


def led_to(end: str, page: str = URL) -> Request:
    """A request that a redirect made."""
    return Request(end, meta={RELEASE: page, "redirect_urls": [page]})


def test_page_that_leads_to_one_that_was_read_is_a_duplicate(ledger: Ledger) -> None:
    ledger.enter_requested(URL)
    ledger.request_dropped(led_to(f"{URL}0"))
    ledger.settle()
    ledger.enter_cut()
    books = read_books(ledger.stats.get_stats())
    assert (books.captured, books.duplicate, books.skipped) == (1, 1, 0)


def test_page_that_leads_to_one_that_was_refused_is_refused_under_its_own_address(
    ledger: Ledger, make_record: MakeRecord
) -> None:
    wall = f"{URL}0"
    capture = make_record().capture.model_copy(update={"url": wall})
    refused = Rejected(
        url=f"{URL}1", reason="not_a_release", detail=None, captured_at=None, capture=capture
    )
    ledger.enter_requested(URL)
    ledger.request_dropped(led_to(wall))  # before it is known what becomes of the wall
    ledger.enter_rejected(refused)
    ledger.settle()
    assert ledger.rejected == [refused, refused.model_copy(update={"url": URL})]
    assert read_books(ledger.stats.get_stats()).duplicate == 0
    assert ledger.waiting == set()


def test_page_that_leads_to_one_that_failed_has_failed(ledger: Ledger) -> None:
    end = f"{URL}0"
    timed_out = Failed(url=f"{URL}1", cause="timeout", attempts=3, last_status=None)
    ledger.enter_failed(f"{URL}1", timed_out, end)
    ledger.enter_requested(URL)
    ledger.request_dropped(led_to(end))
    ledger.settle()
    assert ledger.failed == [timed_out, timed_out.model_copy(update={"url": URL})]
    assert read_books(ledger.stats.get_stats()).duplicate == 0


def test_redirects_in_a_circle_are_a_failure(ledger: Ledger) -> None:
    ledger.enter_requested(URL)
    meta = {RELEASE: URL, "redirect_urls": [URL, f"{URL}0"]}
    ledger.request_dropped(Request(URL, meta=meta))
    assert [failed.cause for failed in ledger.failed] == ["redirects go in a circle"]
    assert read_books(ledger.stats.get_stats()).duplicate == 0


def test_pages_that_still_wait_at_the_end_of_a_budget_are_skipped(ledger: Ledger) -> None:
    for number in (1, 2, 3):
        ledger.enter_requested(f"{URL}{number}")
    ledger.enter_captured(f"{URL}2")
    ledger.stats.set_value("osce/exported", 1)
    ledger.enter_cut()
    books = read_books(ledger.stats.get_stats())
    assert books.skipped == 2
    assert books.faults() == []


def menu(case: Capture) -> Taxonomy:
    return read_taxonomy([case])


def test_newest_complete_menu_is_kept(ledger: Ledger, fixture_captures: dict[str, Capture]) -> None:
    older, newer = menu(fixture_captures["new-dl"]), menu(fixture_captures["new-strong"])
    cut = Taxonomy(newer.terms[:20], [])
    entries = [
        ("2025-12-01T00:00:00Z", older),
        ("2026-03-01T00:00:00Z", newer),
        ("2026-04-01T00:00:00Z", cut),
        (None, older),
        ("2026-03-01T00:00:00Z", older),
    ]
    for captured_at, taxonomy in entries:
        ledger.enter_taxonomy(captured_at, taxonomy)
    assert ledger.taxonomy == ("2026-03-01T00:00:00Z", newer)


def test_unknown_labels_are_gathered(ledger: Ledger) -> None:
    issue = Issue(code="unknown_label", field=None, kept="Space travel", lost=None, detail=None)
    ledger.enter_taxonomy(None, Taxonomy([], [issue]))
    ledger.enter_taxonomy(None, Taxonomy([], [issue]))
    assert ledger.unknown_labels == {"Space travel"}
    assert ledger.taxonomy is None


def test_faults_of_our_own_are_counted(ledger: Ledger) -> None:
    ledger.item_error()
    ledger.item_error()
    assert ledger.stats.get_value("osce/item_errors") == 2
