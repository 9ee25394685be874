"""Which language a text is in, and whether Sayso reads it.

A short English line must be read ("Troops left Mosul."), so that a text is refused only where another
language is certain; where nothing is, it is read as English and an issue says so.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.model import Issue, Report
from sayso.model.base import Struct

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

__all__ = ["Language", "LanguageCheck", "detect", "detect_language"]

ENGLISH = "en"
_UNKNOWN = "und"
_MANY = "mul"
_WORD = re.compile(r"[^\W\d_]+")
# Latin letters and their extensions; the blocks of the Unicode Standard, chapter 7.1.
_LATIN = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff]+"
)


class Language(Struct, frozen=True, kw_only=True):
    """A BCP 47 code (`und` where there is nothing to go by), and whether that is certain enough to act on."""

    code: str
    confident: bool


def detect(text: str) -> Language:
    """Tell the language of a text from a sample of its letters.

    >>> detect("Les troupes ont quitté la ville lundi, selon le ministère de la Défense.")
    Language(code='fr', confident=True)
    """
    sample = unicodedata.normalize("NFC", _sample(text))
    words = _WORD.findall(sample)
    if not words:
        return Language(code=_UNKNOWN, confident=False)
    if _is_plain_english(words):
        return Language(code=ENGLISH, confident=True)
    letters = "".join(words)
    latin = "".join(_LATIN.findall(letters))
    if len(latin) < len(letters) * (1 - _numbers("refuse")["foreign_letters"]):
        code = _rank(" ".join(words))[0][0]
        return Language(code=_UNKNOWN if code in _like_english() else code, confident=True)
    return _weigh(" ".join(_LATIN.findall(" ".join(words))), len(latin))


class LanguageCheck(NamedTuple):
    """The language that a report is read in, None for one that is not read, and the issues found."""

    language: str | None
    issues: tuple[Issue, ...] = ()


def detect_language(report: Report) -> LanguageCheck:
    """Decide whether a report is read: its language, or None where it is not, and the issues to tell.

    A declared language other than English is believed; English is looked at: feeds name it by default.
    """
    declared = _primary(report.language)
    if not _WORD.search(report.text):
        return LanguageCheck(None, (Issue(code="no-text", message="the report has no words in it"),))
    if declared not in (ENGLISH, _UNKNOWN, _MANY):
        return LanguageCheck(None, _not_english(f"is declared to be in {report.language!r}"))
    found = detect(report.text)
    if found.confident and found.code != ENGLISH:
        named = "a language that is not English" if found.code == _UNKNOWN else f"{found.code!r}"
        return LanguageCheck(None, _not_english(f"seems to be in {named}"))
    if found.confident or declared == ENGLISH:
        return LanguageCheck(ENGLISH)
    message = "there is too little running text to tell its language; it was read as English"
    return LanguageCheck(ENGLISH, (Issue(code="short-text", message=message),))


def _not_english(what: str) -> tuple[Issue, ...]:
    return (Issue(code="not-english", message=f"the report {what}; only English is read"),)


def _primary(tag: str | None) -> str:
    """The language of a BCP 47 tag, without country and script; what names none is `und`."""
    name = re.split(r"[-_]", (tag or "").strip().lower())[0]
    if not name.isascii() or not name.isalpha():
        return _UNKNOWN
    return ENGLISH if name in ("en", "eng", "english") else name


def _sample(text: str) -> str:
    """Slices from the whole text, so that a foreign first passage does not decide."""
    rule = _numbers("sample")
    letters, slices = rule["letters"], rule["slices"]
    if len(text) <= letters:
        return text
    width = letters // slices
    step = (len(text) - width) // (slices - 1)
    return " ".join(text[n * step : n * step + width] for n in range(slices))


def _is_plain_english(words: list[str]) -> bool:
    rule = _numbers("plain")
    known = word_set("language", "plain", "function_words")
    found = sum(word.lower() in known for word in words)
    return bool(len(words) >= rule["words"] and found >= rule["share"] * len(words))


def _weigh(latin: str, letters: int) -> Language:
    """Decide on Latin letters: English unless another language is likely and English is not."""
    rule = _numbers("refuse")
    ranked = _rank(latin)
    english = sum(share for code, share in ranked if code in _like_english())
    code, foreign = next((code, share) for code, share in ranked if code not in _like_english())
    if letters >= rule["letters"] and foreign >= rule["other"] and english <= rule["english"]:
        return Language(code=code, confident=True)
    likely = ranked[0][0] in _like_english()
    return Language(code=ENGLISH, confident=likely)


def _like_english() -> frozenset[str]:
    return word_set("language", "like_english")


def _numbers(name: str) -> dict[str, Any]:
    rule: dict[str, Any] = read_codebook("language")[name]
    return rule


def _rank(text: str) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = _load_identifier().rank(text)
    return ranked


@lru_cache(maxsize=1)
def _load_identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
