"""Writes a release around the facts of a row: our own sentences, chosen by hash."""

from __future__ import annotations

from dataclasses import dataclass

from osce_scraper.items import ListingRow
from tests.accuracy import tongues
from tests.accuracy.choice import chance, number, pick, pick_some
from tests.accuracy.facts import Fact
from tests.accuracy.release import Block, Release
from tests.accuracy.stored import load
from tests.accuracy.trimmings import files_of, pictures_of, translations_of

_ELSEWHERE = (("KYIV", ("Kyiv", "UA")), ("Vienna", ("Vienna", "AT")), ("TIRANA", ("Tirana", "AL")))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mark-up asks of the release that it renders."""

    languages: tuple[str, ...] = tongues.LANGUAGES
    foreign: int = 25
    """How many in a hundred are in another language than English, where the facts allow it."""
    news: bool = False
    """A news item has no dateline and no place."""
    typed: bool = True
    """Whether the page shows type and labels; only a dateline or a row else proves a release."""
    dated: bool = True
    """Whether the page shows a label for the date."""
    rows: int = 25
    """How many in a hundred a listing row led to."""


def write_release(fact: Fact, markup: str, plan: Plan) -> Release:
    """A release about a fact, as one mark-up will show it."""
    key = f"{markup} {fact.number}"
    language = _language(fact, key, plan)
    dated = fact.dateline is not None and not plan.news
    words, places = _label_places(fact, key, language, dated=dated) if not plan.news else ((), ())
    title = pick(load("stock")[language]["titles"], key, "title")
    kind = _type_line(fact, key, plan)
    labels = sum((plan.dated, bool(words), bool(fact.where)))
    proven = dated or (plan.typed and (kind or labels >= 2))
    vouched = not proven or chance(plan.rows, key, "row")
    url = _url(fact, key, language)
    return Release(
        key=key,
        language=language,
        url=url,
        node_id=fact.node_id,
        title=title,
        type_line=kind,
        date=fact.date,
        shown_date=tongues.shown_date(language, fact.date),
        sources=fact.where,
        fields=tongues.field_words(language, fact.what),
        field_names=fact.what,
        label_places=words,
        places=places,
        dateline=tongues.dateline(language, fact) if dated else None,
        dateline_places=fact.places if dated else (),
        dateline_date=fact.dateline_date if dated else None,
        blocks=_blocks(fact, key, language, dated=dated),
        row=_row(fact, title, url) if vouched else None,
        pictures=pictures_of(key),
        files=files_of(key),
        translations=translations_of(key, url, language),
    )


def _language(fact: Fact, key: str, plan: Plan) -> str:
    others = [one for one in plan.languages if one != "en" and tongues.can_say(one, fact)]
    return pick(others, key, "which") if others and chance(plan.foreign, key, "foreign") else "en"


def _type_line(fact: Fact, key: str, plan: Plan) -> str | None:
    if plan.news:
        return pick(("News Item", "News"), key, "type")
    return fact.type


def _label_places(
    fact: Fact, key: str, language: str, *, dated: bool
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Words for the label 'Place:', and the places that they mean; some pages have none."""
    if chance(12, key, "no place"):
        return (), ()
    if not dated:
        words, place = pick(_ELSEWHERE, key, "elsewhere")
        return ((words,), (place,)) if chance(40, key, "place") else ((), ())
    cities = tongues.city_words(language, fact)
    if len(cities) > 1 and chance(50, key, "one line"):
        cities = [" / ".join(cities)]
    return tuple(cities), fact.places


def _url(fact: Fact, key: str, language: str) -> str:
    """The address; a language prefix is no proof of a language (facts section 6)."""
    prefixed = language == "ru" or chance(4, key, "prefix")
    prefix = f"/{language if language != 'en' else 'it'}" if prefixed else ""
    return f"https://www.osce.org{prefix}/{fact.section}/{fact.node_id}"


def _row(fact: Fact, title: str, url: str) -> ListingRow:
    return ListingRow(
        title=title,
        url=url,
        date_raw=tongues.shown_date("en", fact.date),
        type_raw=fact.type,
        where=list(fact.where),
        what=list(fact.what),
        locations=[],
        teaser=None,
    )


def _blocks(fact: Fact, key: str, language: str, *, dated: bool) -> tuple[Block, ...]:
    """The text: two to five paragraphs, the first after the dateline, some with more in it."""
    stock = load("stock")[language]
    count = 2 + number(key, "length") % 4
    said = pick_some(stock["sentences"], 3 * count + 2, key, "sentences")
    spare = said[-2:]
    if language == "ru":  # after a Russian dateline the sentence goes on in lower case
        said = [one for one in said if one[0].isupper() or one[0] == "«"]
        said.insert(0, pick(stock["sentences"][:2], key, "opening"))
    sizes = [1 + number(key, "size", index) % 3 for index in range(count)]
    paragraphs = [" ".join(said[sum(sizes[:i]) : sum(sizes[: i + 1])]) for i in range(count)]
    if dated:
        head = tongues.dateline(language, fact) + tongues.separator(language, fact)
        paragraphs[0] = head + paragraphs[0]
    elif language == "ru":
        paragraphs[0] = paragraphs[0][0].upper() + paragraphs[0][1:]
    blocks = [Block("paragraph", (words,)) for words in paragraphs if words]
    return tuple(_enrich(blocks, key, spare) if language == "en" else blocks)


def _enrich(blocks: list[Block], key: str, spare: list[str]) -> list[Block]:
    """Give some texts a list, a sub-heading, a quotation set apart."""
    stock = load("stock")["en"]
    if chance(25, key, "list"):
        items = pick_some(stock["items"], 2 + number(key, "items") % 3, key, "items")
        blocks += [Block("paragraph", (pick(stock["intros"], key),)), Block("list", tuple(items))]
    if chance(20, key, "heading"):
        blocks[1:1] = [Block("heading", (pick(stock["headings"], key),))]
    if chance(10, key, "quote"):
        blocks.append(Block("quote", (spare[0],)))
    if blocks[-1].kind == "list" and chance(60, key, "after list"):
        blocks.append(Block("paragraph", (spare[1],)))
    return blocks
