from __future__ import annotations

from osce_scraper.dataset.id_table import IdTable
from tests.conftest import Command

# Nothing may be written, so the table cannot leave memory.
FULL_DISK = """
import resource, sys
from osce_scraper.dataset.id_table import IdTable
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
try:
    with IdTable() as table:
        for number in range(64):
            table.add(str(number), number, facts=bytes(1024 * 1024))
except OSError as error:
    sys.exit(f"told: {error.filename}: {error.strerror}")
"""


def test_rows_are_sorted_by_id_bytewise_then_side() -> None:
    with IdTable() as table:
        for number, (key, side) in enumerate((("é", 0), ("b", 1), ("b", 0), ("a-b", 0), ("ab", 1))):
            assert table.add(key, number, side, key.encode()) is None
        found = list(table.rows())
    assert [(row.id, row.side) for row in found] == [
        *(("a-b", 0), ("ab", 1), ("b", 0), ("b", 1), ("é", 0))
    ]
    assert all(row.facts == row.id.encode() for row in found)


def test_repeated_id_tells_the_line_that_had_it_and_stays_as_it_was() -> None:
    with IdTable() as table:
        table.add("a", 7, 0, b"first")
        table.add("a", 8, 1, b"other side")
        assert table.add("a", 9, 0, b"second") == 7
        assert [row.facts for row in table.rows()] == [b"first", b"other side"]


def test_full_disk_is_an_error_of_the_system(command: Command) -> None:
    run = command(code=FULL_DISK)
    assert run.returncode == 1
    assert run.stderr.startswith("told: temporary file: ")
