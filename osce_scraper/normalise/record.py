"""From the raw parts of a page to the record of the contract."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import orjson

from osce_scraper import __version__
from osce_scraper.articles import Article, Evidence
from osce_scraper.items import SCHEMA_VERSION, Capture, PressRelease, Provenance
from osce_scraper.normalise.addresses import canonical_url, has_section, node_id
from osce_scraper.normalise.brackets import check_bracket
from osce_scraper.normalise.datelines import parse_dateline, plain_dateline
from osce_scraper.normalise.language import tell_language
from osce_scraper.normalise.trust import (
    Findings,
    choose_date,
    choose_fields,
    choose_places,
    choose_sources,
    choose_type,
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A record, not validated yet, and what its values come from."""

    record: PressRelease
    evidence: dict[str, list[Evidence]]
    """For each field all evidence; the first of each won."""


def normalise(article: Article, site: str | None = None) -> Normalised:
    """Give every raw part its meaning.

    Trust goes to the page, then the listing row, then the dateline; what loses against a
    different value stays visible in `issues`.

    Args:
        article: What the page says, with the capture and the listing row that led to it.
        site: Address of a mirror that stands in for the site.
    """
    evidence = {name: list(found) for name, found in article.evidence.items()}
    findings = Findings(evidence, list(article.issues))
    capture = article.capture
    dateline = parse_dateline(article.dateline_text) if article.dateline_text else None
    url = _address(article, site, findings)
    language = tell_language(f"{article.title}\n{article.body}", article.declared_language)
    findings.note("language", "text", language)
    if article.declared_language:
        findings.note("language", "declared", article.declared_language)
    dated = choose_date(article, dateline, findings)
    number = node_id(url) if url else None
    if (issue := check_bracket(number, dated.day)) is not None:
        findings.issues.append(issue)
    record = PressRelease.model_construct(
        id=_id(url, capture, language),
        node_id=number,
        url=url,
        language=language,
        type=choose_type(article, findings),
        title=article.title,
        date=dated.iso,
        date_source=dated.source,
        date_raw=dated.raw,
        places=choose_places(article, dateline, findings),
        sources=choose_sources(article, findings),
        fields_of_work=choose_fields(article, findings),
        dateline=dateline.raw if dateline else None,
        dateline_date=dateline.date.isoformat() if dateline and dateline.date else None,
        body=article.body,
        images=article.images,
        attachments=article.attachments,
        translations=article.translations,
        issues=findings.issues,
        content_sha256=content_hash(article),
        layout=article.layout,
        first_seen_at=None,
        changed_at=None,
        revision=1,
        captured_at=capture.captured_at,
        capture=provenance(capture),
        schema_version=SCHEMA_VERSION,
        scraper_version=__version__,
    )
    return Normalised(record, findings.evidence)


def provenance(capture: Capture) -> Provenance:
    """Where a page lies, with the SHA-256 of its bytes."""
    return Provenance(
        url=capture.url,
        status=capture.status,
        sha256=hashlib.sha256(capture.content).hexdigest(),
        archive=capture.archive,
        offset=capture.offset,
    )


def content_hash(article: Article) -> str:
    """SHA-256 of what the page says; better vocabularies and gazetteers do not change it."""
    opening = plain_dateline(article.dateline_text) if article.dateline_text else None
    said = {
        "title": article.title,
        "type_line": article.type_line,
        "date_raw": article.date_raw,
        "dateline": opening.raw if opening else None,
        "places": sorted([*article.places, *filter(None, [article.page_place])]),
        "sources": sorted(
            name.removesuffix("(closed)").strip() for name in _split(article.sources)
        ),
        "fields": sorted(_split(article.fields)),
        "body": article.body,
        "attachments": sorted(file.url for file in article.attachments),
    }
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _split(lines: list[str]) -> list[str]:
    """Names in lines, taken apart at every comma: which are one name a vocabulary would tell."""
    return [name.strip() for line in lines for name in line.split(",") if name.strip()]


def _address(article: Article, site: str | None, findings: Findings) -> str | None:
    """The page's own canonical address where it names a section, else the one fetched."""
    url = article.capture.url
    fetched = canonical_url(url, site) if url else None
    own = article.canonical_url
    known = [("canonical", own), ("fetched", fetched)]
    if fetched is not None and (own is None or not has_section(own)):
        known.reverse()
    for source, address in known:
        if address:
            findings.note("url", source, address)
    return known[0][1]


def _id(url: str | None, capture: Capture, language: str) -> str:
    number = node_id(url) if url else None
    if number is not None:
        return f"osce-{number}-{language}"
    key = url.encode() if url else capture.content
    return f"osce-x{hashlib.sha256(key).hexdigest()[:16]}-{language}"
