from __future__ import annotations

from typing import Any

import pytest

from osce_scraper.dataset.scope import Scope, kept_scope
from tests.conftest import MakeRecord


@pytest.mark.parametrize(
    ("scope", "changes", "held"),
    [
        (Scope(), {}, True),
        (Scope(since="2026-02-24"), {}, True),
        (Scope(since="2026-02-25"), {}, False),
        (Scope(until="2026-02-24"), {}, True),
        (Scope(until="2026-02-23"), {}, False),
        (Scope(since="2026-02-24", until="2026-02-24"), {}, True),
        (Scope(since="2026-02-24", until="2026-02-24"), {"date": "2026-02-25"}, False),
        (Scope(since="2026-02-24", until="2026-02-24"), {"date": None}, True),
        (Scope(languages=("en", "ru")), {"language": "ru"}, True),
        (Scope(languages=("en",)), {"language": "ru"}, False),
        (Scope(languages=("en",)), {"language": "und"}, False),
        (Scope(types=("news", "press_release")), {}, True),
        (Scope(types=("news",)), {}, False),
        (Scope(types=("news",)), {"type": None}, False),
        (Scope(languages=("ru",)), {"date": None}, False),
        (Scope(since="1997-01-01"), {"date": "1996-12-31"}, False),
    ],
)
def test_record_is_inside_or_outside(
    make_record: MakeRecord, scope: Scope, changes: dict[str, Any], *, held: bool
) -> None:
    assert scope.holds(make_record(**changes)) is held


MIRROR = {"site": "http://127.0.0.1:8000"}
HELD = MIRROR | {"since": "2020-01-01", "until": None, "languages": ["en"], "types": [], "limit": 0}
ASKED = {
    "since": None,
    "until": None,
    "languages": ("ru", "en"),
    "types": (),
    "limit": 5,
    "site": None,
}


def test_new_dataset_takes_the_scope_that_is_asked_for() -> None:
    assert kept_scope(None, ASKED, ()) == ASKED | {"languages": ["ru", "en"], "types": []}


def test_dataset_keeps_what_the_user_does_not_name() -> None:
    assert kept_scope(HELD, ASKED, {"limit"}) == HELD | {"limit": 5}


def test_scope_that_is_named_again_is_no_other_scope() -> None:
    asked = HELD | {"languages": ("en",), "types": ()}
    assert kept_scope(HELD, asked, set(HELD)) == HELD


def test_scope_can_be_had_from_the_arguments_of_a_manifest() -> None:
    arguments = HELD | {"limit": None, "from": "live", "delay": 10}
    assert kept_scope(arguments, ASKED, ()) == HELD
