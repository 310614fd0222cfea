"""Visits: one for each page that was asked for, with what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from osce_scraper.dataset.drift import Kind, Read
from osce_scraper.dataset.gate import Rate
from osce_scraper.dataset.records import Evidence
from osce_scraper.dataset.state import ACCEPTED, State


class Visits:
    """The visits of a dataset, in its state; what the gate judges a run by."""

    def __init__(self, state: State, run_id: str) -> None:
        self.state = state
        self.run_id = run_id

    def enter(self, url: str, at: str, status: int | None, outcome: str) -> None:
        """Enter a visit that gave no values; within the caller's transaction.

        Args:
            url: Canonical address of the page.
            at: Time in UTC.
            status: HTTP status; None where nothing was answered.
            outcome: `unchanged`, `duplicate`, `filtered`, `rejected`, `refused` (a page that
                should have given a record), `gone` or `failed`.
        """
        self.state.run(
            "INSERT INTO visit (run_id, url, at, status, outcome) VALUES (?, ?, ?, ?, ?)",
            *(self.run_id, url, at, status, outcome),
        )

    def enter_reading(
        self, url: str, at: str, status: int | None, kind: Kind, evidence: Evidence
    ) -> None:
        """Enter a visit that gave a record; within the caller's transaction."""
        self.state.run(
            "INSERT INTO visit (run_id, url, at, status, outcome, layout, type, evidence)"
            " VALUES (?, ?, ?, ?, 'record', ?, ?, ?)",
            *(self.run_id, url, at, status, *kind, orjson.dumps(evidence).decode()),
        )

    def accept(self) -> None:
        """Note that the gate let all pass that was visited so far."""
        with self.state.transaction():
            self.state.put(ACCEPTED, self.state.number("SELECT max(seq) FROM visit"))

    def kinds(self) -> list[Kind]:
        """Kinds of pages that were read since the gate let a run pass."""
        query = "SELECT DISTINCT layout, type FROM reading_to_judge ORDER BY 1, 2"
        return [Kind(*row) for row in self.state.rows(query)]

    def last(self, kind: Kind, fewest: int) -> Iterator[Read]:
        """Readings of a kind that the gate must judge.

        A run that was killed or refused is judged with the next one, whose dump would hold what
        it read: of each page the newest reading since the gate let a run pass.

        Args:
            kind: The kind.
            fewest: Where these are fewer, earlier readings follow.
        """
        now = "SELECT evidence FROM reading_to_judge WHERE layout = ? AND type = ?"
        before = (
            "SELECT evidence FROM visit WHERE layout = ? AND type = ? AND evidence NOT NULL"
            " AND seq <= ? ORDER BY seq DESC LIMIT ?"
        )
        yield from map(orjson.loads, self._first(now, before, fewest, *kind))

    def _first(self, now: str, before: str, fewest: int, *values: str) -> list[str]:
        """The first column of one query, and of another what it lacks in rows."""
        found = [row[0] for row in self.state.rows(now, *values)]
        rest = (self.state.get(ACCEPTED) or 0, max(0, fewest - len(found)))
        return found + [row[0] for row in self.state.rows(before, *values, *rest)]

    def published(self) -> Iterator[tuple[Kind, Read]]:
        """What the values of the published records rest on."""
        query = (
            "SELECT json_extract(line, '$.layout') AS layout, published_evidence,"
            " coalesce(json_extract(line, '$.type'), '') AS type"
            " FROM (SELECT *, CAST(published AS TEXT) AS line FROM record)"
            " WHERE published NOT NULL AND published_evidence NOT NULL AND deleted_at IS NULL"
        )
        for row in self.state.rows(query):
            yield Kind(row["layout"], row["type"]), orjson.loads(row["published_evidence"])

    def rate(self, fewest: int) -> Rate:
        """Failures among the pages visited since the gate let a run pass, and so many before."""
        now = "SELECT outcome FROM judged WHERE seq IN (SELECT seq FROM visit_to_judge)"
        # Of each page the newest visit: one that fails every day is one page.
        before = (
            "SELECT outcome FROM judged WHERE seq IN (SELECT max(seq) FROM visit"
            " WHERE seq <= ? AND url NOT IN (SELECT url FROM visit_to_judge) GROUP BY url)"
            " ORDER BY seq DESC LIMIT ?"
        )
        outcomes = self._first(now, before, fewest)
        counts = (outcomes.count(one) for one in ("failed", "refused", "gone"))
        return Rate(len(outcomes), *counts)
