"""The page of the codebook, from `sayso.codebook`."""

from docs_site.writing import as_code, make_head, make_table
from sayso.codebook import read_codebook
from sayso.model import Relation

__all__ = ["make_page"]

_INTRODUCTION = """
The codes of claims, from the files in `src/sayso/codebook`, each of which names its source. Types, modes,
contexts and sectors are those of PLOVER 1.3 (Open Event Data Alliance, 2022). `INCIDENT` and `DECIDE` are
Sayso's own.

A type is that of the event itself, whatever its status. How a plan is coded where a format has no status:
[reduction](#reduction).
"""
_QUADS = {
    0: "none",
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


def make_page() -> str:
    """Types with their modes, contexts, sectors, reduction, relations."""
    parts = [
        make_head("Codebook", "`sayso.codebook`"),
        _INTRODUCTION.lstrip(),
        _types(),
        _contexts(),
        _sectors(),
        _reduction(),
        _relations(),
    ]
    return "\n".join(parts)


def _types() -> str:
    rows = [
        (
            f"`{name}`",
            entry["verb"],
            entry["reading"],
            entry["noun"],
            _QUADS[entry["quad"]],
            str(entry["score"]) if "score" in entry else "",
        )
        for name, entry in read_codebook("plover").items()
    ]
    modes = [
        (f"`{name}`", f"`{mode}`", entry["readings"][mode])
        for name, entry in read_codebook("plover").items()
        for mode in entry["modes"]
    ]
    return (
        "## Types and modes\n\n"
        + make_table(["type", "who … whom", "read as", "event", "class", "score"], rows)
        + "\n### Modes\n\n"
        + make_table(["type", "mode", "read as"], modes)
    )


def _contexts() -> str:
    rows = [(f"`{name}`", ", ".join(words)) for name, words in read_codebook("contexts").items()]
    told = "A claim may have several contexts. A word of the list in the claim's sentence gives it."
    return f"## Contexts\n\n{told}\n\n" + make_table(["context", "words"], rows)


def _sectors() -> str:
    roles = read_codebook("cameo")["roles"]
    rows = [
        (f"`{code}`", meaning, f"`{roles[code]}`" if code in roles else "")
        for code, meaning in read_codebook("sectors").items()
    ]
    told = "Which part of a society somebody belongs to; CAMEO's role is what the GDELT export writes."
    return f"## Sectors\n\n{told}\n\n" + make_table(["sector", "who", "CAMEO"], rows)


def _reduction() -> str:
    rows = [
        (f"`{type_}`", f"`{reduced}`") for type_, reduced in read_codebook("reduction")["planned"].items()
    ]
    told = (
        "In the `plover-jsonl` and `polecat` exports an event that is only planned is coded so;"
        " all others keep their type."
    )
    return f"## Reduction\n\n{told}\n\n" + make_table(["planned", "becomes"], rows)


def _relations() -> str:
    return (
        "## Relations of situations\n\n"
        f"{as_code(relation.value for relation in Relation)}."
        " What each says: [the watch list](watch-list.md).\n"
    )
