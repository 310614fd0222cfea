from __future__ import annotations

import pytest

from osce_scraper.articles import Evidence
from osce_scraper.dataset.state import State
from osce_scraper.extensions.ledger import Ledger
from osce_scraper.items import PressRelease
from osce_scraper.pipelines.recall import RecallPipeline
from tests.conftest import MakeRecord
from tests.datasets import HOME, Run, provenance

PAGE = f"{HOME}/secretariat/662279"


@pytest.fixture
def run(state: State, make_record: MakeRecord) -> Run:
    """A run over a dataset that has read the page as an English one."""
    first = Run(state, "first")
    first.find(PAGE)
    first.keep(make_record())
    return Run(state, "second")


def recalled(run: Run, record: PressRelease, fetched: str | None = None) -> tuple[str, str]:
    run.ask(PAGE, fetched)
    item = RecallPipeline(run.ledger, None, run.memory).process_item(record)
    return item.id, item.language


def test_language_that_was_assigned_once_stays_and_with_it_the_id(
    run: Run, make_record: MakeRecord
) -> None:
    undetermined = make_record(id="osce-662279-und", language="und")
    assert recalled(run, undetermined) == ("osce-662279-en", "en")


def test_what_the_values_rest_on_goes_with_the_id(run: Run, make_record: MakeRecord) -> None:
    run.ledger.enter_evidence("osce-662279-und", {"title": [Evidence("line", "x")]})
    recalled(run, make_record(id="osce-662279-und", language="und"))
    assert run.ledger.take_evidence("osce-662279-en") == {"title": ["line"]}


def test_page_that_redirects_is_the_page_that_was_asked_for(
    run: Run, make_record: MakeRecord
) -> None:
    moved = f"{HOME}/permanent-council/662279"
    record = make_record(id="osce-662279-und", language="und", url=moved, capture=provenance(moved))
    assert recalled(run, record, moved) == ("osce-662279-en", "en")


def test_other_release_at_the_same_address_keeps_its_own_id(
    run: Run, make_record: MakeRecord
) -> None:
    other = make_record(id="osce-7-ru", node_id=7, language="ru")
    assert recalled(run, other) == ("osce-7-ru", "ru")


def test_number_that_another_begins_with_is_another_release(
    run: Run, make_record: MakeRecord
) -> None:
    shorter = make_record(id="osce-66227-ru", node_id=66227, language="ru")
    assert recalled(run, shorter) == ("osce-66227-ru", "ru")


def test_same_number_in_another_language_is_a_page_of_its_own(
    run: Run, make_record: MakeRecord
) -> None:
    page = f"{HOME}/ru/secretariat/662279"
    russian = make_record(id="osce-662279-ru", language="ru", url=page, capture=provenance(page))
    run.find(page)
    run.ask(page)
    assert RecallPipeline(run.ledger, None, run.memory).process_item(russian) == russian


def test_without_a_dataset_nothing_is_recalled(ledger: Ledger, make_record: MakeRecord) -> None:
    record = make_record(id="osce-662279-und", language="und")
    assert RecallPipeline(ledger).process_item(record) == record
