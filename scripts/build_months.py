"""Write `osce_scraper/normalise/months.json`: names of months from CLDR.

Run it with the packages of the extra `data` installed:

    python scripts/build_months.py

Languages are those that the OSCE publishes in. English and Russian names are proven by captures
(facts section 4); the others no capture shows, so they rest on CLDR alone. A word that means two
different months in two languages is left out of the table and named on standard error.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale

TARGET = Path(__file__).parents[1] / "osce_scraper" / "normalise" / "months.json"
LOCALES = (
    *("en", "ru", "uk", "fr", "de", "it", "es", "sq", "bs", "bs_Cyrl", "hr", "sr_Cyrl"),
    *("sr_Latn", "mk", "ro", "az", "az_Cyrl", "hy", "ka", "kk", "ky", "tg", "tk", "uz"),
    *("uz_Cyrl", "be", "tr"),
)
FEWEST_LETTERS = 3
WIDTHS = ("wide", "abbreviated")
# Forms that dates take in sentences and CLDR does not list: Tajik izafet, Kyrgyz and Turkmen
# possessive, and the genitive of Bosnian, Croatian and Serbian (`3. maja 2010`).
_BALKAN = "januara februara marta aprila maja juna jula {} septembra oktobra novembra decembra"
_CYRILLIC = "јануара фебруара марта априла маја јуна јула {} септембра октобра новембра децембра"
INFLECTED = {
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "ky": "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры",
    "tk": "ýanwary fewraly marty apreli maýy iýuny iýuly awgusty sentýabry oktýabry noýabry"
    " dekabry",
    "bs": _BALKAN.format("augusta"),
    "sr_Latn": _BALKAN.format("avgusta"),
    "bs_Cyrl": _CYRILLIC.format("аугуста"),
    "sr_Cyrl": _CYRILLIC.format("августа"),
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenog"
    " prosinca",
}


def names_of(locale: Locale) -> set[tuple[str, int]]:
    """Names of months in all forms of one locale, folded, each with its number."""
    forms = [locale.months[use][width] for use in ("format", "stand-alone") for width in WIDTHS]
    inflected = INFLECTED.get(str(locale), "").split()
    words = {
        (name.casefold().rstrip("."), number) for form in forms for number, name in form.items()
    }
    words |= {(word, number) for number, word in enumerate(inflected, start=1)}
    return {(word, number) for word, number in words if is_name(word)}


def is_name(word: str) -> bool:
    """Whether a form is a name: CLDR writes `M12` where a language has none."""
    return len(word) >= FEWEST_LETTERS and all(char.isalpha() or char in "’'ʻ" for char in word)


def collect() -> dict[str, dict[str, int]]:
    """Names by language, in which every word means one month."""
    by_language = {locale: names_of(Locale.parse(locale)) for locale in LOCALES}
    meanings: defaultdict[str, set[int]] = defaultdict(set)
    for names in by_language.values():
        for word, number in names:
            meanings[word].add(number)
    for word, numbers in sorted(meanings.items()):
        if len(numbers) > 1:
            print(f"left out: {word} means {sorted(numbers)}", file=sys.stderr)
    return {
        locale: dict(sorted((w, n) for w, n in names if len(meanings[w]) == 1))
        for locale, names in by_language.items()
    }


def main() -> None:
    """Write the file, one language a line."""
    lines = [
        f"  {json.dumps(locale)}: {json.dumps(names, ensure_ascii=False)}"
        for locale, names in collect().items()
    ]
    head = f'  "source": "Unicode CLDR, through Babel {babel.__version__}; Unicode License v3"'
    TARGET.write_text("{\n" + ",\n".join([head, *lines]) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
