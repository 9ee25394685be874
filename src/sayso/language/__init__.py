"""The one door to the language models: language, tokens, sentences, dependencies, names, coreference."""

from sayso.language.budget import Excerpt, within_budget
from sayso.language.detect import Language, LanguageCheck, detect, detect_language
from sayso.language.encoder import Encoder, load_encoder
from sayso.language.parser import MODEL, parse_text, parse_texts, parser_version

__all__ = [
    "MODEL",
    "Encoder",
    "Excerpt",
    "Language",
    "LanguageCheck",
    "detect",
    "detect_language",
    "load_encoder",
    "parse_text",
    "parse_texts",
    "parser_version",
    "within_budget",
]
