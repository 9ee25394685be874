"""The reader of the tier `llm`: drafts of reports by a language model."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Thread
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from sayso.errors import UnansweredError, UnusableAnswerError
from sayso.llm.answers import decode_answer
from sayso.llm.cache import AnswerCache
from sayso.llm.client import ModelClient, ServerAnswer
from sayso.llm.parts import Part, cut_parts
from sayso.llm.prompt import Message, part_messages, prompt_version, repair_messages
from sayso.llm.resolution import AnswerResolver
from sayso.llm.sentences import NumberedSentences
from sayso.llm.settings import ModelSettings
from sayso.llm.usage import Usage
from sayso.model import Issue, Parse
from sayso.model.drafts import DraftCheck, Drafts

__all__ = ["DraftedReport", "LanguageModelReader", "RequestEstimate"]

# Characters of English text a token, as tokenizers of language models have them.
_CHARACTERS_A_TOKEN = 4
# Characters of an answer for each of its part of a report, in the worked examples.
_ANSWER_SHARE = 2
# Attributions of earlier parts that go with a part: the last, as sources are named again where they return.
_MAX_ANNOUNCED = 40


class DraftedReport(NamedTuple):
    """The drafts of a parsed report, and the counts of what was dropped of the answers.

    `drafts` is None where the model gave no answer that can be used; `issue` then says why.
    """

    parse: Parse
    drafts: Drafts | None = None
    dropped: Mapping[str, int] = MappingProxyType({})
    issue: Issue | None = None


class RequestEstimate(NamedTuple):
    """Requests that are still to be sent for a report, and their tokens, about."""

    requests: int
    tokens_in: int
    tokens_out: int


class LanguageModelReader:
    """Drafts reports with a language model; answers are kept, so that no question is asked twice."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.usage = Usage()
        self._client = ModelClient(settings)
        self._cache = AnswerCache(settings.answers)

    @property
    def models(self) -> dict[str, str]:
        """The model's name, the host that runs it, and the version of the prompt."""
        return {"llm": self.settings.model, "host": self.settings.host, "prompt": prompt_version()}

    def draft_all(self, parses: Iterable[Parse]) -> Iterator[DraftedReport]:
        """Draft reports in their order, several at once.

        Raises `LanguageModelError` where no report can be drafted; what was answered until then is kept.
        """
        with self._client:
            yield from _map_in_threads(self._draft, parses, self.settings.requests)

    def estimate(self, parse: Parse) -> RequestEstimate:
        """Return what is still to be asked for a report, without asking."""
        sentences = NumberedSentences(parse)
        resolver = AnswerResolver(sentences, DraftCheck(parse.text))
        parts = cut_parts(sentences.lines)
        for n, part in enumerate(parts):
            messages = _messages(sentences, part, resolver)
            known = self._cache.get(self._key(messages))
            if known is None:
                return _estimate(messages, sentences, parts[n:])
            try:
                resolver.add(decode_answer(known.content, DraftCheck("")), part.sentences)
            except UnusableAnswerError:
                break
        return RequestEstimate(0, 0, 0)

    def _draft(self, parse: Parse) -> DraftedReport:
        sentences, check = NumberedSentences(parse), DraftCheck(parse.text)
        resolver = AnswerResolver(sentences, check)
        try:
            for part in cut_parts(sentences.lines):
                self._add_part(_messages(sentences, part, resolver), part, resolver, check)
        except (UnusableAnswerError, UnansweredError) as error:
            return DraftedReport(
                parse, issue=Issue(code=error.code, message=f"{self.settings.model}: {error}")
            )
        return DraftedReport(parse, resolver.drafts(), check.dropped)

    def _add_part(
        self, messages: list[Message], part: Part, resolver: AnswerResolver, check: DraftCheck
    ) -> None:
        """Add the answer to a question; one that cannot be used is asked for once more."""
        answer = self._ask(messages)
        try:
            _add_answer(answer, part, resolver, check)
        except UnusableAnswerError as error:
            repaired = self._ask(repair_messages(messages, answer.content, error.message))
            _add_answer(repaired, part, resolver, check)

    def _ask(self, messages: list[Message]) -> ServerAnswer:
        """Return the answer that is kept, else the server's, and keep that one."""
        key = self._key(messages)
        known = self._cache.get(key)
        if known is not None:
            return known
        self.usage.begin()
        answer = self._client.ask(messages)
        self.usage.add(answer)
        self._cache.put(key, answer, model=self.settings.model, prompt=prompt_version())
        return answer

    def _key(self, messages: Sequence[Message]) -> str:
        asked = [self.settings.model, prompt_version(), list(messages)]
        return sha256(msgspec.json.encode(asked)).hexdigest()


def _map_in_threads(
    draft: Callable[[Parse], DraftedReport], parses: Iterable[Parse], count: int
) -> Iterator[DraftedReport]:
    """Yield the results in order.

    An error lets the requests that are on their way come in, so that their answers are kept. An interrupt
    does not: a server may take minutes, and the threads of an executor would hold the program until then.
    """
    waiting: SimpleQueue[tuple[Future[DraftedReport], Parse]] = SimpleQueue()
    futures: list[Future[DraftedReport]] = []
    for parse in parses:
        futures.append(Future())
        waiting.put((futures[-1], parse))
    threads = [Thread(target=_work, args=(draft, waiting), daemon=True) for _ in futures[:count]]
    for thread in threads:
        thread.start()
    try:
        for future in futures:
            yield future.result()
    except Exception:  # raised again; an interrupt is none
        _empty(waiting)
        for thread in threads:
            thread.join()
        raise
    finally:
        _empty(waiting)


def _work(
    draft: Callable[[Parse], DraftedReport], waiting: "SimpleQueue[tuple[Future[DraftedReport], Parse]]"
) -> None:
    with suppress(Empty):
        while True:
            future, parse = waiting.get_nowait()
            try:
                future.set_result(draft(parse))
            except Exception as error:  # noqa: BLE001 - raised again where the result is taken
                future.set_exception(error)


def _empty(waiting: "SimpleQueue[tuple[Future[DraftedReport], Parse]]") -> None:
    with suppress(Empty):
        while True:
            waiting.get_nowait()


def _messages(sentences: NumberedSentences, part: Part, resolver: AnswerResolver) -> list[Message]:
    lines = [sentences.lines[n] for n in part.shown]
    announced = resolver.announced()
    return part_messages(lines, part.sentences, announced[-_MAX_ANNOUNCED:], len(announced))


def _add_answer(answer: ServerAnswer, part: Part, resolver: AnswerResolver, check: DraftCheck) -> None:
    """Add an answer's records; raises `UnusableAnswerError` if it is cut off or nothing of it stands."""
    if answer.finished == "length":
        raise UnusableAnswerError("it was cut off before its end")
    before = check.dropped.copy()
    decoded = decode_answer(answer.content, check)
    records = len(decoded.attributions) + len(decoded.claims) + len(decoded.commitments)
    if not resolver.add(decoded, part.sentences) and (records or check.dropped != before):
        check.dropped = before
        raise UnusableAnswerError("none of its quotations stands in the sentence that it names")


def _estimate(
    messages: Sequence[Message], sentences: NumberedSentences, parts: Sequence[Part]
) -> RequestEstimate:
    prompt = sum(len(message["content"]) for message in messages[:-1])
    shown = sum(len(sentences.lines[n]) for part in parts for n in part.shown)
    annotated = sum(len(sentences.lines[n]) for part in parts for n in part.sentences)
    return RequestEstimate(
        requests=len(parts),
        tokens_in=(prompt * len(parts) + shown) // _CHARACTERS_A_TOKEN,
        tokens_out=annotated * _ANSWER_SHARE // _CHARACTERS_A_TOKEN,
    )
