"""Answers of a language model that are kept as offsets say the same when they are written in words again."""

import msgspec
from benchmarks.language_model import RECORDED, Writer, with_words, without_words
from tests.llm.test_reader import ANSWER, TEXT
from tests.parses import parse

from sayso.llm.answers import decode_answer
from sayso.llm.resolution import AnswerResolver
from sayso.llm.sentences import NumberedSentences
from sayso.model.drafts import DraftCheck, Drafts


def resolve(answer: object) -> Drafts:
    check = DraftCheck(TEXT)
    resolver = AnswerResolver(NumberedSentences(parse(TEXT)), check)
    resolver.add(decode_answer(msgspec.json.encode(answer).decode(), check), range(3))
    assert not check.dropped
    return resolver.drafts()


def test_answer_survives_offsets_and_words() -> None:
    drafts = resolve(ANSWER)
    assert len(drafts.claims) == 3
    kept = without_words(msgspec.json.decode(msgspec.json.encode(drafts)))
    assert TEXT[:20] not in str(kept)
    again = msgspec.convert(with_words(kept, TEXT), Drafts)
    assert again == drafts
    assert resolve(Writer(NumberedSentences(parse(TEXT))).answer(again)) == drafts


def test_kept_answers_hold_no_words_of_reports() -> None:
    rows = [msgspec.json.decode(line) for line in RECORDED.read_bytes().splitlines()]
    assert len(rows) == 90
    assert '"text"' not in RECORDED.read_text(encoding="utf-8")
