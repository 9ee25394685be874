"""The one place where the stages meet: reports in, readings out."""

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from sayso._version import __version__
from sayso.attribution import (
    assemble_attributions,
    draft_attributions_by_rules,
    draft_attributions_with_encoder,
)
from sayso.coding import (
    assemble_claims,
    assemble_commitments,
    draft_claims_by_rules,
    draft_claims_with_encoder,
    draft_commitments_by_rules,
    draft_commitments_with_encoder,
)
from sayso.confidence import (
    Evidence,
    RatedRecords,
    confidence_version,
    rate_by_agreement,
    rate_records,
)
from sayso.errors import SaysoError
from sayso.gazetteer import gazetteer_version
from sayso.grounding import find_credits, ground
from sayso.heads import is_installed, weights_version
from sayso.language import (
    Excerpt,
    LanguageCheck,
    detect_language,
    load_encoder,
    parse_texts,
    parser_version,
    within_budget,
)
from sayso.llm import (
    DraftedReport,
    LanguageModelReader,
    ModelSettings,
    RequestEstimate,
    Usage,
    model_settings,
)
from sayso.model import Grounding, Issue, Mint, Parse, Reader, Reading, ReadingStatus, Report, Tier
from sayso.model.dates import known_day
from sayso.model.drafts import AssemblyContext, DraftCheck, Drafts

__all__ = ["Pipeline", "available_tiers", "complete_report", "default_tier", "draft_records"]

_log = logging.getLogger("sayso")


def available_tiers() -> tuple[Tier, ...]:
    """The tiers whose models are installed, best first."""
    return (Tier.FULL, Tier.FAST) if is_installed() else (Tier.FAST,)


def default_tier() -> Tier:
    """Return the best tier that is installed, with a warning where that is not the full one."""
    best = available_tiers()[0]
    if best is not Tier.FULL:
        message = (
            f"the models of the full tier are not installed: reading with the {best} tier (sayso doctor)"
        )
        warnings.warn(message, RuntimeWarning, stacklevel=3)
    return best


def complete_report(report: Report) -> Report:
    """Return the report with what reading adds to it: the agencies it credits, and its language.

    For a report of a document that has been read already, so that it need not be read again.
    """
    credit = find_credits(report.text, report.byline)
    return msgspec.structs.replace(report, credit=credit, language=report.language or "en")


class _Input(NamedTuple):
    """A report before it is parsed."""

    report: Report
    check: LanguageCheck
    part: Excerpt


class Pipeline:
    """Reads reports with one tier's stages.

    >>> from sayso.model import make_report
    >>> reading = next(Pipeline().read([make_report("Iraq's parliament voted on Sunday, officials said.")]))
    >>> reading.claims[0].event.type
    'DECIDE'
    """

    def __init__(self, tier: Tier = Tier.FAST, model: ModelSettings | None = None) -> None:
        """Make a pipeline; the tier `llm` needs the settings of a model, else the environment's are taken."""
        models = {
            "parser": parser_version(),
            "gazetteer": gazetteer_version(),
            "confidence": confidence_version(),
        }
        self._language_model: LanguageModelReader | None = None
        # What reads where a language model gives no answer is part of the reader's identity, too.
        self._drafting_tier = available_tiers()[0] if tier is Tier.LLM else tier
        if tier is Tier.LLM:
            self._language_model = LanguageModelReader(model or model_settings())
            models |= self._language_model.models
        if self._drafting_tier is Tier.FULL:
            models["encoder"] = weights_version()
        self.reader = Reader(version=__version__, tier=tier, models=models)

    @property
    def usage(self) -> Usage | None:
        """The counts of the language model's answers so far, None for another tier."""
        return None if self._language_model is None else self._language_model.usage

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        """Read reports in order; a report that cannot be read gives an unread reading with an issue.

        Of a very long one a first part is read, and an issue says how much.
        """
        inputs = [_Input(report, detect_language(report), within_budget(report.text)) for report in reports]
        parses = parse_texts((part.text, report.title) for report, check, part in inputs if check.language)
        drafted_reports = self._draft_all(parses)
        for report, check, part in inputs:
            if check.language is None:
                yield Reading(
                    report=report, status=ReadingStatus.UNREAD, issues=check.issues, reader=self.reader
                )
            else:
                drafted = next(drafted_reports)
                yield self._guarded(report, drafted, (*check.issues, *part.issues))
                del drafted  # before the next one is made

    def estimate(self, reports: Sequence[Report]) -> Iterator[RequestEstimate]:
        """Return what a language model is still to be asked for each report, without asking.

        Reports that would not be read need no request.
        """
        for report in reports:
            if self._language_model is None or detect_language(report).language is None:
                yield RequestEstimate(0, 0, 0)
            else:
                text = within_budget(report.text).text
                yield self._language_model.estimate(next(iter(parse_texts([(text, report.title)]))))

    def _draft_all(self, parses: Iterable[Parse]) -> Iterator[DraftedReport]:
        """Yield the parses of reports, with the drafts of the language model if one reads."""
        if self._language_model is None:
            return map(DraftedReport, parses)
        return self._language_model.draft_all(parses)

    def _guarded(self, report: Report, drafted: DraftedReport, issues: tuple[Issue, ...]) -> Reading:
        """Read one report; a fault of ours costs that report alone, and is told.

        A `SaysoError` is raised: a model that is missing is no fault of the report, and all would fail.
        Any exception is caught, here at the border of a report: else the whole batch, parsed already, would
        have to be read again one by one (`engine.batches.read_guarded`).
        """
        try:
            return self._reading(report, drafted, issues)
        except SaysoError:
            raise
        except Exception as error:  # noqa: BLE001 - see above
            _log.exception("reading %s failed", report.input_id or report.id)
            return Reading(
                report=report,
                status=ReadingStatus.UNREAD,
                issues=(*issues, Issue.of_fault(error)),
                reader=self.reader,
            )

    def _reading(self, report: Report, drafted: DraftedReport, issues: tuple[Issue, ...]) -> Reading:
        report = complete_report(report)
        grounding = ground(drafted.parse, known_day(report.published))
        context = self._context(report, drafted.parse, grounding)
        context.check.dropped.update(drafted.dropped)
        tier = self._drafting_tier
        if drafted.drafts is None:
            records = _read_with(tier, context)
        else:
            records = _assemble(context, drafted.drafts)
            if tier is Tier.FULL:
                # Read once more, for the confidence alone.
                full = _read_with(tier, self._context(report, drafted.parse, grounding))
                records = rate_by_agreement(records, full)
        return Reading(
            report=report,
            attributions=records.attributions,
            claims=records.claims,
            commitments=records.commitments,
            toponyms=grounding.toponyms,
            times=grounding.times,
            quantities=grounding.quantities,
            entities=grounding.entities,
            issues=(*issues, *_fallback_issues(drafted, tier), *context.check.issues()),
            reader=self.reader,
        )

    def _context(self, report: Report, parse: Parse, grounding: Grounding) -> AssemblyContext:
        return AssemblyContext(
            parse=parse,
            grounding=grounding,
            mint=Mint(report.document, self.reader.fingerprint()),
            check=DraftCheck(parse.text),
        )


def _read_with(tier: Tier, context: AssemblyContext) -> RatedRecords:
    """Return the records that a tier's own reader finds, with their confidence."""
    parse, grounding = context.parse, context.grounding
    drafts = draft_records(tier, parse, grounding)
    rules = drafts if tier is Tier.FAST else draft_records(Tier.FAST, parse, grounding)
    records = _assemble(context, drafts)
    return rate_records(Evidence(parse=parse, drafts=drafts, rules=rules, **records._asdict()))


def _assemble(context: AssemblyContext, drafts: Drafts) -> RatedRecords:
    """Return the records that are made of drafts, without confidence."""
    attributions = assemble_attributions(context, drafts.attributions)
    claims = assemble_claims(context, drafts.claims, attributions)
    commitments = assemble_commitments(context, drafts.commitments, attributions, claims)
    return RatedRecords(tuple(filter(None, attributions)), claims, commitments)


def _fallback_issues(drafted: DraftedReport, tier: Tier) -> tuple[Issue, ...]:
    """Return the issue of a report that a language model could not draft, with the tier that read it."""
    if drafted.issue is None:
        return ()
    message = f"{drafted.issue.message}; read with the {tier} tier"
    return (Issue(code=drafted.issue.code, message=message),)


def draft_records(tier: Tier, parse: Parse, grounding: Grounding) -> Drafts:
    """Draft the records of a grounded text with a tier's reader; all else is the same for every tier."""
    return _READERS[tier](parse, grounding)


def _draft_by_rules(parse: Parse, grounding: Grounding) -> Drafts:
    """Draft attributions, claims and commitments by rules."""
    attributions = draft_attributions_by_rules(parse)
    return Drafts(
        attributions=attributions,
        claims=draft_claims_by_rules(parse, grounding, attributions),
        commitments=draft_commitments_by_rules(parse, grounding, attributions),
    )


def _draft_with_encoder(parse: Parse, grounding: Grounding) -> Drafts:
    """Draft attributions, claims and commitments by the learned heads, from one pass of the encoder."""
    encoding = load_encoder().encode(parse.text)
    attributions = draft_attributions_with_encoder(parse, encoding)
    return Drafts(
        attributions=attributions,
        claims=draft_claims_with_encoder(parse, encoding, attributions),
        commitments=draft_commitments_with_encoder(parse, encoding, grounding, attributions),
    )


_READERS: Mapping[Tier, Callable[[Parse, Grounding], Drafts]] = {
    Tier.FAST: _draft_by_rules,
    Tier.FULL: _draft_with_encoder,
}
