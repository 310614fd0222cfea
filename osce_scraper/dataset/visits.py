"""Visits: one for each page that was asked for, with what came of it."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from osce_scraper.dataset.drift import Kind, Read
from osce_scraper.dataset.gate import Rate
from osce_scraper.dataset.records import Evidence
from osce_scraper.dataset.state import State


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

    def kinds(self) -> list[Kind]:
        """Kinds of pages that this run read."""
        query = (
            "SELECT DISTINCT layout, type FROM visit WHERE run_id = ? AND evidence NOT NULL"
            " ORDER BY 1, 2"
        )
        return [Kind(*row) for row in self.state.rows(query, self.run_id)]

    def last(self, kind: Kind, fewest: int) -> Iterator[Read]:
        """Readings of a kind: those of this run, and before them as many as make up the number."""
        query = (
            "SELECT run_id, evidence FROM visit WHERE layout = ? AND type = ?"
            " AND evidence NOT NULL ORDER BY seq DESC"
        )
        for number, row in enumerate(self.state.rows(query, *kind)):
            if number >= fewest and row["run_id"] != self.run_id:
                return
            yield orjson.loads(row["evidence"])

    def published(self) -> Iterator[tuple[Kind, Read]]:
        """What the values of the published records rest on."""
        query = (
            "SELECT line ->> '$.layout' AS layout, coalesce(line ->> '$.type', '') AS type,"
            " published_evidence FROM"
            " (SELECT CAST(published AS TEXT) AS line, * FROM record)"
            " WHERE published NOT NULL AND published_evidence NOT NULL AND deleted_at IS NULL"
        )
        for row in self.state.rows(query):
            yield Kind(row["layout"], row["type"]), orjson.loads(row["published_evidence"])

    def rate(self, fewest: int) -> Rate:
        """Failures among the pages that this run asked for, and so many before them."""
        outcomes: list[str] = []
        query = "SELECT run_id, outcome FROM visit ORDER BY seq DESC"
        for number, row in enumerate(self.state.rows(query)):
            if number >= fewest and row["run_id"] != self.run_id:
                break
            outcomes.append(row["outcome"])
        return Rate(len(outcomes), outcomes.count("failed"), outcomes.count("refused"))

    def count_read(self) -> int:
        """How many pages this run asked for."""
        return self.state.number("SELECT count(*) FROM visit WHERE run_id = ?", self.run_id)
