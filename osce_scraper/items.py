"""The nouns of the project: what a crawl fetches, and the records that it gives.

The JSON Schemas in `schema/` and the tables of `DATA.md` are generated from the
docstrings below (`make schema`), so a field's meaning is written here and nowhere else.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

SCHEMA_VERSION = "1.0.0"

NodeId = Annotated[int, Field(ge=1)]
NonBlank = Annotated[str, StringConstraints(pattern=r"\S")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _on_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


IsoDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_on_calendar)
]
UtcTime = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
RecordId = Annotated[
    str,
    StringConstraints(pattern=r"^osce-([1-9]\d*|x[0-9a-f]{16})-[a-z]{2,3}(-[A-Z][a-z]{3})?$"),
]
TermId = Annotated[
    str,
    StringConstraints(
        pattern=r"^(field-of-work|country|structure|field-operation|meeting|section):[a-z0-9/-]+$"
    ),
]
ReleaseType = Literal[
    "press_release",
    "press_statement",
    "news",
    "spot_report",
    "daily_report",
    "weekly_report",
    "statement",
    "other",
]
DateSource = Literal["page", "listing", "dateline"]
PlaceSource = Literal["label", "page", "dateline"]
Vocabulary = Literal[
    "field-of-work", "country", "structure", "field-operation", "meeting", "section"
]
RejectReason = Literal[
    "not_a_release",
    "unknown_layout",
    "no_title",
    "no_body",
    "http_error",
    "off_site",
    "too_large",
    "bad_encoding",
    "schema",
]


class Record(BaseModel):
    """What all records share: no unknown keys, and validated again when asked."""

    model_config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=True,
        revalidate_instances="always",
        serialize_by_alias=True,
        defer_build=True,  # no command needs all of them
    )


class Part(Record):
    """A record within others: checked when it is made, and no second time, as it cannot change."""

    model_config = ConfigDict(frozen=True, revalidate_instances="never")


class ListingRow(Record):
    """One row of a listing page, as written there; absent parts are null or empty."""

    title: NonBlank
    """Title of the item."""
    url: str | None
    """Address that the title links to, absolute."""
    date_raw: str | None
    """Publishing date as written."""
    type_raw: str | None
    """Content type as written."""
    where: list[str]
    """'Where we are': names of the issuing bodies."""
    what: list[str]
    """'What we do': names of the fields of work."""
    locations: list[str]
    """'Location' or 'Locations' (only on /fom/statements): short country names."""
    teaser: str | None
    """First words of the text, cut by the site."""


class Capture(Record):
    """One page as the site said it, before anything is read out of it."""

    url: str | None
    """Address that the page was fetched from; null for a loose file."""
    asked: str | None = None
    """Address that was asked for, where redirects may have led on from it."""
    status: int | None
    """HTTP status; null for a loose file."""
    content_type: str | None = None
    """The `Content-Type` header, whose charset is one hint at the encoding."""
    body: bytes | None = Field(default=None, repr=False)
    """HTML as fetched, content encoding undone."""
    text: str | None = Field(default=None, repr=False)
    """The page as plain text, where only that was kept; exactly one of `body` and `text`."""
    captured_at: UtcTime | None = None
    """When the bytes were fetched, in UTC, whole seconds."""
    archive: str | None = None
    """Archive that holds the page: file name without folder, or a public archive's address."""
    offset: int | None = None
    """Offset of the page in that archive, in bytes."""
    row: ListingRow | None = None
    """The listing row that led here; it vouches for the page."""
    vouched: bool = False
    """Whether the user named this address as a release."""

    @model_validator(mode="after")
    def _has_one_content(self) -> Self:
        if (self.body is None) == (self.text is None):
            raise ValueError("a capture holds either HTML or text")
        return self

    @property
    def content(self) -> bytes:
        """The page's bytes: the body, or the text in UTF-8."""
        if self.body is not None:
            return self.body
        return (self.text or "").encode("utf-8", "surrogatepass")


class Place(Part):
    """A place that the release names as its own."""

    name: NonBlank
    """Current English name in title case, with its own diacritics."""
    country: CountryCode | None
    """ISO 3166-1 alpha-2 code (`XK` for Kosovo); null where it is not known."""
    raw: NonBlank
    """As written."""
    source: PlaceSource
    """`label` (Place:), `page` (place-and-date line of the old layout) or `dateline`."""


class Source(Part):
    """The institution or field operation that issued the release."""

    id: TermId | None
    """Id in `taxonomy.jsonl`; null for a name that the vocabulary does not know."""
    name: NonBlank
    """Present full name in English, without "(closed)"."""
    closed: bool
    """Whether the page marks the body as closed."""
    raw: NonBlank
    """As written."""


class FieldOfWork(Part):
    """A term of the organisation's own vocabulary of subjects."""

    id: TermId | None
    """Id in `taxonomy.jsonl`; null for a term that the vocabulary does not know."""
    name: NonBlank
    """English label of the vocabulary."""
    raw: NonBlank
    """As written."""


class Image(Part):
    """A picture of the release."""

    url: NonBlank
    """Absolute address."""
    caption: str | None
    """Caption as written."""


class Attachment(Part):
    """A file that the release offers."""

    url: NonBlank
    """Absolute address."""
    title: str | None
    """Text of the link."""
    media_type: str | None
    """Media type, by the ending of the address."""


class Translation(Part):
    """The same release in another language."""

    language: LanguageTag
    """Language as the link declares it."""
    url: NonBlank
    """Absolute address."""


class Issue(Part):
    """Something that a reader of the record must know."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]+$")]
    """What it is, e.g. `date_conflict`."""
    field: str | None
    """Field of the record that it touches."""
    kept: str | None
    """Value that stands."""
    lost: str | None
    """Value that was set aside."""
    detail: str | None
    """In words."""


class Provenance(Part):
    """Where the page lies, as it was fetched."""

    url: str | None
    """Address that was really fetched; of a copy in a public archive, the one it fetched."""
    status: int | None
    """HTTP status."""
    sha256: Sha256
    """SHA-256 of the page's bytes, content encoding undone."""
    archive: str | None
    """Archive that holds the page: file name without folder, or a public archive's address."""
    offset: int | None
    """Offset in that archive, in bytes."""


class PressRelease(Record):
    """One release: a line of `press_releases.jsonl`, or an earlier one in `revisions.jsonl`."""

    id: RecordId
    """`osce-<node_id>-<language>`; without a node id, `osce-x<16 hex>-<language>`, where the
    hex digits begin the SHA-256 of the canonical URL, or of the body where there is no URL."""
    node_id: NodeId | None
    """Number that closes the URL's path; the same release under any path, host or prefix."""
    url: str | None
    """Canonical address, without query and fragment."""
    language: LanguageTag
    """BCP 47 tag of the text, not of the address; `und` where it cannot be told."""
    type: ReleaseType | None
    """Kind of release; null where neither the page nor its listing row says it."""
    title: NonBlank
    """Title as on the page."""
    date: IsoDate | None
    """Publishing date, `YYYY-MM-DD`, as the page shows it."""
    date_source: DateSource | None
    """Where the date was read: `page` (labelled or shown date, time element, meta data, or the old
    layout's place-and-date line), `listing` or `dateline`; null with a null date, never a guess."""
    date_raw: str | None
    """The date as written."""
    places: list[Place]
    """Places that the release is issued from or about."""
    sources: list[Source]
    """Bodies that issued it."""
    fields_of_work: list[FieldOfWork]
    """Subjects."""
    dateline: str | None
    """Opening words that name place and date, as written, without the separator after them."""
    dateline_date: IsoDate | None
    """Date in the dateline, complete dates only."""
    body: NonBlank
    """Plain text, paragraphs separated by one empty line; the dateline is part of it, captions
    and repeated runs are not."""
    images: list[Image]
    """Pictures with captions."""
    attachments: list[Attachment]
    """Files."""
    translations: list[Translation]
    """The release in other languages."""
    issues: list[Issue]
    """What a reader must know."""
    content_sha256: Sha256
    """SHA-256 of what the page says, so a better vocabulary changes records, not this hash."""
    layout: NonBlank
    """Which reader recognised the page."""
    first_seen_at: UtcTime | None
    """When the dataset first had the record; null outside a dataset."""
    changed_at: UtcTime | None
    """When its content last changed; null outside a dataset."""
    revision: Annotated[int, Field(ge=1)]
    """1, and one more with every change of content."""
    captured_at: UtcTime | None
    """When the bytes were fetched, whole seconds; of an archived page the archive's time."""
    capture: Provenance
    """The page as fetched."""
    schema_version: NonBlank
    """Version of this schema."""
    scraper_version: NonBlank
    """Version of the software that read the page."""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.date is None) != (self.date_source is None):
            raise ValueError("date and date_source must both be null, or neither")
        stem = f"osce-{self.node_id}-" if self.node_id is not None else "osce-x"
        if not self.id.startswith(stem) or not self.id.endswith(f"-{self.language}"):
            raise ValueError("id must be made of node_id and language")
        return self


class TaxonomyTerm(Record):
    """One node of the navigation tree: a line of `taxonomy.jsonl`."""

    id: TermId
    """`<vocabulary>:<slug of the lasting English label>`; ISO code for countries."""
    vocabulary: Vocabulary
    """Which part of the menu the term belongs to."""
    label: NonBlank
    """Label as the menu writes it, without a temporary suffix."""
    parent: TermId | None
    """Id of the node above; null at the top."""
    path: list[str]
    """Labels from the top of the menu down to this node."""
    position: Annotated[int, Field(ge=0)]
    """Place among its siblings, from 0."""
    url: str | None
    """Canonical address that the node links to."""
    aliases: list[str]
    """Other labels of the same term, former and foreign ones included."""
    temporary_suffix: str | None
    """Suffix that the label carried, e.g. of the country in the chair."""
    in_menu: bool
    """Whether the menu holds it; false for terms that only records use."""


class Rejected(Record):
    """A page that was read and refused: a line of `rejected.jsonl`."""

    url: str | None
    """Address that was asked for; where redirects led is in `capture`."""
    reason: RejectReason
    """Why it gave no record."""
    detail: str | None
    """In words."""
    captured_at: UtcTime | None
    """When the bytes were fetched."""
    capture: Provenance
    """The page as fetched."""


class Failed(Record):
    """A page that could not be fetched: a line of `failed.jsonl`."""

    url: NonBlank
    """Address that was asked for; of a copy in a public archive, the page's own."""
    cause: NonBlank
    """What went wrong."""
    attempts: Annotated[int, Field(ge=1)]
    """How often it was tried."""
    last_status: int | None
    """HTTP status of the last answer; null where there was none."""


class Tombstone(Record):
    """A release that the site has taken down: a line of `tombstones.jsonl`."""

    id: RecordId
    """Id of the record."""
    url: str | None
    """Canonical address that it had."""
    first_missing_at: UtcTime
    """When its page was first found gone."""
    deleted_at: UtcTime
    """When that was certain, and the record left `press_releases.jsonl`."""
    record: PressRelease
    """The record as it last stood there."""

    @model_validator(mode="after")
    def _is_of_its_record(self) -> Self:
        if (self.id, self.url) != (self.record.id, self.record.url):
            raise ValueError("id and url must be those of the record")
        if self.first_missing_at > self.deleted_at:
            raise ValueError("first_missing_at must not be later than deleted_at")
        return self
