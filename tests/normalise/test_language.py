"""The language is that of the text; neither an address nor a menu decides it."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osce_scraper.normalise.alike import tell_alike
from osce_scraper.normalise.language import LANGUAGES, tell_language

# The same invented news in the languages that the organisation publishes in.
NEWS = {
    "en": "The Mission on Tuesday opened a new training centre for young journalists in the north"
    " of the city. Its rooms are free for everyone who writes for a local newspaper.",
    "fr": "La Mission a ouvert mardi un nouveau centre de formation pour les jeunes journalistes"
    " dans le nord de la ville. Ses salles sont gratuites pour la presse locale.",
    "de": "Die Mission eröffnete am Dienstag im Norden der Stadt ein neues Zentrum für junge"
    " Journalistinnen und Journalisten. Seine Räume stehen allen offen, die dort schreiben.",
    "it": "La Missione ha inaugurato martedì un nuovo centro di formazione per giovani giornalisti"
    " nella parte settentrionale della città. Le sue sale sono aperte a tutti.",
    "es": "La Misión inauguró el martes un nuevo centro de formación para jóvenes periodistas en"
    " el norte de la ciudad. Sus salas están abiertas a toda la prensa local.",
    "ru": "Миссия открыла во вторник новый учебный центр для молодых журналистов в северной части"
    " города. Его помещениями смогут бесплатно пользоваться все местные газеты.",
    "uk": "Місія відкрила у вівторок новий навчальний центр для молодих журналістів у північній"
    " частині міста. Його приміщеннями зможуть безкоштовно користуватися всі місцеві газети.",
    "be": "Місія адкрыла ў аўторак новы навучальны цэнтр для маладых журналістаў у паўночнай"
    " частцы горада. Яго памяшканнямі змогуць бясплатна карыстацца ўсе мясцовыя газеты.",
    "sq": "Misioni hapi të martën një qendër të re trajnimi për gazetarët e rinj në pjesën"
    " veriore të qytetit. Sallat e saj janë falas për të gjithë ata që shkruajnë për gazetat.",
    "mk": "Мисијата во вторникот отвори нов центар за обука на млади новинари во северниот дел"
    " на градот. Неговите простории се бесплатни за сите што пишуваат за локалните весници.",
    "sr": "Мисија је у уторак отворила нови центар за обуку младих новинара у северном делу"
    " града. Његове просторије су бесплатне за све који пишу за локалне новине.",
    "ro": "Misiunea a deschis marți un nou centru de instruire pentru tinerii jurnaliști în partea"
    " de nord a orașului. Sălile sale sunt gratuite pentru toți cei care scriu în presa locală.",
    "hy": "Առաքելությունը երեքշաբթի օրը քաղաքի հյուսիսային մասում բացեց երիտասարդ լրագրողների նոր"
    " ուսումնական կենտրոն։ Նրա սենյակներն անվճար են բոլոր տեղական թերթերի համար։",
    "ka": "მისიამ სამშაბათს ქალაქის ჩრდილოეთ ნაწილში ახალგაზრდა ჟურნალისტებისთვის ახალი"
    " სასწავლო ცენტრი გახსნა. მისი ოთახები უფასოა ყველა ადგილობრივი გაზეთისთვის.",
    "az": "Missiya çərşənbə axşamı şəhərin şimal hissəsində gənc jurnalistlər üçün yeni tədris"
    " mərkəzi açdı. Onun otaqları bütün yerli qəzetlər üçün pulsuzdur.",
    "kk": "Миссия сейсенбі күні қаланың солтүстік бөлігінде жас журналистерге арналған жаңа оқу"
    " орталығын ашты. Оның бөлмелері барлық жергілікті газеттер үшін тегін.",
    "ky": "Миссия шейшемби күнү шаардын түндүк бөлүгүндө жаш журналисттер үчүн жаңы окуу борборун"
    " ачты. Анын бөлмөлөрү бардык жергиликтүү гезиттер үчүн акысыз.",
    "tg": "Намояндагӣ рӯзи сешанбе дар қисмати шимолии шаҳр барои рӯзноманигорони ҷавон маркази"
    " нави таълимӣ кушод. Ҳуҷраҳои он барои ҳамаи рӯзномаҳои маҳаллӣ ройгонанд.",
    "tk": "Merkez sişenbe güni şäheriň demirgazyk böleginde ýaş žurnalistler üçin täze okuw"
    " merkezini açdy. Onuň otaglary ähli ýerli gazetler üçin mugtdur.",
    "uz": "Missiya seshanba kuni shaharning shimoliy qismida yosh jurnalistlar uchun yangi oʻquv"
    " markazini ochdi. Uning xonalari barcha mahalliy gazetalar uchun bepul.",
    "tr": "Misyon salı günü şehrin kuzey kesiminde genç gazeteciler için yeni bir eğitim merkezi"
    " açtı. Merkezin odaları yerel gazetelerde yazan herkese ücretsiz açık.",
}
# Of these only the mark-up can tell which one is meant.
LATIN = {
    "sr": "Misija je u utorak otvorila novi centar za obuku mladih novinara u severnom delu grada."
    " Njegove prostorije su besplatne za sve koji pišu za lokalne novine.",
    "bs": "Misija je u utorak otvorila novi centar za obuku mladih novinara u sjevernom dijelu"
    " grada. Njegove prostorije su besplatne za sve koji pišu za lokalne novine.",
    "hr": "Misija je u utorak otvorila novo središte za izobrazbu mladih novinara u sjevernom"
    " dijelu grada. Njegove su prostorije besplatne za sve koji pišu za mjesne novine.",
}


@pytest.mark.parametrize("language", NEWS)
def test_every_language_is_told_from_its_text(language: str) -> None:
    assert tell_language(NEWS[language]) == language


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es", "ru", "uk", "sq", "mk", "ro"])
@pytest.mark.parametrize("declared", ["en", "it", "uk", "ru"])
def test_the_text_overrules_what_the_page_declares(language: str, declared: str) -> None:
    assert tell_language(NEWS[language], declared) == language


@pytest.mark.parametrize("declared", ["it", "es", "uk", "ru", "sr", None])
def test_an_english_text_below_a_prefix_of_another_language_is_english(
    declared: str | None,
) -> None:
    # /it/node/106652, /es/node/105096, /uk/node/…, /sr/kosovo/15220 (facts section 6)
    assert tell_language(NEWS["en"], declared) == "en"


@pytest.mark.parametrize("words", LATIN)
@pytest.mark.parametrize("declared", ["sr", "bs", "hr"])
def test_the_page_decides_between_languages_that_read_alike(words: str, declared: str) -> None:
    assert tell_language(LATIN[words], declared) == declared


@pytest.mark.parametrize("words", LATIN)
@pytest.mark.parametrize("declared", [None, "en", "de"])
def test_without_help_it_is_still_one_of_the_languages_that_read_alike(
    words: str, declared: str | None
) -> None:
    assert tell_language(LATIN[words], declared) in LATIN


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sledeći sastanak održan je pre dve nedelje u Beogradu, saopšteno je danas.", "sr"),
        ("Misija OEBS-a u Srbiji otvorila je u utorak novi centar za obuku mladih novinara.", "sr"),
        ("Predsednik opštine rekao je da je ovde mesto za svu decu.", "sr"),
        ("Sljedeći sastanak održan je prije dvije sedmice u gradu, saopćeno je danas.", "bs"),
        ("Misija OSCE-a u Bosni i Hercegovini je prije mjesec dana posjetila općinu.", "bs"),
        ("Sljedeći sastanak održan je prije dva tjedna, a došlo je više od tisuću ljudi.", "hr"),
        ("Misija OESS-a je u siječnju objavila izvješće o izborima u Europi.", "hr"),
    ],
)
def test_telling_words_part_the_languages_that_read_alike(text: str, language: str) -> None:
    assert tell_language(text) == tell_language(text, "en") == language


@pytest.mark.parametrize("declared", ["bs", "hr"])
def test_telling_words_do_not_overrule_the_page(declared: str) -> None:
    assert tell_language("Sledeći sastanak održan je pre dve nedelje.", declared) == declared


def test_words_of_two_of_them_leave_it_to_the_model() -> None:
    assert tell_alike("pre prije", "sr") == "sr"
    assert tell_alike("prije", "hr") == "hr"
    assert tell_alike("prije", "bs") == "bs"
    assert tell_alike("student studentski", "bs") == "bs"
    assert tell_alike("", "hr") == "hr"


def test_in_cyrillic_letters_croatian_is_no_choice() -> None:
    assert tell_language(NEWS["sr"], "hr") == "sr"


@pytest.mark.parametrize("label", ["Place:", "Fields of work:", "Press release", "SMM", "ODIHR"])
def test_english_labels_do_not_make_a_russian_text_english(label: str) -> None:
    assert tell_language(f"{label} {NEWS['ru']} {label}") == "ru"


MODEL = "osce_scraper.normalise.language._scores"
# Long enough to be told by its words alone.
LONG_RUSSIAN = (
    "Новые правила обсудили в среду на встрече с жителями трёх горных районов. Для каждой деревни"
    " составлен список дорог, которые нужно чинить в первую очередь, и мостов, которые закрыты на"
    " зиму. Первые машины вышли на работу в понедельник, и старый перевал был открыт уже к обеду."
    " Местные власти просили не ездить по нему в темноте. Водители рыбных лавок сказали, что они"
    " и так стараются выезжать с первыми лучами солнца. Все жители получили карты, на которых"
    " отмечены опасные участки, и номера телефонов на случай беды. Новый выпуск карты будет готов"
    " весной, в него войдут и тропы, по которым ходят пешком."
)


def test_a_text_that_is_russian_beyond_doubt_needs_no_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(MODEL, lambda _: pytest.fail("the model was asked"))
    assert tell_language(LONG_RUSSIAN, "en") == "ru"


@pytest.mark.parametrize("other", sorted(NEWS.keys() - {"ru"}))
def test_a_text_of_which_half_is_not_russian_is_left_to_the_model(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODEL, lambda _: {"sq": 1.0})
    assert tell_language(" ".join([LONG_RUSSIAN, *[NEWS[other]] * 4])) == "sq"


@pytest.mark.parametrize("other", sorted(NEWS.keys() - {"en"}))
def test_paragraphs_of_two_languages_in_turn_are_left_to_the_model(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODEL, lambda _: {"sq": 1.0})
    paragraphs = [NEWS["en"][:180], (NEWS[other] * 3)[:220]]
    assert tell_language(" ".join(paragraphs * 8)) == "sq"


@pytest.mark.parametrize("other", sorted(NEWS.keys() - {"en"}))
def test_a_long_text_that_ends_in_another_language_is_left_to_the_model(
    other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODEL, lambda _: {"sq": 1.0})
    assert tell_language(" ".join([*[NEWS["en"]] * 8, *[NEWS[other]] * 4])) == "sq"


def test_a_long_english_text_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODEL, lambda _: pytest.fail("the model was asked"))
    assert tell_language(" ".join([NEWS["en"]] * 12)) == "en"


@pytest.mark.parametrize("letter", "іїєґўәқңөұүһҳҷӣӯђјљњћџѓќѕ")
def test_a_letter_that_russian_lacks_leaves_it_to_the_model(
    letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODEL, lambda _: {"sq": 1.0})
    assert tell_language(f"{LONG_RUSSIAN} {letter}") == "sq"
    assert tell_language(f"{LONG_RUSSIAN} {letter.upper()}") == "sq"


@pytest.mark.parametrize("lines", [1, 3])
def test_blanks_between_the_first_letters_do_not_make_the_text_shorter(lines: int) -> None:
    spread = NEWS["en"].replace(" ", " " * 30 + "\n" * lines)
    assert tell_language(f"{spread} {' '.join([NEWS['de']] * 20)}") == tell_language(
        f"{NEWS['en']} {' '.join([NEWS['de']] * 20)}"
    )


def test_foreign_names_do_not_make_an_english_text_foreign() -> None:
    text = f"{NEWS['en']} The Mayor of Priština, Shpend Hëna, and Đorđe Šušnjević took part."
    assert tell_language(text) == "en"


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "VIENNA", "Vienna 2014", "OSCE/ODIHR", "3 December", "1234 5678 90" * 20]
    + ["…" * 100, "- " * 100, "§ 12 (3)", "ОБСЕ", "🙂" * 100],
)
@pytest.mark.parametrize("declared", [None, "en", "ru"])
def test_too_short_a_text_tells_nothing(text: str, declared: str | None) -> None:
    assert tell_language(text, declared) == "und"


@pytest.mark.parametrize("language", ["en", "ru", "sq", "ka"])
def test_blanks_and_lines_do_not_matter(language: str) -> None:
    text = NEWS[language]
    assert tell_language(text.replace(" ", "\n\n\u00a0 ")) == language


@given(st.text(), st.none() | st.sampled_from(sorted(LANGUAGES)) | st.text(max_size=5))
@settings(deadline=None)
def test_any_text_gives_a_tag_and_no_error(text: str, declared: str | None) -> None:
    language = tell_language(text, declared)
    assert language == "und" or language in LANGUAGES
    assert re.fullmatch(r"[a-z]{2,3}", language)


@given(st.sampled_from(sorted(NEWS)), st.sampled_from(sorted(NEWS)), st.none() | st.text())
@settings(deadline=None, max_examples=50)
def test_two_languages_in_one_text_give_a_tag_and_no_error(
    one: str, other: str, declared: str | None
) -> None:
    assert tell_language(f"{NEWS[one]}\n\n{NEWS[other]}", declared) in LANGUAGES | {"und"}


@pytest.mark.parametrize("hostile", ["a", "1", " ", "/", "я", "\u0301", "word ", "日本"])
def test_hostile_text_takes_no_more_than_linear_time(hostile: str) -> None:
    def seconds(letters: int) -> float:
        text = hostile * (letters // len(hostile)) + "x"
        start = process_time()
        tell_language(text)
        return process_time() - start

    tell_language(NEWS["en"])  # loads the model
    fastest = min(seconds(100_000) for _ in range(2))
    assert fastest < 40 * max(seconds(10_000), 0.005)
