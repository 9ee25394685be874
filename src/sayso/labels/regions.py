"""Labels as regions of a text and links between them: what annotation tools have.

A link takes its meaning from the labels of its two ends, so that people need not name it: a link between a
trigger and an actor makes the one the actor of the other. Only between two cues the direction counts: from
what is said to who relays it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from sayso.codebook import read_codebook
from sayso.labels.gold import AttributionLabel, ClaimLabel, CommitmentLabel, Labels, SpanLabel
from sayso.model import SourceKind, Status, Strength, Style

__all__ = ["CHOICES", "FIELDS", "LINKS", "Annotation", "Link", "Region", "labels_of_regions", "regions_of"]

_PARTICIPANT = ("is", "country", "sector")
# Fields of each label of a region.
FIELDS: dict[str, tuple[str, ...]] = {
    "trigger": ("type", "mode", "status", "negated"),
    "actor": _PARTICIPANT,
    "recipient": _PARTICIPANT,
    "object": (),
    "place": ("name", "country", "lat", "lon"),
    "time": ("value",),
    "quantity": ("value", "min", "max", "approx", "unit"),
    "cue": ("style",),
    "source": ("kind", "is"),
    "content": (),
    "deed": ("strength",),
    "debtor": _PARTICIPANT,
}
# Fields with a closed choice; the others are typed in.
CHOICES: dict[str, tuple[str, ...]] = {
    "type": tuple(read_codebook("plover")),
    "mode": tuple(sorted({mode for type_ in read_codebook("plover").values() for mode in type_["modes"]})),
    "status": tuple(Status),
    "negated": ("yes",),
    "approx": ("yes",),
    "style": tuple(Style),
    "kind": tuple(SourceKind),
    "strength": tuple(Strength),
}
_NUMBERS = frozenset({"lat", "lon", "min", "max"})
# The field of a claim that holds the regions of a label.
_ROLES = {
    "actor": "actors",
    "recipient": "recipients",
    "object": "object",
    "place": "places",
    "time": "time",
    "quantity": "quantities",
}
# What a region hangs on, by the labels of the two: the name of the link.
LINKS: dict[tuple[str, str], str] = {
    **{("trigger", role): role for role in _ROLES},
    ("trigger", "cue"): "attribution",
    ("deed", "cue"): "attribution",
    ("deed", "debtor"): "debtor",
    ("cue", "source"): "source",
    ("cue", "content"): "content",
    ("cue", "cue"): "relay",
    # An attribution without a cue ("Minister: no talks") is its source.
    ("trigger", "source"): "attribution",
    ("deed", "source"): "attribution",
    ("source", "content"): "content",
    ("source", "source"): "relay",
}


class Region(NamedTuple):
    """A labelled span; the values of its fields are strings."""

    id: str
    label: str
    start: int
    end: int
    fields: Mapping[str, str]


class Link(NamedTuple):
    """A link from one region to another, by their ids; `name` is shown to people."""

    head: str
    tail: str
    name: str


class Annotation(NamedTuple):
    """Regions and links that one annotator marked in one text; without regions if the text was `skipped`."""

    annotator: str
    name: str
    date: str
    text: str
    regions: Sequence[Region] = ()
    links: Sequence[Link] = ()
    skipped: str = ""


class _Writer:
    """Regions and links of the labels of one report."""

    def __init__(self, text: str, labels: Labels) -> None:
        self.text, self.labels = text, labels
        self.regions: dict[tuple[object, ...], Region] = {}
        self.links: list[Link] = []
        self.anchors = [self._attribution(label) for label in labels.attributions]

    def region(self, label: str, start: int, end: int, *, fields: Any = None, own: bool = False) -> Region:  # noqa: ANN401 - a label, or values by field
        """Add a region; one that several share is there once, unless it is to stand on its `own`."""
        values = _values(label, fields)
        key = (label, start, end, *values.items(), len(self.regions) if own else -1)
        return self.regions.setdefault(key, Region(f"r{len(self.regions)}", label, start, end, values))

    def link(self, head: Region, tail: Region) -> None:
        self.links.append(Link(head.id, tail.id, LINKS[head.label, tail.label]))

    def span(self, head: Region, label: str, span: SpanLabel | None) -> None:
        if span is not None:
            self.link(head, self.region(label, span.start, span.end, fields=span))

    def _attribution(self, label: AttributionLabel) -> Region | None:
        """Return the region on which an attribution hangs: its cue, else its source."""
        if label.cue:
            anchor = self.region("cue", label.cue.start, label.cue.end, fields=label, own=True)
            self.span(anchor, "source", label.source)
        elif label.source:
            anchor = self.region(
                "source", label.source.start, label.source.end, fields=label.source, own=True
            )
        else:
            return None
        for span in label.content:
            self.span(anchor, "content", span)
        return anchor

    def relays(self) -> None:
        for anchor, label in zip(self.anchors, self.labels.attributions, strict=True):
            parent = None if label.parent is None else self.anchors[label.parent]
            # Between one with a cue and one without there is no link: it would be read as that of a source.
            if anchor and parent and anchor.label == parent.label:
                self.link(anchor, parent)

    def claim(self, claim: ClaimLabel) -> None:
        trigger = self.region("trigger", claim.trigger.start, claim.trigger.end, fields=claim, own=True)
        for role, field in _ROLES.items():
            value = getattr(claim, field)
            if isinstance(value, str):
                value = _nearest(self.text, value, claim.trigger.end)
            for span in value if isinstance(value, tuple) else (value,):
                self.span(trigger, role, span)
        self._chain(trigger, claim.sources)

    def commitment(self, commitment: CommitmentLabel) -> None:
        deed = self.region("deed", commitment.start, commitment.end, fields=commitment, own=True)
        self.span(deed, "debtor", commitment.debtor)
        self._chain(deed, commitment.sources)

    def _chain(self, region: Region, sources: Sequence[SpanLabel]) -> None:
        """Link a region to the attribution that is its innermost source, if the labels have it."""
        best, best_score = None, 0.0
        for anchor, label in zip(self.anchors, self.labels.attributions, strict=True) if sources else ():
            span = label.source or label.cue
            if anchor is None or span is None or span.start != sources[0].start:
                continue
            same_cue = (label.cue.text if label.cue else "") == sources[0].cue
            inside = any(part.start <= region.start < part.end for part in label.content)
            same_length = len(_ancestry(self.labels.attributions, label)) == len(sources)
            score = 1 + 2 * same_cue + inside + same_length
            if score > best_score:
                best, best_score = anchor, score
        if best is not None:
            self.link(region, best)


def regions_of(text: str, labels: Labels) -> tuple[list[Region], list[Link]]:
    """Return labels as regions and links.

    A claim's chain becomes a link to the attribution of its innermost source; chains that the attributions do
    not have are left out.
    """
    writer = _Writer(text, labels)
    writer.relays()
    for claim in labels.claims:
        writer.claim(claim)
    for commitment in labels.commitments:
        writer.commitment(commitment)
    return list(writer.regions.values()), list(dict.fromkeys(writer.links))


def _values(label: str, fields: Any) -> dict[str, str]:  # noqa: ANN401 - any struct of labels
    """Return the fields of a region that have a value, as strings."""
    values = {} if fields is None else msgspec.to_builtins(fields)
    found = {name: values.get(name) for name in FIELDS[label]}
    return {
        name: "yes" if value is True else str(value)
        for name, value in found.items()
        if value not in (None, "", False) or (value == 0 and value is not False)
    }


def _nearest(text: str, words: str, at: int) -> SpanLabel | None:
    """Return the occurrence of the words that is nearest to `at`."""
    after, before = text.find(words, at), text.rfind(words, 0, at)
    starts = [start for start in (after, before) if start >= 0 and words]
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - at))
    return SpanLabel(text=words, start=start, end=start + len(words))


def _ancestry(
    attributions: Sequence[AttributionLabel], innermost: AttributionLabel
) -> list[AttributionLabel]:
    """Return an attribution and those that relay it, innermost first."""
    chain = [innermost]
    while chain[-1].parent is not None and len(chain) < len(attributions):
        chain.append(attributions[chain[-1].parent])
    return chain


class _Reader:
    """Labels from regions and links, and what in them says nothing."""

    def __init__(self, text: str, regions: Iterable[Region], links: Iterable[Link]) -> None:
        self.text = text
        self.problems: list[str] = []
        ordered = sorted(regions, key=lambda region: (region.start, region.end))
        self.by_id = {region.id: region for region in ordered}
        self.tails: defaultdict[str, list[Region]] = defaultdict(list)
        linked: set[str] = set()
        for link in links:
            linked.update(self._add(link))
        for region in ordered:
            if region.id not in linked and region.label not in ("trigger", "cue", "deed"):
                self.problems.append(f"{self._name(region)} hangs on nothing and is left out")
        cues = {
            tail.id: region.id
            for region in reversed(ordered)
            if region.label == "cue"
            for tail in self.tails[region.id]
            if tail.label == "source"
        }
        anchors = [
            region
            for region in ordered
            if region.label == "cue"
            or (region.label == "source" and region.id in linked and region.id not in cues)
        ]
        self.place = {region.id: number for number, region in enumerate(anchors)}
        # A trigger may be linked to the source instead of the cue.
        self.place |= {source: self.place[cue] for source, cue in cues.items()}
        self.attributions = [self._attribution(region) for region in anchors]

    def _name(self, region: Region) -> str:
        return f"{region.label} {self.text[region.start : region.end][:40]!r} at {region.start}"

    def _add(self, link: Link) -> tuple[str, ...]:
        """Add a link, in whichever direction it means something; return the ids of its ends."""
        head, tail = self.by_id.get(link.head), self.by_id.get(link.tail)
        if head is None or tail is None:
            self.problems.append(f"a link {link.name!r} leads to no region and is left out")
            return ()
        if (head.label, tail.label) not in LINKS:
            head, tail = tail, head
        if (head.label, tail.label) not in LINKS:
            self.problems.append(
                f"a link between {self._name(tail)} and {self._name(head)} says nothing and is left out"
            )
            return ()
        self.tails[head.id].append(tail)
        return head.id, tail.id

    def _linked(self, region: Region, *labels: str) -> list[Region]:
        found = {tail.id: tail for tail in self.tails[region.id] if tail.label in labels}
        return sorted(found.values(), key=lambda tail: (tail.start, tail.end))

    def span(self, region: Region, **more: str) -> SpanLabel:
        values: dict[str, Any] = {**{k: v for k, v in region.fields.items() if v}, **more}
        if region.label != "time":
            for name in _NUMBERS | {"value"}:
                if name in values:
                    values[name] = self._number(region, name, values[name])
        if "approx" in values:
            values["approx"] = values["approx"] == "yes"
        values["is_"] = values.pop("is", "")
        values.pop("style", None)
        text = self.text[region.start : region.end]
        return SpanLabel(text=text, start=region.start, end=region.end, **values)

    def _number(self, region: Region, name: str, value: str) -> float | None:
        try:
            number = float(value.replace(",", ""))
        except ValueError:
            self.problems.append(f"{self._name(region)}: {name} {value!r} is no number and is left out")
            return None
        return int(number) if number == int(number) and name not in ("lat", "lon") else number

    def _spans(self, region: Region, label: str) -> tuple[SpanLabel, ...]:
        return tuple(self.span(tail) for tail in self._linked(region, label))

    def _only(self, region: Region, label: str) -> SpanLabel | None:
        """Return the only linked region of a label; of several the first, with a problem."""
        spans = self._spans(region, label)
        if len(spans) > 1:
            self.problems.append(f"{self._name(region)} has {len(spans)} of {label}: only the first is taken")
        return spans[0] if spans else None

    def _attribution(self, region: Region) -> AttributionLabel:
        relays = self._linked(region, region.label)
        if len(relays) > 1:
            self.problems.append(f"{self._name(region)} has {len(relays)} relays: only the first is taken")
        is_cue = region.label == "cue"
        return AttributionLabel(
            source=self._only(region, "source") if is_cue else self.span(region),
            cue=self.span(region) if is_cue else None,
            content=self._spans(region, "content"),
            style=Style(region.fields.get("style") or Style.INDIRECT),
            parent=self.place[relays[0].id] if relays else None,
        )

    def _chain(self, region: Region) -> tuple[SpanLabel, ...]:
        places = list(dict.fromkeys(self.place[tail.id] for tail in self._linked(region, "cue", "source")))
        if len(places) > 1:
            self.problems.append(
                f"{self._name(region)} has {len(places)} attributions: only the first is taken"
            )
        if not places:
            return ()
        innermost = self.attributions[places[0]]
        return tuple(_link_of_chain(label) for label in _ancestry(self.attributions, innermost))

    def claim(self, region: Region) -> ClaimLabel | None:
        type_ = region.fields.get("type", "")
        if not type_:
            self.problems.append(f"{self._name(region)} has no type and is left out")
            return None
        mode = region.fields.get("mode", "")
        if mode and mode not in read_codebook("plover")[type_]["modes"]:
            self.problems.append(f"{self._name(region)}: {type_} has no mode {mode!r}, which is left out")
            mode = ""
        return ClaimLabel(
            trigger=SpanLabel(text=self.text[region.start : region.end], start=region.start, end=region.end),
            type=type_,
            mode=mode,
            actors=self._spans(region, "actor"),
            recipients=self._spans(region, "recipient"),
            object=self._only(region, "object"),
            places=self._spans(region, "place"),
            time=self._only(region, "time"),
            quantities=self._spans(region, "quantity"),
            status=Status(region.fields.get("status") or Status.OCCURRED),
            negated=region.fields.get("negated") == "yes",
            sources=self._chain(region),
        )

    def commitment(self, region: Region) -> CommitmentLabel | None:
        strength = region.fields.get("strength")
        if not strength:
            self.problems.append(f"{self._name(region)} has no strength and is left out")
            return None
        return CommitmentLabel(
            debtor=self._only(region, "debtor"),
            deed=self.text[region.start : region.end],
            start=region.start,
            end=region.end,
            strength=Strength(strength),
            sources=self._chain(region),
        )

    def of_label(self, label: str) -> Iterator[Region]:
        return (region for region in self.by_id.values() if region.label == label)


def _link_of_chain(label: AttributionLabel) -> SpanLabel:
    """Return a source as a claim's chain has it: with its cue, which stands for a source that is unsaid."""
    cue = label.cue.text if label.cue else ""
    span = label.source or label.cue
    if span is None:
        raise ValueError("an attribution has a source or a cue")
    return msgspec.structs.replace(span, cue=cue)


def labels_of_regions(
    text: str, regions: Iterable[Region], links: Iterable[Link], *, name: str = "", date: str = ""
) -> tuple[Labels, list[str]]:
    """Return the labels that regions and links make, and what in them says nothing, in words."""
    reader = _Reader(text, regions, links)
    claims = [claim for region in reader.of_label("trigger") if (claim := reader.claim(region))]
    commitments = [deed for region in reader.of_label("deed") if (deed := reader.commitment(region))]
    labels = Labels(
        id=name,
        date=date,
        claims=tuple(claims),
        attributions=tuple(reader.attributions),
        commitments=tuple(commitments),
    )
    return labels, reader.problems
