"""Assembly of attributions: drafts of any reader, checked against the text and made records."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.attribution.chains import is_ancestor
from sayso.attribution.quotations import style_of
from sayso.attribution.sources import kind_of_source
from sayso.model import Attribution, Entity, SourceKind, Span
from sayso.model.drafts import AssemblyContext, AttributionDraft
from sayso.model.quotations import Quotation, find_quotations

__all__ = ["assemble_attributions"]

# The noun before these is the subject of hearsay, not its source: "two people said to have been hurt".
_HEARSAY = re.compile(
    r"(?:said to have|(?:thought|believed|alleged|reported|rumou?red|understood|known) to (?:have|be))\b"
)


def assemble_attributions(
    context: AssemblyContext, drafts: Sequence[AttributionDraft]
) -> tuple[Attribution | None, ...]:
    """Return the attribution of each draft, None for a draft whose cue or whole content is not in the text.

    Records are aligned with the drafts, so that the links of claims stay indexes.
    """
    checked = _checked(context, drafts)
    stamps = [None if draft is None else context.mint.stamp("a", draft.cue) for draft in checked]
    quotations = find_quotations(context.parse.text)
    records: list[Attribution | None] = []
    for draft, stamp in zip(checked, stamps, strict=True):
        if draft is None or stamp is None:
            records.append(None)
            continue
        above = stamps[draft.parent] if draft.parent is not None else None
        record = _attribution(context, draft, stamp, quotations)
        records.append(record if above is None else replace(record, parent=above[0]))
    return tuple(records)


def _checked(context: AssemblyContext, drafts: Sequence[AttributionDraft]) -> list[AttributionDraft | None]:
    """Return the drafts with the parts that stand in the text, and links that lead to another draft."""
    check, text = context.check, context.parse.text
    found: list[AttributionDraft | None] = []
    for draft in drafts:
        cue = check.span(draft.cue, "attribution.cue")
        content = check.spans(draft.content, "attribution.content")
        source = check.span(draft.source, "attribution.source")
        if source is not None and source.end <= draft.cue.start and _is_hearsay(text, draft.cue):
            source = None
        usable = cue is not None and check.holds(bool(content), "attribution")
        found.append(replace(draft, source=source, content=content) if usable else None)
    parents: list[int | None] = [None] * len(found)
    for n, checked in enumerate(found):
        if checked is None or checked.parent is None:
            continue
        parent = checked.parent
        exists = 0 <= parent < len(found) and found[parent] is not None
        if check.holds(exists and not is_ancestor(parents, n, parent), "attribution.parent"):
            parents[n] = parent
    return [
        None if draft is None else replace(draft, parent=parent)
        for draft, parent in zip(found, parents, strict=True)
    ]


def _is_hearsay(text: str, cue: Span) -> bool:
    """Tell whether a cue is a participle that sets something on nobody's word ("believed to be")."""
    last = text.rfind(" ", cue.start, cue.end) + 1 or cue.start
    return _HEARSAY.match(text, last) is not None


def _is_no_medium(entity: Entity | None) -> bool:
    """Return whether the gazetteer knows an entity as something else than a medium."""
    return entity is not None and entity.gazetteer is not None and entity.sector not in ("", "JRN")


def _attribution(
    context: AssemblyContext,
    draft: AttributionDraft,
    stamp: tuple[str, str],
    quotations: tuple[Quotation, ...],
) -> Attribution:
    """Return the record of a draft, without its parent."""
    entity: Entity | None = None
    kind: SourceKind | None = None
    if draft.source is not None:
        entity = context.grounding.entity_of(context.parse, draft.source.start, draft.source.end)
        words = context.parse.tokens_in(draft.source.start, draft.source.end)
        kind = draft.source_kind
        if kind is None or (kind is SourceKind.MEDIA and _is_no_medium(entity)):
            kind = kind_of_source(context.parse, words, entity)
    return Attribution(
        id=stamp[0],
        key=stamp[1],
        source=() if draft.source is None else (draft.source,),
        source_entity=entity,
        source_kind=kind,
        cue=(draft.cue,),
        content=draft.content,
        style=style_of(draft.content, quotations),
    )
