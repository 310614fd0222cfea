"""A record says what the page says, under an id that lasts."""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.articles import Article
from osce_scraper.items import (
    Attachment,
    Capture,
    Image,
    Issue,
    ListingRow,
    PressRelease,
    Translation,
)
from osce_scraper.normalise import gazetteer
from osce_scraper.normalise.datelines import parse_dateline
from osce_scraper.normalise.record import content_hash, normalise, provenance

SEED = Path(__file__).parents[2].parent / "shared/site" / "seed-129296.expected.json"
URL = "https://www.osce.org/secretariat/129296"
MIRROR = "http://127.0.0.1:8000"
OPENING = "ALMATY, Kazakhstan, 3 December 2014 - Officers from five countries met on Wednesday."
KEYS = (
    *("id", "node_id", "url", "language", "type", "title", "date", "date_source", "date_raw"),
    *("places", "sources", "fields_of_work", "dateline", "dateline_date", "body", "images"),
    *("attachments", "translations", "issues", "content_sha256", "layout", "first_seen_at"),
    *("changed_at", "revision", "captured_at", "capture", "schema_version", "scraper_version"),
)


def article(url: str | None = URL, **parts: Any) -> Article:
    """An article with one paragraph, in English, and whatever parts are named."""
    known: dict[str, Any] = {
        "capture": Capture(
            url=url, status=200, text="the page", captured_at="2026-01-02T03:04:05Z"
        ),
        "layout": "new-html",
        "title": "Officers meet in Almaty",
        "dateline_text": OPENING,
        "paragraphs": [OPENING, "They will meet again in the spring of the coming year."],
    }
    return Article(**known | parts)


def record(said: Article, site: str | None = None) -> PressRelease:
    """The record of an article, valid against the schema."""
    made = normalise(said, site).record
    return PressRelease.model_validate(made.model_dump())


# --- the whole record


def test_the_seed_page_gives_the_record_of_the_contract() -> None:
    if not SEED.exists():
        pytest.skip(f"the seed page's record is not beside this checkout: {SEED}")
    expected = json.loads(SEED.read_text("utf-8"))
    paragraphs = expected["body"].split("\n\n")
    said = article(
        title=expected["title"],
        type_line="Press release",
        places=["ALMATY"],
        sources=["OSCE Secretariat"],
        fields=["Policing"],
        dateline_text=paragraphs[0],
        paragraphs=paragraphs,
    )
    made = record(said).model_dump()
    assert {key: made[key] for key in expected} == expected


def test_the_keys_are_in_the_order_of_the_contract() -> None:
    assert tuple(record(article()).model_dump()) == KEYS


def test_what_the_page_does_not_say_is_null_or_empty() -> None:
    text = "Officers from five countries met here on Wednesday to speak about the new border."
    made = record(article(None, dateline_text=text, paragraphs=[text]))
    assert {key for key in KEYS if getattr(made, key) in (None, [])} == {
        *("node_id", "url", "type", "date", "date_source", "date_raw", "places", "sources"),
        *("fields_of_work", "dateline", "dateline_date", "images", "attachments"),
        *("translations", "first_seen_at", "changed_at"),
    }
    assert [issue.code for issue in made.issues] == ["no_date"]


def test_parts_of_the_page_are_handed_on() -> None:
    image = Image(url="https://www.osce.org/a.jpg", caption="(OSCE)")
    file = Attachment(url="https://www.osce.org/a.pdf", title="a", media_type="application/pdf")
    russian = Translation(language="ru", url="https://www.osce.org/ru/secretariat/129297")
    issue = Issue(code="repeated_body_removed", field="body", kept=None, lost=None, detail=None)
    said = article(images=[image], attachments=[file], translations=[russian], issues=[issue])
    made = record(said)
    assert (made.images, made.attachments) == ([image], [file])
    assert (made.translations, made.issues) == ([russian], [issue])
    assert made.body == "\n\n".join(said.paragraphs)
    assert made.layout == "new-html"
    assert (made.revision, made.first_seen_at, made.changed_at) == (1, None, None)


def test_the_dateline_is_read_but_not_completed() -> None:
    text = "VIENNA, 23 August – The Representative on Freedom of the Media spoke on Thursday."
    made = record(article(dateline_text=text, paragraphs=[text]))
    assert (made.dateline, made.dateline_date) == ("VIENNA, 23 August", None)
    assert (made.date, made.date_source, made.date_raw) == (None, None, "23 August")


@pytest.mark.parametrize(
    ("page", "listed", "opening", "expected"),
    [
        ("2014-12-03", "4 December 2014", OPENING, ("2014-12-03", "page")),
        (None, "4 December 2014", OPENING, ("2014-12-04", "listing")),
        (None, None, OPENING, ("2014-12-03", "dateline")),
        ("soon", "soon", "VIENNA, 3 December – The", (None, None)),
        (None, None, None, (None, None)),
    ],
)
def test_a_date_and_its_source_are_both_there_or_neither(
    page: str | None,
    listed: str | None,
    opening: str | None,
    expected: tuple[str | None, str | None],
) -> None:
    row = ListingRow(
        title="News",
        url=None,
        date_raw=listed,
        type_raw=None,
        where=[],
        what=[],
        locations=[],
        teaser=None,
    )
    said = article(date_value=page, date_raw=page, dateline_text=opening)
    said.capture = said.capture.model_copy(update={"row": row})
    made = record(said)
    assert (made.date, made.date_source) == expected


def test_a_node_id_that_speaks_against_the_date_is_an_issue_and_changes_nothing() -> None:
    # facts 1.3: this id was given in 2018
    said = article("https://www.osce.org/programme-office-in-dushanbe/390146")
    said.date_value = said.date_raw = "9 August 2019"
    said.dateline_text = None
    made = record(said)
    assert (made.date, made.date_source) == ("2019-08-09", "page")
    assert [(issue.field, issue.kept) for issue in made.issues] == [("date", "2019-08-09")]


def test_a_node_id_never_gives_a_date() -> None:
    made = record(article(dateline_text=None))
    assert made.node_id == 129296
    assert (made.date, made.date_source) == (None, None)


def test_normalising_leaves_the_article_as_it_was() -> None:
    said = article(sources=["OSCE Office in Atlantis"], date_raw="soon", places=["SKOPE"])
    before = deepcopy(said)
    assert record(said) == record(said)
    assert said == before


# --- ids and addresses


@pytest.mark.parametrize(
    ("url", "own", "canonical", "release_id"),
    [
        (URL, None, URL, "osce-129296-en"),
        ("http://osce.org/secretariat/129296?fbclid=x#top", None, URL, "osce-129296-en"),
        ("https://d6.web.osce.org/secretariat/129296", None, URL, "osce-129296-en"),
        # the page's own address names the section that the fetched one lacks
        ("https://www.osce.org/node/129296", URL, URL, "osce-129296-en"),
        (URL, "https://www.osce.org/node/129296", URL, "osce-129296-en"),
        (None, URL, URL, "osce-129296-en"),
        (
            "https://www.osce.org/node/129296",
            "https://www.osce.org/node/129296",
            "https://www.osce.org/node/129296",
            "osce-129296-en",
        ),
        # without a section /node/N stays
        (
            "https://www.osce.org/node/52484",
            None,
            "https://www.osce.org/node/52484",
            "osce-52484-en",
        ),
        # a host of its own, and a language prefix, stay
        (
            "https://dushanbe.osce.org/ru/node/328336",
            None,
            "https://dushanbe.osce.org/ru/node/328336",
            "osce-328336-en",
        ),
    ],
)
def test_the_id_is_made_of_node_id_and_language(
    url: str | None, own: str | None, canonical: str, release_id: str
) -> None:
    made = record(article(url, canonical_url=own))
    assert (made.id, made.url) == (release_id, canonical)
    assert made.id.split("-")[1] == str(made.node_id)


def test_without_a_node_id_the_id_comes_from_the_canonical_address() -> None:
    canonical = "https://www.osce.org/secretariat/officers-meet"
    digits = hashlib.sha256(canonical.encode()).hexdigest()[:16]
    for url in (canonical, "http://osce.org/secretariat/officers-meet/?page=1"):
        made = record(article(url))
        assert (made.id, made.node_id, made.url) == (f"osce-x{digits}-en", None, canonical)


def test_without_an_address_the_id_comes_from_the_content() -> None:
    one, again = record(article(None)), record(article(None))
    other = article(None, paragraphs=["Another page says that they met on Thursday in Vienna."])
    other.capture = Capture(url=None, status=None, text="another page")
    assert (one.node_id, one.url) == (None, None)
    assert one.id == again.id != record(other).id


@pytest.mark.parametrize("path", ["cio/000", "node/0000000"])
def test_an_address_that_closes_with_zero_still_gives_a_valid_record(path: str) -> None:
    assert record(article(f"https://www.osce.org/{path}")).node_id is None


def test_the_language_of_the_id_is_that_of_the_text() -> None:
    text = "ДУШАНБЕ, 7 июля 2017 года - сегодня Посол открыл новый учебный центр для милиции."
    said = article(
        "https://www.osce.org/it/node/328336",
        title="Новый учебный центр открыт в Душанбе",
        dateline_text=text,
        paragraphs=[text],
        declared_language="it",
    )
    made = record(said)
    assert (made.id, made.language) == ("osce-328336-ru", "ru")
    assert record(article("https://www.osce.org/it/node/106652")).id == "osce-106652-en"


def test_a_text_whose_language_cannot_be_told_is_und() -> None:
    made = record(article(title="12", dateline_text=None, paragraphs=["3 + 4 = 7"]))
    assert (made.id, made.language) == ("osce-129296-und", "und")


@pytest.mark.parametrize(
    ("fetched", "site"),
    [
        (f"{MIRROR}/secretariat/129296", MIRROR),
        (f"{MIRROR}/secretariat/129296?x=1", f"{MIRROR}/"),
        ("https://shhada.ir/secretariat/129296", "https://shhada.ir"),
    ],
)
def test_a_page_of_a_mirror_has_the_site_s_address_and_remembers_its_own(
    fetched: str, site: str
) -> None:
    made = record(article(fetched), site)
    assert (made.id, made.url) == ("osce-129296-en", URL)
    assert made.capture.url == fetched


# --- where the page lies


def test_provenance_names_the_page_as_it_was_fetched() -> None:
    page = b"<html>\xef\xbb\xbf</html>"
    capture = Capture(
        url="http://osce.org/cio/52484?x=1",
        status=200,
        body=page,
        captured_at="2026-01-02T03:04:05Z",
        archive="run.warc.gz",
        offset=42,
    )
    kept = provenance(capture)
    assert kept.model_dump() == {
        "url": "http://osce.org/cio/52484?x=1",
        "status": 200,
        "sha256": hashlib.sha256(page).hexdigest(),
        "archive": "run.warc.gz",
        "offset": 42,
    }
    said = article()
    said.capture = capture
    assert record(said).captured_at == "2026-01-02T03:04:05Z"


# --- the hash of what the page says


def full(**parts: Any) -> Article:
    """An article in which every hashed part has a value."""
    said = article(
        type_line="Press release",
        date_value="2014-12-03",
        date_raw="3 December 2014",
        places=["ALMATY", "VIENNA"],
        page_place="ALMATY",
        sources=["OSCE Secretariat", "OSCE Mission to Georgia"],
        fields=["Policing", "Elections"],
        attachments=[
            Attachment(url="https://www.osce.org/a.pdf", title="a", media_type=None),
            Attachment(url="https://www.osce.org/b.pdf", title="b", media_type=None),
        ],
    )
    return replace(said, **parts)


def sha(said: Article) -> str:
    return normalise(said).record.content_sha256


@pytest.mark.parametrize(
    "part",
    [
        {"title": "Officers meet in Vienna"},
        {"type_line": "News"},
        {"type_line": None},
        {"date_raw": "4 December 2014"},
        {"date_raw": None},
        {"dateline_text": OPENING.replace("3 December", "4 December")},
        {"dateline_text": None},
        {"places": ["ALMATY"]},
        {"places": ["ALMATY", "Vienna"]},
        {"page_place": "ASTANA"},
        {"sources": ["OSCE Secretariat"]},
        {"sources": ["OSCE Secretariat", "The OSCE Mission to Georgia"]},
        {"fields": ["Policing"]},
        {"fields": ["Policing", "Elections", "Space travel"]},
        {"paragraphs": [OPENING]},
        {"paragraphs": [f"{OPENING} "]},
        {"attachments": []},
        {"attachments": [Attachment(url="https://www.osce.org/c.pdf", title="a", media_type=None)]},
    ],
    ids=str,
)
def test_the_hash_changes_with_every_part_that_the_page_says(part: dict[str, Any]) -> None:
    assert sha(full(**part)) != sha(full())


ROW = ListingRow(
    title="Another title",
    url=None,
    date_raw="5 December 2014",
    type_raw="News",
    where=["OSCE Mission to Skopje"],
    what=["Youth"],
    locations=["Russia"],
    teaser="Officers",
)


@pytest.mark.parametrize(
    "part",
    [
        {"places": ["VIENNA", "ALMATY"]},
        {"sources": ["OSCE Mission to Georgia", "OSCE Secretariat"]},
        {"sources": ["OSCE Mission to Georgia (closed)", "OSCE Secretariat"]},
        {"fields": ["Elections", "Policing"]},
        {
            "attachments": [
                Attachment(url="https://www.osce.org/b.pdf", title=None, media_type="x/y"),
                Attachment(url="https://www.osce.org/a.pdf", title="new title", media_type=None),
            ]
        },
        {"date_value": "2014-12-04"},
        {"images": [Image(url="https://www.osce.org/a.jpg", caption=None)]},
        {"translations": [Translation(language="ru", url="https://www.osce.org/ru/cio/1234")]},
        {"declared_language": "ru"},
        {"canonical_url": "https://www.osce.org/cio/52484"},
        {"layout": "old-text"},
        {"issues": [Issue(code="no_date", field=None, kept=None, lost=None, detail=None)]},
        {"capture": Capture(url=None, status=None, body=b"<p>the page", row=ROW, vouched=True)},
    ],
    ids=lambda part: next(iter(part)),
)
def test_the_hash_stays_with_everything_else(part: dict[str, Any]) -> None:
    assert sha(full(**part)) == sha(full())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ["OSCE Mission to Georgia, OSCE Secretariat"],
            ["OSCE Mission to Georgia (closed), OSCE Secretariat"],
        ),
        (
            ["OSCE Mission to Georgia, OSCE Secretariat"],
            ["OSCE Secretariat, OSCE Mission to Georgia"],
        ),
    ],
)
def test_the_hash_stays_where_the_bodies_stand_in_one_line(
    one: list[str], other: list[str]
) -> None:
    assert sha(full(sources=one)) == sha(full(sources=other))


def test_the_hash_stays_where_the_fields_in_one_line_change_their_order() -> None:
    assert sha(full(fields=["Policing, Elections"])) == sha(full(fields=["Elections, Policing"]))


@pytest.mark.parametrize(
    "text",
    [
        OPENING,
        "VIENNA/SARAJEVO, 3 December 2014 – The Mission met officers.",
        "KIEV, 3 December 2014 – The Mission met officers.",
        "Prishtinë/Priština, 13 April 2012 – The Mission met officers.",
        "VIENNA- The Mission met officers.",
        "Kamensk-Shakhtinskiy, Russian Federation. The Mission met officers.",
        "The Mission met officers.",
    ],
)
def test_a_gazetteer_that_knows_less_changes_no_hash(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = sha(full(dateline_text=text))
    empty = gazetteer.Index([], [])
    with monkeypatch.context() as patch:
        patch.setattr(gazetteer, "_index", lambda: empty)
        gazetteer.find.cache_clear()
        unknown = sha(full(dateline_text=text))
        assert gazetteer.find("VIENNA") is None
    gazetteer.find.cache_clear()
    assert unknown == known


@pytest.mark.parametrize(
    "part",
    [
        {"sources": ["OSCE Office in Atlantis"]},
        {"fields": ["Space travel"]},
        {"places": ["NOWHERESVILLE"]},
    ],
    ids=str,
)
def test_names_that_no_vocabulary_knows_are_hashed_as_they_stand(part: dict[str, Any]) -> None:
    changed = {name: [f"{value[0]}s"] for name, value in part.items()}
    assert sha(full(**part)) != sha(full(**changed))


LINES = st.lists(st.text(max_size=12), max_size=3)


@given(LINES, LINES, LINES, st.randoms(use_true_random=False))
def test_no_order_of_names_matters_to_the_hash(
    places: list[str], sources: list[str], fields: list[str], random: Random
) -> None:
    said = full(places=places, sources=sources, fields=fields)
    hashed = content_hash(said)
    for names in (places, sources, fields):
        random.shuffle(names)
    assert content_hash(said) == hashed


SAID = st.text(max_size=40)
TEXTS = st.lists(SAID, max_size=3)


@given(SAID, st.none() | SAID, st.none() | SAID, TEXTS, TEXTS)
def test_the_hash_is_that_of_plain_json_whatever_the_page_says(
    title: str, type_line: str | None, date_raw: str | None, places: list[str], texts: list[str]
) -> None:
    said = {
        "title": title,
        "type_line": type_line,
        "date_raw": date_raw,
        "dateline": None,
        "places": sorted(places),
        "sources": [],
        "fields": [],
        "body": "\n\n".join(texts),
        "attachments": [],
    }
    line = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    page = article(
        title=title,
        type_line=type_line,
        date_raw=date_raw,
        dateline_text=None,
        places=places,
        paragraphs=texts,
    )
    assert content_hash(page) == hashlib.sha256(line.encode()).hexdigest()


# --- whatever comes

TEXT = st.text(max_size=40)
NAMES = st.lists(TEXT, max_size=3)
URLS = st.none() | st.sampled_from(
    [URL, "https://www.osce.org/cio/x", "https://odihr.osce.org/7777"]
)
PARTS = st.fixed_dictionaries(
    {
        "url": URLS,
        "canonical_url": URLS,
        "title": st.text(min_size=1, max_size=40).filter(str.strip),
        "dateline_text": TEXT.map(lambda text: f"VIENNA, 3 May {text}") | TEXT,
        "paragraphs": TEXT.map(lambda text: ["A paragraph.", text]),
        "type_line": st.none() | TEXT,
        "date_value": st.none() | TEXT,
        "date_raw": st.none() | TEXT,
        "places": NAMES,
        "page_place": st.none() | TEXT,
        "sources": NAMES,
        "fields": NAMES,
        "declared_language": st.none() | st.sampled_from(["en", "ru", "sr"]) | TEXT,
    }
)


@given(PARTS)
@settings(deadline=None, max_examples=150)
def test_any_page_gives_a_record_that_fits_the_schema(parts: dict[str, Any]) -> None:
    made = record(article(**parts))
    assert (made.date is None) == (made.date_source is None)
    assert made.id.endswith(f"-{made.language}")
    dateline = parse_dateline(parts["dateline_text"])
    assert made.dateline == (dateline.raw if dateline else None)


@pytest.mark.parametrize("hostile", ["A", "1", "/", " ", "(closed)", " (closed)", " (", ","])
def test_hostile_names_are_hashed_in_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        name = "A" + hostile * (letters // len(hostile)) + "B"
        said = full(sources=[name], fields=[name], places=[name])
        start = process_time()
        content_hash(said)
        return process_time() - start

    fastest = min(seconds(20_000) for _ in range(2))
    assert fastest < 40 * max(seconds(2_000), 0.005)
