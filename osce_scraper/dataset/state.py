"""The state of a dataset: one SQLite file, in which a page is durable as soon as it is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import orjson

from osce_scraper.errors import StateError

# Each script leads from the version before it; what was published once is never rewritten.
_MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE page (
        url TEXT PRIMARY KEY,
        found_run TEXT NOT NULL,
        listing TEXT,
        listing_row TEXT,
        is_vouched INTEGER NOT NULL DEFAULT 0,
        lastmod TEXT,
        first_seen TEXT,
        last_seen TEXT,
        last_checked TEXT,
        next_check TEXT,
        etag TEXT,
        last_modified TEXT,
        capture_url TEXT,
        captured_at TEXT,
        outcome TEXT,
        record_id TEXT,
        rejected TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0,
        gone_since TEXT,
        is_gone INTEGER NOT NULL DEFAULT 0 -- for good
    );
    CREATE INDEX page_by_record ON page (record_id);
    CREATE INDEX page_by_check ON page (next_check);
    CREATE INDEX page_by_capture ON page (capture_url);
    CREATE TABLE visit (
        seq INTEGER PRIMARY KEY,
        run_id TEXT NOT NULL,
        url TEXT NOT NULL,
        at TEXT NOT NULL,
        status INTEGER,
        outcome TEXT NOT NULL,
        layout TEXT,
        type TEXT,
        evidence TEXT
    );
    CREATE INDEX visit_by_kind ON visit (layout, type) WHERE evidence IS NOT NULL;
    -- What the gate has not let pass yet: of each page the newest visit, or reading.
    CREATE VIEW to_judge AS
        SELECT * FROM visit WHERE seq > coalesce(
            (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'accepted'), 0);
    CREATE VIEW visit_to_judge AS
        SELECT * FROM visit WHERE seq IN (SELECT max(seq) FROM to_judge GROUP BY url);
    CREATE VIEW reading_to_judge AS
        SELECT * FROM visit WHERE seq IN
            (SELECT max(seq) FROM to_judge WHERE evidence IS NOT NULL GROUP BY url);
    -- A page that is gone counts where it gave a record: a site made anew loses them all.
    CREATE VIEW judged AS
        SELECT seq, iif(outcome = 'gone' AND NOT EXISTS (SELECT 1 FROM page
            WHERE page.url = visit.url AND record_id NOT NULL), 'rejected', outcome) AS outcome
        FROM visit;
    CREATE TABLE record (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,
        published BLOB,
        published_date TEXT,
        published_revision INTEGER,
        published_evidence TEXT,
        reading BLOB,
        reading_date TEXT,
        reading_revision INTEGER,
        reading_evidence TEXT,
        same_sha256 TEXT, -- of the newest bytes that read as what was published
        first_missing_at TEXT,
        deleted_at TEXT
    );
    CREATE INDEX record_by_reading ON record (id) WHERE reading IS NOT NULL;
    CREATE VIEW standing AS
        SELECT id, url, coalesce(reading, published) AS line,
            iif(reading IS NULL, published_date, reading_date) AS date,
            first_missing_at, deleted_at
        FROM record;
    CREATE TABLE revision (
        id TEXT NOT NULL, revision INTEGER NOT NULL, line BLOB NOT NULL,
        PRIMARY KEY (id, revision)
    );
    """,
)
VERSION = len(_MIGRATIONS)
ACCEPTED = "accepted"
"""Key of the last visit that the gate let pass."""


class State:
    """An opened state; whoever holds it holds the dataset's lock."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, and bring it to the present version.

        Raises:
            StateError: If it is no state, is damaged, or is of a newer version than this.
        """
        self.path = path
        with ExitStack() as stack, self._errors():
            self._database = sqlite3.connect(path, isolation_level=None)
            stack.callback(self._database.close)
            self._database.row_factory = sqlite3.Row
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = FULL")
            self._migrate()
            stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self  # Scrapy copies its settings; the open file must not be copied with them

    def _migrate(self) -> None:
        version = self._database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StateError(
                f"{self.path}: made by a newer osce-scraper (state {version}, known is {VERSION});"
                " use that one, the dump stands as it is"
            )
        for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
            commands = f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT"
            self._database.executescript(commands)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is written within durable at once, or nothing of it.

        Raises:
            StateError: If it cannot be written, e.g. to a full disk, or is damaged.
        """
        with self._errors():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:  # a full disk has taken it back already
                    self._database.execute("ROLLBACK")
                raise

    def run(self, command: str, *values: Any, **named: Any) -> int:
        """Run a command of SQL and say how many rows it changed.

        Args:
            command: With `?` for each value, or `:name`: numbers make Python 3.12 warn.
            values: In their order.
            named: By their names; they go without others.
        """
        return self._database.execute(command, named or values).rowcount

    def rows(self, query: str, *values: Any, **named: Any) -> Iterator[sqlite3.Row]:
        """The rows of a query, one by one; values as in `run`.

        Raises:
            StateError: If the file is damaged.
        """
        with self._errors():
            yield from self._database.execute(query, named or values)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StateError(f"{self.path}: {error}; {_advice(str(error))}") from error

    def row(self, query: str, *values: Any, **named: Any) -> sqlite3.Row | None:
        """The first row of a query."""
        return next(self.rows(query, *values, **named), None)

    def number(self, query: str, *values: Any) -> int:
        """The one number that a query asks for."""
        row = self.row(query, *values)
        return int(row[0] or 0) if row else 0

    def get(self, key: str) -> Any:
        """A value that was kept by `put`; None where there is none."""
        row = self.row("SELECT value FROM meta WHERE key = ?", key)
        return orjson.loads(row["value"]) if row else None

    def put(self, key: str, value: Any) -> None:
        """Keep a value that can be written as JSON."""
        self.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, orjson.dumps(value).decode())


def _advice(cause: str) -> str:
    """What to do about a state that cannot be used."""
    if "locked" in cause:
        return "another program has it open: close that, and run again"
    if any(word in cause for word in ("full", "readonly", "unable to open", "I/O")):
        return "free the disk or the folder, and run again: nothing is lost"
    return "move it away and run again: it is made anew from the last dump"
