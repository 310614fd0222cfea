"""Issuing bodies and fields of work, resolved to ids of the taxonomy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from osce_scraper.items import FieldOfWork, Issue, Source
from osce_scraper.kept import keep_short_with
from osce_scraper.taxonomy.resolver import Kind, resolve_field, resolve_source, split_names


def normalise_sources(raw: Iterable[str], issues: list[Issue]) -> list[Source]:
    """Resolve the names of issuing bodies.

    Args:
        raw: Lines as written; several names in one line are taken apart.
        issues: Gets `unknown_source` for a name that the vocabulary lacks; it stays as written.
    """
    sources: dict[str, Source] = {}
    for name in chain.from_iterable(_names(line, "source") for line in raw):
        term, closed = resolve_source(name)
        if term is None:
            issues.append(_unknown("unknown_source", "sources", name))
        full = term.name if term else _without_closed(name)
        source = Source(id=term.id if term else None, name=full, closed=closed, raw=name)
        sources.setdefault(full, source)
    return list(sources.values())


def normalise_fields(raw: Iterable[str], issues: list[Issue]) -> list[FieldOfWork]:
    """Resolve fields of work; `unknown_field` where the vocabulary lacks a term."""
    fields: dict[str, FieldOfWork] = {}
    for name in chain.from_iterable(_names(line, "field") for line in raw):
        term = resolve_field(name)
        if term is None:
            issues.append(_unknown("unknown_field", "fields_of_work", name))
        label = term.label if term else name
        fields.setdefault(label, FieldOfWork(id=term.id if term else None, name=label, raw=name))
    return list(fields.values())


@keep_short_with(4096)
def _names(line: str, kind: Kind) -> tuple[str, ...]:
    return tuple(filter(None, (" ".join(name.split()) for name in split_names(line, kind))))


def _without_closed(name: str) -> str:
    return name.removesuffix("(closed)").strip() or name


def _unknown(code: str, field: str, name: str) -> Issue:
    detail = "the vocabulary does not know this name"
    return Issue(code=code, field=field, kept=name, lost=None, detail=detail)
