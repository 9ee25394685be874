"""A short English line is read; another language is told, never read as English."""

import pytest

from sayso.language.detect import Language, detect, detect_language
from sayso.model import make_report

ENGLISH = (
    "The minister said on Monday that the troops would leave the base within a week, and that the soldiers"
    " who had been held there were free. Officials in the capital confirmed the plan but would not say which"
    " of the bases were to be handed over after that."
)


def codes(text: str, language: str | None = None) -> tuple[str | None, list[str]]:
    found, issues = detect_language(make_report(text, language=language))
    return found, [issue.code for issue in issues]


@pytest.mark.parametrize(
    "text",
    [
        "Troops left Mosul.",
        "Protesters marched in Kyiv on Sunday.",
        "The talks failed.",
        ENGLISH,
        ENGLISH * 100,
    ],
)
def test_english_is_read_however_short(text: str) -> None:
    assert codes(text) == ("en", [])


@pytest.mark.parametrize("text", ["Mosul", "Rouhani denies", "ISIL", "Taliban attack Kabul"])
def test_text_too_short_to_tell_is_read_with_an_issue(text: str) -> None:
    assert codes(text) == ("en", ["short-text"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Les troupes ont quitté la base lundi, selon le ministère de la Défense.", "fr"),
        ("Die Truppen verließen den Stützpunkt am Montag, teilte das Ministerium mit.", "de"),
        ("Las tropas salieron de la base el lunes, dijo un portavoz del ministerio.", "es"),
        ("Askerler pazartesi günü üsten ayrıldı, dedi bakanlık sözcüsü.", "tr"),
        ("القوات الأمريكية غادرت القاعدة", "ar"),
        ("Войска покинули базу в понедельник, сообщило министерство.", "ru"),
        ("米軍は月曜日に基地を離れた。", "ja"),
    ],
)
def test_other_languages_are_told(text: str, code: str) -> None:
    assert detect(text) == Language(code=code, confident=True)
    assert codes(text) == (None, ["not-english"])


def test_letters_apart_from_their_accents_are_told_as_one() -> None:
    apart = "Les troupes ont quitte\u0301 la base lundi, selon le ministe\u0300re de la De\u0301fense."
    assert detect(apart).code == "fr"


@pytest.mark.parametrize("text", ["غادرت", "Войска"])
def test_one_word_in_another_script_is_not_english(text: str) -> None:
    assert codes(text) == (None, ["not-english"])


def test_english_with_arabic_passages_is_read() -> None:
    arabic = "قال النائب إن القوات الأمريكية بدأت الانسحاب. "
    assert codes(f"{arabic}\n{ENGLISH}\n{arabic}") == ("en", [])


def test_first_passage_does_not_decide_for_a_long_text() -> None:
    french = "Les troupes ont quitté la base lundi, selon le ministère de la Défense. " * 12
    assert codes(french + ENGLISH * 40) == ("en", [])
    assert codes(ENGLISH + french * 40) == (None, ["not-english"])


@pytest.mark.parametrize("language", ["fr", "fr-CA", "ar", "DE_at", "deu"])
def test_declared_language_is_believed(language: str) -> None:
    assert codes(ENGLISH, language) == (None, ["not-english"])


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", "eng", "und", "", "??"])
def test_declared_english_is_read(language: str) -> None:
    assert codes(ENGLISH, language) == ("en", [])


def test_short_text_declared_english_has_no_issue() -> None:
    assert codes("Rouhani denies", "en") == ("en", [])


def test_declared_english_that_is_french_is_not_read() -> None:
    french = "Les troupes ont quitté la base lundi, selon le ministère de la Défense."
    assert codes(french, "en") == (None, ["not-english"])


@pytest.mark.parametrize("text", ["", " \n\t", "!!! — …", "😀😀", "12 345"])
def test_text_without_words_is_not_read(text: str) -> None:
    assert codes(text) == (None, ["no-text"])
    assert detect(text) == Language(code="und", confident=False)
