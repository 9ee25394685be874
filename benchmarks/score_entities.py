"""Score entity linking on mentions labelled by hand (entities.tsv).

usage: python -m benchmarks.score_entities [--shared FOLDER] [--verbose]

A mention is right where the entity that its words point to, as a claim's participant or an attribution's
source would get it, has one of the names of the label (case, accents and signs forgotten) and not another
country than the label's. No country is right where only the text names the thing: what a report does not tell
is unknown.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.command import print_figures
from sayso.gazetteer import fold_name
from sayso.grounding import ground
from sayso.language import parse_texts
from sayso.model import Entity, Grounding, Parse
from sayso.model.dates import known_day

__all__ = ["score_entities"]

_LABELS = Path(__file__).with_name("entities.tsv")


def score_entities(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Score the labelled mentions of a claims folder: shares with an entity, and with the right one."""
    total = linked = right = 0
    for name, start, end, names, country in _mentions(folder):
        parse, grounding = name
        entity = grounding.entity_of(parse, start, end)
        good = entity is not None and _is_named(entity, names) and _fits(entity, country)
        total += 1
        linked += entity is not None
        right += good
        if verbose and not good:
            shown = entity and f"{entity.name} ({entity.kind}, {entity.country})"
            print(f"{parse.text[start:end]!r} is {names[0]} {country}, read as {shown}")
    return {"linked": linked / max(total, 1), "right": right / max(total, 1), "mentions": total}


def _mentions(folder: Path) -> Iterator[tuple[tuple[Parse, Grounding], int, int, list[str], str]]:
    labels: dict[str, list[list[str]]] = defaultdict(list)
    for line in _LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cells = line.split("\t")
            labels[cells[0]].append(cells[1:])
    texts = [((folder / f"{name}.txt").read_text(encoding="utf-8"), None) for name in labels]
    for name, parse in zip(labels, parse_texts(texts), strict=True):
        published = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["date"]
        grounding = ground(parse, known_day(published))
        for start, end, names, country in labels[name]:
            yield (parse, grounding), int(start), int(end), names.split("/"), country


def _is_named(entity: Entity, names: list[str]) -> bool:
    return fold_name(entity.name) in {fold_name(name) for name in names}


def _fits(entity: Entity, country: str) -> bool:
    unknown = not entity.country and entity.gazetteer is None
    return unknown or country in ("-", entity.country)


if __name__ == "__main__":
    print_figures(__doc__, "claims/train", score_entities)
