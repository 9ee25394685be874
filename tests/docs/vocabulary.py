"""The words of identifiers and docstrings that the glossary retires, found in Python files."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Finding", "find_retired"]

# Whole words of an identifier (after splitting at underscores and capitals), and what to write instead.
RETIRED = {
    **dict.fromkeys(("told", "telling", "tellings", "untold"), "SourcedClaim, StateAssertion, unprocessed"),
    **dict.fromkeys(("tell", "tells"), "ProgressCallback, log"),
    **dict.fromkeys(("stretch", "stretches", "bounds"), "Span"),
    **dict.fromkeys(("sighting", "sightings", "face", "faces"), "mention, origin"),
    **dict.fromkeys(("who", "whos", "whom"), "argument, actor, recipient, comparable"),
    **dict.fromkeys(("whens", "wheres"), "comparable, compatible"),
    **dict.fromkeys(("sieve", "sieves", "sought"), "blocking, BlockingKey, candidates"),
    "nearness": "similarity, MatchScore",
    **dict.fromkeys(("held", "met", "lineage"), "position, origin, chain"),
    "resting": "antecedent",
    "ruled": "by_rules",
    "sureness": "confidence",
    "talk": "Console",
    **dict.fromkeys(("undertaking", "undertakings"), "commitment"),
    **dict.fromkeys(("one", "other", "others"), "the word of its type"),
}
# Modules are named after what they hold; these end in "ing" and are nouns of the field.
NOUNS = {
    "blocking",
    "clustering",
    "coding",
    "encoding",
    "grounding",
    "linking",
    "matching",
    "reading",
    "tracking",
}
# Published names (module.name), which stay: fields of JSON or of a form, and names in the reference.
PUBLIC = {
    "judgement.one",
    "judgement.other",
    "judgements.other",
    "parquet.tell",
    "queries.told",
    "review.other",
    "store.other",
    "store.tell",
    "store.tellings",
    "store.told",
    "store.told_at",
    "store.untold",
}
_QUESTION = re.compile(r"(What|Who|How|Whether)\b")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class Finding(NamedTuple):
    """A retired word and where it stands."""

    path: Path
    line: int
    name: str
    remedy: str


def find_retired(path: Path) -> Iterator[Finding]:
    """Find the retired words of one file: its name, the names that it binds, and its docstrings' openings."""
    if path.stem.endswith("ing") and path.stem.rpartition("_")[2] not in NOUNS:
        yield Finding(path, 0, path.stem, "a noun for what the module holds")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, line in [(path.stem, 0), *_bound_names(tree)]:
        if f"{path.stem}.{name}" in PUBLIC:
            continue
        for word in map(str.lower, _WORDS.findall(name.replace("held_out", ""))):  # the field's own term
            if word in RETIRED and f"{path.stem}.{name}" not in PUBLIC:
                yield Finding(path, line, name, RETIRED[word])
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node) or ""
            if _QUESTION.match(text):
                yield Finding(path, getattr(node, "lineno", 1), text[:40], "an imperative or a noun phrase")


def _bound_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give each name that a file defines, assigns or takes as an argument, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno
