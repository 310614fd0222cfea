"""What a few requests told, in words: what answers, what is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from osce_scraper.discovery.choose import shortfall
from osce_scraper.discovery.way import Discovery
from osce_scraper.errors import PageRefusedError
from osce_scraper.items import Capture
from osce_scraper.normalise.record import Normalised

_FIELDS = ("type", "date", "places", "sources", "fields_of_work", "body")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one release page showed."""

    capture: Capture
    result: Normalised | PageRefusedError


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the requests told."""

    robots: str | None
    """What robots.txt answered, and the delay; None where it could not be had."""
    ways: Sequence[Discovery]
    findings: list[Finding]
    lost: Mapping[str, str] = field(default_factory=dict)
    """Release pages that were asked for and not had, with what became of each at last."""
    has_search_index: bool = False
    """Whether a page searches a Typesense index, which no way of discovery reads yet."""

    @property
    def is_well(self) -> bool:
        """Whether a crawl would work: something is found, and gives records."""
        return bool(self._records())

    @property
    def is_short(self) -> bool:
        """Whether a crawl would say that releases may be missing.

        The few requests read no way to its end, so one that answers is taken to go on well.
        """
        goes_on = any(way.reaches_all and way.pages and not way.problems for way in self.ways)
        return not goes_on and shortfall(self.ways) is not None

    def missing(self) -> list[str]:
        """Fields that no page gave; none where no page gave a record."""
        records = self._records()
        return [
            name
            for name in _FIELDS
            if records and not any(one.evidence.get(name) for one in records)
        ]

    def lines(self) -> Iterator[str]:
        """The diagnosis, for a person."""
        yield f"robots.txt   {self.robots or 'could not be had: the host would be left alone'}"
        for way in self.ways:
            yield f"discovery    {way.report()}"
        if self.has_search_index:
            yield "search       runs on a Typesense index in the browser; it is not read"
        for finding in self.findings:
            yield from _page_lines(finding)
        for url, cause in self.lost.items():
            yield f"page         {url}: not had: {cause}"
        if not self.findings and not self.lost:
            yield "pages        none was asked for; see discovery above, and -v for the requests"
        yield from self._missing_lines()
        yield f"verdict      {self._verdict()}"
        yield f"to do        {self._advice()}"

    def _records(self) -> list[Normalised]:
        results = (finding.result for finding in self.findings)
        return [result for result in results if isinstance(result, Normalised)]

    def _missing_lines(self) -> Iterator[str]:
        if self.is_well and self.is_short:
            yield "missing      releases: no listing and no sitemap that could find all of them"
        if names := self.missing():
            yield f"missing      fields that no page gave: {', '.join(names)}"

    def _verdict(self) -> str:
        if not self.is_well:
            return "a crawl would not work"
        if self.is_short:
            return "a crawl would work, but not find everything: it would end with exit code 3"
        return "a crawl would work"

    def _advice(self) -> str:
        """What to do next: the first thing that stands in the way."""
        if self.is_well:
            return self._advice_for_a_crawl()
        if self.robots is None:
            return "wait an hour and ask again; no page is asked for until robots.txt can be had"
        if self.findings:
            return (
                "look at the pages in a browser; if they are releases, keep them (--save DIR) and"
                " report them: this version cannot read them"
            )
        if self.lost:
            return "wait an hour and ask again; the site names releases but does not give them"
        return (
            "look at the site in a browser; if it is up, its listing has a new form: report it,"
            " and until then name the pages yourself (crawl --urls FILE)"
        )

    def _advice_for_a_crawl(self) -> str:
        if self.is_short:
            return (
                "crawl for the newest releases; find older ones in a public archive"
                " (crawl --discover cdx, or --from wayback)"
            )
        if self.missing():
            return (
                "see whether the pages have these fields; if so, keep the pages (--save DIR) and"
                " report them: records of a crawl would lack the fields"
            )
        return "crawl, with --contact"


def _page_lines(finding: Finding) -> Iterator[str]:
    result, capture = finding.result, finding.capture
    if isinstance(result, PageRefusedError):
        yield f"page         {capture.url}: rejected, {result.reason}: {result.detail}"
        return
    yield f"page         {capture.url}: {result.record.layout}"
    for name in _FIELDS:
        evidence = result.evidence.get(name, [])
        source = evidence[0].source if evidence else "missing: no evidence on the page"
        yield f"  {name:<15} {source}"
    for issue in result.record.issues:
        yield f"  issue           {issue.code}: {issue.detail or issue.kept}"
