"""The spaCy pipeline component `sayso`: the claims of a `Doc`, in `Doc._.claims`."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from sayso.model import Claim, Reading, Tier, make_report
from sayso.pipeline import Pipeline, default_tier

if TYPE_CHECKING:
    from sayso.model import Report

__all__ = ["SaysoComponent", "make_component"]

# Key of the reading in `Doc.user_data`, as JSON: so that a `DocBin` and other processes can hold it.
_READING = "sayso_reading"
_GROUP = "sayso"
# Documents that are read at once.
_BATCH = 32


@Language.factory(  # type: ignore[untyped-decorator]
    "sayso",
    default_config={"tier": None, "published": None},
    assigns=["doc._.reading", "doc._.claims", "doc.spans"],
)
def make_component(
    nlp: Language,
    name: str,
    tier: str | None,
    published: str | None,
) -> "SaysoComponent":
    """Make the component; `published` is the day of documents whose `Doc._.published` is not set."""
    return SaysoComponent(tier, published)


class SaysoComponent:
    """Reads the text of a `Doc` with Sayso's own pipeline; the other components are not asked.

    `Doc._.reading` is the whole reading, `Doc._.claims` its claims, whose offsets are those of `Doc.text`.
    `Doc.spans["sayso"]` has the claims' triggers, labelled with type, and with status as their `kb_id_`.
    """

    def __init__(self, tier: str | None = None, published: str | None = None) -> None:
        """Make a component of a tier; left out, it is the best that is installed."""
        self._pipeline = Pipeline(Tier(tier) if tier is not None else default_tier())
        self._published = published
        if not Doc.has_extension("reading"):
            Doc.set_extension("reading", getter=_reading_of)
            Doc.set_extension("claims", getter=_claims_of)
            Doc.set_extension("published", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Read documents in batches, in order."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            readings = self._pipeline.read([self._report(doc) for doc in batch])
            for doc, reading in zip(batch, readings, strict=True):
                _store(doc, reading)
                yield doc

    def _report(self, doc: Doc) -> "Report":
        published: str | date | None = doc._.published or self._published
        # A canonical text has one sign for the two of this line end: another in its place keeps offsets.
        return make_report(doc.text.replace("\r\n", " \n"), published=published)


def _store(doc: Doc, reading: Reading) -> None:
    doc.user_data[_READING] = reading.to_json().decode()
    spans = []
    for claim in reading.claims:
        trigger, event = claim.trigger, claim.event.type
        status = f"not {claim.status}" if claim.negated else str(claim.status)
        span = doc.char_span(trigger.start, trigger.end, label=event, kb_id=status, alignment_mode="expand")
        spans += [span] if span is not None else []
    doc.spans[_GROUP] = SpanGroup(doc, name=_GROUP, spans=spans)


def _reading_of(doc: Doc) -> Reading | None:
    stored = doc.user_data.get(_READING)
    return Reading.from_json(stored) if stored is not None else None


def _claims_of(doc: Doc) -> tuple[Claim, ...]:
    reading = _reading_of(doc)
    return reading.claims if reading is not None else ()
