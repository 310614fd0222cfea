"""Real pages of the OSCE, and real pages of others, give what a person reads in them.

The captures are no part of the project. What they must give stands here as facts that were read
off each page by eye, and as hashes of its title and text; the words themselves do not.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osce_scraper.items import Capture, PressRelease, Rejected, TaxonomyTerm
from osce_scraper.reading import read_captures, read_taxonomy

SHARED = Path(__file__).parents[1].parent / "shared"
SITE = SHARED / "site"
FOREIGN = SHARED / "foreign"
needs_site = pytest.mark.skipif(
    not (SITE / "articles.jsonl").exists(),
    reason=f"the captures of osce.org are not beside this checkout: {SITE}",
)
needs_foreign = pytest.mark.skipif(
    not (FOREIGN / "pages.tar.xz").exists(),
    reason=f"the pages of other sites are not beside this checkout: {FOREIGN}",
)

OUR_WORK = ("Our work",)
COUNTRIES = ("Countries",)
BODIES = ("Structures and institutions",)
MENU: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 1),
    (OUR_WORK, 1),
    ((*OUR_WORK, "Fields of work"), 23),
    (OUR_WORK, 3),
    ((*OUR_WORK, "Meetings and conferences"), 16),
    (OUR_WORK, 1),
    ((), 2),
    (COUNTRIES, 2),
    ((*COUNTRIES, "Participating States"), 57),
    (COUNTRIES, 2),
    ((), 1),
    (BODIES, 2),
    ((*BODIES, "Secretariat"), 12),
    (BODIES, 2),
    ((*BODIES, "Field operations"), 13),
    (BODIES, 3),
    ((), 1),
)
"""The reference tree, read downwards: below which path how many entries stand in a row."""


class Release(NamedTuple):
    """What a person reads on a page."""

    node: int
    date: str | None
    date_source: str | None
    dateline: str | None
    place: tuple[str, str, str] | None
    """Name, country, and the part of the page that says it."""
    paragraphs: int
    title_sha256: str
    body_sha256: str
    source: str | None = None
    fields: tuple[str, ...] = ()
    language: str = "en"
    type: str | None = None
    is_repeated: bool = False
    """Whether a second copy of the text ends the page."""
    may_go_on: bool = False
    """Whether the capture ends in so few letters that they may be a copy or a new paragraph."""


RELEASES = (
    Release(
        *(50751, "2009-03-27", "dateline", "ASTANA, 27 March 2009"),
        *(("Astana", "KZ", "dateline"), 6),
        "600f2964116040d1e22970f4aafa4f211a1ee53af81f22c236f7053b356bb65c",
        "364822c3f21af9f000f7240ebae6d6c8582b163ab8ce09dce5415a7068bbbc0d",
    ),
    Release(
        *(54097, "2002-01-09", "page", "PRISTINA, 9 January 2002"),
        *(("Pristina", "XK", "page"), 5),
        "9071f58cb686f60624a20de9094bde9d5bedd1ca7304c4776e2a6d2e34abd103",
        "e9e58efec68c0fda89b616702cec387111387b6ea57a8f8f4074a1324ac42599",
        is_repeated=True,
    ),
    Release(
        *(48206, "2007-02-13", "dateline", "PRIZREN, 13 February 2007"),
        *(("Prizren", "XK", "dateline"), 10),
        "05151439cebd25002e60effba83f96ceecd94322a006e236772b4bf3f89e4792",
        "2435f3ba6d4f47c16bcd7371467a474a5958baa55745a2689fef4cd1ebe61901",
    ),
    Release(
        *(54872, "2002-11-29", "page", "ASHGABAD, 29 November 2002"),
        *(("Ashgabat", "TM", "page"), 6),
        "4e050971b4199ad7c28249c0bc8be5914894dfa334b3b4472e42deae30a0d30e",
        "fcbd6623f034093a887acb0be7f17806840b11720255abaebe364699d760615c",
    ),
    Release(
        *(551359, "2023-09-04", "dateline", "WARSAW, 4 September 2023"),
        *(("Warsaw", "PL", "dateline"), 6),
        "26ddba2ca241b7bbec1891dfd6aef4c53c60273c117107aea4d347e27bcfd247",
        "5ddad8af870d315d62d761a1f1699c5ce33c26f39ded30b338810764a0c5a4f9",
    ),
    Release(
        *(328336, "2017-07-07", "dateline", "ДУШАНБЕ, 7 июля 2017 года"),
        *(("Dushanbe", "TJ", "label"), 2),
        "d2a5fca23a16e58e970512c8ccb740563f351526133a3e491a0c0e7027913ee7",
        "049af2e8e5f385fa525513a321e2780f3ae09a26743d475ca57561c45c9c158e",
        source="field-operation:programme-office-in-dushanbe",
        fields=(
            *("arms-control", "border-management", "countering-terrorism", "policing"),
            *("economic-activities", "environmental-activities", "good-governance"),
            *("human-rights", "media-freedom-and-development", "rule-of-law"),
            *("democratization", "gender-equality"),
        ),
        language="ru",
        type="press_release",
    ),
    Release(
        *(53214, "2000-12-18", "page", "SARAJEVO, 18 December 2000"),
        *(("Sarajevo", "BA", "page"), 5),
        "4fc4548774427561247ae38cbd4c75cf4f602b983c92a4288f180b2eb6cb5a9b",
        "b435c52d1203c17dc0ddccb1e12230306422e8eddf9bcc3ba96a364027edb34c",
    ),
    Release(
        *(52484, "1997-09-18", "page", "VIENNA, 18 September 1997"),
        *(("Vienna", "AT", "page"), 6),
        "18c48139fdfcd63753af011b01f3e5e06770a547f7deb3525accce7aad8ffb00",
        "121f4c5d54552372546e0c8ec74d89c82a7283d861dc9af9dda2cc2664fe04c2",
        is_repeated=True,
    ),
    Release(
        *(57146, "2005-01-26", "page", "TASHKENT, 26 January 2005"),
        *(("Tashkent", "UZ", "page"), 5),
        "1bf5d3e0ecb9d27f08b76761476d2439d52e22c9a992dd869ce086927ee03c16",
        "91819f80fb7374e675d46479a6a31492c2d41e71a446e76f38e31fa77f6f3a0e",
        is_repeated=True,
    ),
    Release(
        *(74232, "2010-11-30", "dateline", "ASTANA, 30 November 2010"),
        *(("Astana", "KZ", "dateline"), 7),
        "217a39762205c18c8e9edf869a5d09cc10d38ce25321bbf54e37d7d3720731e5",
        "2fbd7b031bf4ef03a511cacc6dcfe7734470a8a0746ea7d0923531a8b61035a4",
    ),
    Release(
        *(74164, "2010-11-18", "dateline", "VIENNA, 18 November 2010"),
        *(("Vienna", "AT", "dateline"), 7),
        "6f5f3287c80fca3c39c95df83235a40c1c8abec3049333ba07acaf7c408e0569",
        "149fa6d3fd35334e5569a6cab689f30924ac0ae2f7890a9fa7373e0473d1e7ea",
    ),
    Release(
        *(194821, "2015-10-27", "dateline", "BELGRADE, 27 October 2015"),
        *(("Belgrade", "RS", "dateline"), 9),
        "d94c1b5a28e0ceaebbac12e458ad04fd46480e815c781019c2135ba460d10d00",
        "82c379ad83a586ff58e398b492d83c66bf7f992c04f7a3b3adef9252f5edc9fc",
    ),
    Release(
        *(54534, "2002-07-29", "page", "LISBON, 29 July 2002"),
        *(("Lisbon", "PT", "page"), 7),
        "ef7a06cd9d3f48c8a3f200f6a2e40ac8fc13b9ea7bb4b050fda080249a8800d3",
        "c1056c9c18e73dcd88b7a09f84c7e0fb0a27b00476f959572865aa0e6dafbd31",
    ),
    Release(
        *(47107, "2006-02-14", "dateline", "TBILISI, 14 February 2006"),
        *(("Tbilisi", "GE", "dateline"), 9),
        "c2135a3cfafefb09d0e80cb9852ec3b58c44f384c4c031bff7ca467eeb10d0f5",
        "de7f053fa04c6294d3947830cf9912b3fc4a45a03b33b1c2d7244fce90283110",
    ),
    Release(
        *(48962, "2007-09-28", "dateline", "NEW YORK, 28 September 2007"),
        *(("New York", "US", "dateline"), 9),
        "7c1c299cf6136ce37c7234c2a3dcf1d569ad2c90ba46f04ce4eeb7bea0b6fcf3",
        "4fc547446657efdef0e4cea8af95e87e1b860563e530351cead3d64c40cf18c2",
    ),
    Release(
        *(52292, "1999-01-16", "page", "PRISTINA, 16 January 1999"),
        *(("Pristina", "XK", "page"), 4),
        "0a3ad852bdb4d75f9f66f4ca51b266fd5154d44b9186696acff0d62282ea9f10",
        "38fe463b5ec7948e9facb886051a3adfe00564dbbe4de6e74f1f46e1fcc59cc0",
        is_repeated=True,
    ),
    Release(
        *(52390, "1999-03-19", "page", "PRISTINA, 19 March 1999"),
        *(("Pristina", "XK", "page"), 5),
        "e05fe69badb87f9d6a8287c0e50027b05f8cf878af81a82bb7f139e2d975c188",
        "8042a01d2149c8fe07c2ef1c8de7c78f422a4783e2b41564a7b2e54cd7fd64b1",
    ),
)
VOUCHED = (
    Release(
        *(377272, None, None, None, None, 8),
        "1c57df3734989adcfc8e75d897f9f623203a4ba0446a06a76442cd11227a05fd",
        "0d21668d2b960c0290bb37cfb8cbfd2fd7b761c171c3863ad618a61f76014cf0",
    ),
    Release(
        *(390146, None, None, None, None, 4),
        "a8e0e49e7db9bae2f8840efeab4acfbe69e7c7a25fb377f75ad26892a303bec9",
        "7eccef560995cba62813d0daf8ce96b13a5396dea73424310e69ab1bd38a8261",
    ),
    Release(
        *(100127, None, None, None, None, 5),
        "c62c1a4dacd67124c3d96bbf58b80e22a54b6c21a73f3aa08b87671b85a4dd0f",
        "efd2e811e8fe9a4c71e53a5e7dad8902ccc924f209f53744f7439ff87a63857e",
    ),
    Release(
        *(120492, None, None, None, None, 7),
        "f6a02d9026954b09c97375a69507af7e0387ae791eb027bb4a4bbfaf559ba2e8",
        "4f72e3636a12f8e6fee05de7ab36d947544a6ee2ae0a2ba5d29997f3072cb37a",
    ),
    Release(
        *(196026, None, None, None, None, 4),
        "20681d40b107c426c75c60e69c613a694781bbd6c4c52477c01a72e5378bd5c3",
        "e2d43fc38e3ef61d0bf30651b6119bb2153b150cb55bebfbd69387417496a338",
    ),
)


def load_articles() -> list[dict[str, Any]]:
    """The captures of osce.org; none where they are not at hand."""
    path = SITE / "articles.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


ARTICLES = load_articles()


def urls(expected: str) -> list[str]:
    """Addresses of the captures of which one and the same must become."""
    return [article["url"] for article in ARTICLES if article["expected"] == expected]


def read(url: str, *, vouched: bool = False) -> PressRelease | Rejected:
    """Read the capture of an address."""
    text = next(article["text"] for article in ARTICLES if article["url"] == url)
    (result,) = read_captures([Capture(url=url, status=200, text=text, vouched=vouched)])
    return result


def url_of(node: int) -> str:
    """Address of the capture with a node id."""
    return next(str(one["url"]) for one in ARTICLES if one["url"].endswith(f"/{node}"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def check(record: PressRelease | Rejected, facts: Release) -> None:
    """Compare a record with what a person reads."""
    assert isinstance(record, PressRelease), record
    assert record.id == f"osce-{facts.node}-{facts.language}"
    assert (record.language, record.type) == (facts.language, facts.type)
    assert (record.date, record.date_source) == (facts.date, facts.date_source)
    assert record.dateline == facts.dateline
    assert record.dateline_date == facts.date
    places = [(place.name, place.country, place.source) for place in record.places]
    assert places == ([facts.place] if facts.place else [])
    assert [source.id for source in record.sources] == ([facts.source] if facts.source else [])
    wanted = [f"field-of-work:{name}" for name in facts.fields]
    assert [field.id for field in record.fields_of_work] == wanted
    codes = [issue.code for issue in record.issues]
    wanted = [] if facts.date else ["no_date"]
    assert codes == wanted + ["repeated_body_removed"] * facts.is_repeated
    assert sha256(record.title) == facts.title_sha256
    paragraphs = record.body.split("\n\n")
    assert len(paragraphs) in {facts.paragraphs, facts.paragraphs + facts.may_go_on}
    assert sha256("\n\n".join(paragraphs[: facts.paragraphs])) == facts.body_sha256


def read_seed() -> tuple[Capture, list[str]]:
    """The seed page, and the entries of its menu as written, in order."""
    text = (SITE / "seed-129296.txt").read_text("utf-8")
    menu = text.splitlines()[: text.splitlines().index("- About us") + 1]
    labels = [line.removeprefix("-").strip() for line in menu]
    capture = Capture(url="https://www.osce.org/secretariat/129296", status=200, text=text)
    return capture, [label for label in labels if label]


@needs_site
def test_the_seed_gives_its_record() -> None:
    (record,) = read_captures([read_seed()[0]])
    wanted = json.loads((SITE / "seed-129296.expected.json").read_text("utf-8"))
    got = record.model_dump()
    assert {name: got.get(name) for name in wanted} == wanted
    assert [name for name in got if name in wanted] == list(wanted)


@needs_site
def test_the_menu_of_the_seed_gives_the_reference_tree() -> None:
    capture, labels = read_seed()
    found = read_taxonomy([capture])
    assert found.is_complete
    assert found.issues == []
    assert [as_written(term) for term in found.terms] == labels
    above = [tuple(term.path[:-1]) for term in found.terms]
    assert above == [path for path, count in MENU for _ in range(count)]
    path_of = {term.id: term.path for term in found.terms}
    assert len(path_of) == len(found.terms)
    for term in found.terms:
        assert term.path == [*(path_of[term.parent] if term.parent else []), term.label]


def as_written(term: TaxonomyTerm) -> str:
    return " – ".join(filter(None, (term.label, term.temporary_suffix)))


@needs_site
def test_the_entries_of_the_seed_count_from_zero_below_each_heading() -> None:
    terms = read_taxonomy([read_seed()[0]]).terms
    for parent in {term.parent for term in terms}:
        positions = [term.position for term in terms if term.parent == parent]
        assert positions == list(range(len(positions)))


@needs_site
@pytest.mark.parametrize(
    ("vocabulary", "count"), [("field-of-work", 23), ("country", 57), ("meeting", 16)]
)
def test_the_seed_holds_every_term_of_a_vocabulary(vocabulary: str, count: int) -> None:
    terms = read_taxonomy([read_seed()[0]]).terms
    ids = {term.id for term in terms if term.vocabulary == vocabulary}
    assert len(ids) == count
    assert all(term_id.startswith(f"{vocabulary}:") for term_id in ids)


@needs_site
def test_the_country_in_the_chair_keeps_its_id_and_label() -> None:
    terms = {term.id: term for term in read_taxonomy([read_seed()[0]]).terms}
    assert terms["country:fi"].label == "Finland"
    assert terms["country:fi"].temporary_suffix == "OSCE Chairpersonship 2025"
    assert [i for i in terms if terms[i].temporary_suffix] == ["country:fi"]
    assert terms["country:cz"].label == "Czech Republic"


@needs_site
def test_the_two_headings_fields_of_work_are_two_terms() -> None:
    terms = {term.id: term for term in read_taxonomy([read_seed()[0]]).terms}
    assert terms["section:our-work/fields-of-work"].parent == "section:our-work"
    assert terms["section:fields-of-work"].parent is None


@needs_site
def test_every_release_is_in_the_table() -> None:
    assert {url_of(facts.node) for facts in RELEASES} == set(urls("release"))
    assert {url_of(facts.node) for facts in VOUCHED} == set(urls("reject_unless_vouched"))


@needs_site
@pytest.mark.parametrize("facts", RELEASES, ids=lambda facts: str(facts.node))
def test_a_release_gives_what_a_person_reads(facts: Release) -> None:
    check(read(url_of(facts.node)), facts)


@needs_site
@pytest.mark.parametrize("facts", VOUCHED, ids=lambda facts: str(facts.node))
def test_a_page_that_nothing_shows_to_be_a_release_is_one_where_the_user_says_so(
    facts: Release,
) -> None:
    refused = read(url_of(facts.node))
    assert isinstance(refused, Rejected)
    assert refused.reason == "not_a_release"
    check(read(url_of(facts.node), vouched=True), facts)


@needs_site
@pytest.mark.parametrize("url", urls("reject"))
def test_a_page_of_another_kind_is_refused(url: str) -> None:
    refused = read(url)
    assert isinstance(refused, Rejected)
    assert (refused.reason, refused.url) == ("not_a_release", url)


@needs_site
@pytest.mark.parametrize("url", urls("off_site"))
def test_a_copy_on_another_site_is_refused(url: str) -> None:
    refused = read(url, vouched=True)
    assert isinstance(refused, Rejected)
    assert refused.reason == "off_site"


@needs_site
@pytest.mark.parametrize("url", [a["captured_from"] for a in ARTICLES if "captured_from" in a])
def test_a_mirror_that_nobody_named_is_off_site(url: str) -> None:
    text = next(article["text"] for article in ARTICLES if article.get("captured_from") == url)
    (refused,) = read_captures([Capture(url=url, status=200, text=text)])
    assert isinstance(refused, Rejected)
    assert refused.reason == "off_site"


@needs_site
@pytest.mark.parametrize("url", urls("optional"))
def test_nothing_is_invented_on_a_page_that_may_be_a_release(url: str) -> None:
    result = read(url)
    if isinstance(result, Rejected):
        assert result.reason in {"not_a_release", "unknown_layout"}
        return
    text = next(article["text"] for article in ARTICLES if article["url"] == url)
    lines = {" ".join(line.split()) for line in text.splitlines()}
    assert {result.title, *result.body.split("\n\n")} <= lines
    assert result.date in {None, "2014-07-23"}


def foreign_pages(archive: str) -> dict[str, bytes]:
    """The pages of an archive by name."""
    pages: dict[str, bytes] = {}
    with tarfile.open(FOREIGN / archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                pages[Path(member.name).name] = file.read()
    return pages


def foreign_addresses() -> dict[str, str]:
    """Addresses of the pages by name, as far as they are known."""
    table = (FOREIGN / "README.md").read_text("utf-8")
    return dict(re.findall(r"^\| (\S+\.html) \| (http\S+) \|", table, re.MULTILINE))


@needs_foreign
@pytest.mark.parametrize(
    ("archive", "count"), [("pages.tar.xz", 41), ("pressoffice-d7.tar.xz", 462)]
)
def test_nothing_is_read_out_of_a_page_of_another_institution(archive: str, count: int) -> None:
    addresses = foreign_addresses()
    pages = foreign_pages(archive)
    assert len(pages) == count
    for name, body in pages.items():
        for url in (None, "https://www.osce.org/secretariat/12345", addresses.get(name)):
            status = None if url is None else 200
            (result,) = read_captures([Capture(url=url, status=status, body=body)])
            assert isinstance(result, Rejected), (name, url)


@needs_foreign
def test_a_page_of_another_institution_is_off_site_under_its_own_address() -> None:
    pages = foreign_pages("pages.tar.xz")
    addresses = foreign_addresses()
    assert len(addresses) == 40
    for name, url in addresses.items():
        (result,) = read_captures([Capture(url=url, status=200, body=pages[name])])
        assert isinstance(result, Rejected)
        assert result.reason == "off_site", name
