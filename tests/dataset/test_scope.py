from __future__ import annotations

from typing import Any

import pytest

from osce_scraper.dataset.scope import Scope
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
