"""Which name a pronoun or a description stands for.

Names compete for a pronoun (`salience.py`), if gender and number allow. A quoted "I" or "we" is who says the
quotation. Descriptions ("the foreign secretary", "the group", "the Court") go to the name that was told to be
one, or that ends in the same word, or to the nearest of that kind.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable

from sayso.gazetteer.words import word_table, words_of
from sayso.language.antecedents import Candidate, find_candidates, is_subject
from sayso.language.descriptions import Names, describe, description_start
from sayso.language.salience import Scene, score
from sayso.model import Coreference, Parse, Token

__all__ = ["resolve"]

# A name is looked for this many sentences back; swept 2-12 on the training reports.
_REACH = 8
# So many names compete for a pronoun at most; 77 are the most in 27,783 sentences of news and of resolutions.
_MAX_OPTIONS = 100
# ... and where none within reach may be meant, one is looked for among so many names before. The report with
# the most, of 34,000 characters, has 648.
_MAX_NAMES = 1_000


def resolve(parse: Parse) -> tuple[Coreference, ...]:
    """Resolve pronouns and descriptions to names, in text order; what cannot be resolved is left out.

    The antecedent is the name itself, never another pronoun.
    """
    return Resolver(parse).run()


class Resolver:
    """Walks through one text and keeps what was last spoken of, and by whom."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.paragraphs = _paragraphs(parse)
        self.candidates = find_candidates(parse, self.paragraphs)
        self.quoted = _quoted(parse)
        self.taken = {i for one in self.candidates for i in range(one.first, one.last)}
        self.last: dict[str, tuple[str, int]] = {}
        self.genders: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.found: dict[int, tuple[int, int, Candidate]] = {}
        self._names = Names(parse, self.candidates)
        self._firsts = [one.first for one in self.candidates]
        self._sentences = [one.sentence for one in self.candidates]
        self._ends = {one.last - 1: one for one in self.candidates}
        self._by_token = _by_token(self.candidates)
        self._by_head: defaultdict[int, list[int]] = defaultdict(list)
        for n, candidate in enumerate(self.candidates):
            self._by_head[candidate.head].append(n)
        self._speakers: dict[int, Candidate] = {}
        self._speaker = ""

    def run(self) -> tuple[Coreference, ...]:
        """Resolve word by word; first persons last, when their speakers are known."""
        first_persons = []
        for token in self.parse.tokens:
            if token.i in self.taken:
                self._pass_name(token)
            elif _pronoun_kind(token.lower) == "i" and token.text != "US":
                first_persons.append(token)
            elif token.pos == "PRON" or token.tag in ("PRP", "PRP$"):
                self._resolve_pronoun(token)
            elif token.pos in ("NOUN", "PROPN"):
                self._resolve_description(token)
            self._note_speaker(token)
        verbs = sorted(self._speakers)
        for token in first_persons:
            self._resolve_first_person(token, verbs)
        return tuple(self._coreference(i) for i in sorted(self.found))

    def _coreference(self, i: int) -> Coreference:
        first, last, one = self.found[i]
        return Coreference(
            mention=self.parse.span(first, last), antecedent=self.parse.span(one.first, one.last)
        )

    def _pass_name(self, token: Token) -> None:
        one = self._ends.get(token.i)
        if one is not None:
            self.counts[one.thing] += 1

    def _note_speaker(self, token: Token) -> None:
        """Keep who said the last thing outside a quotation."""
        verb = self.parse.tokens[token.head]
        if token.dep == "nsubj" and not self.quoted[token.i] and verb.lemma in words_of("coreference", "say"):
            speaker = self.at(token.i)
            if speaker is not None:
                self._speaker = speaker.thing
                self._speakers[verb.i] = speaker

    def at(self, i: int) -> Candidate | None:
        """The name at token `i`, or the one a pronoun or description there stands for."""
        return self._by_token.get(i)

    def options(self, token: Token, kind: str) -> list[Candidate]:
        """The names before a pronoun that gender and number allow, within reach, or the last one beyond."""
        found = self._before(token, lambda one: self._fits(one, kind))
        if not found and kind in ("m", "f"):  # a first name that tells the wrong gender
            found = self._before(token, lambda one: one.kind == "person")
        return found

    def _before(self, token: Token, fits: Callable[[Candidate], bool]) -> list[Candidate]:
        """The names before a pronoun that fit, within reach, or the last one beyond."""
        stop = bisect_left(self._firsts, token.i)
        reach = bisect_left(self._sentences, self.parse.sentence_index(token.i) - _REACH)
        near = [one for one in self.candidates[reach:stop] if fits(one)]
        beyond = reversed(self.candidates[max(0, stop - _MAX_NAMES) : reach])
        return near[-_MAX_OPTIONS:] or next(([one] for one in beyond if fits(one)), [])

    def scene(self, token: Token, kind: str, options: list[Candidate]) -> Scene:
        """What stands around a pronoun."""
        sentence = self.parse.sentence_index(token.i)
        thing, spoken = self.last.get(kind, ("", -9))
        return Scene(
            token=token,
            kind=kind,
            sentence=sentence,
            quoted=self.quoted[token.i],
            last=thing if sentence - spoken <= 3 else "",
            speaker=self._speaker,
            newest=options[-1].first if options else -1,
            paragraph=self.paragraphs[token.i],
            counts=self.counts,
        )

    def _resolve_pronoun(self, token: Token) -> None:
        kind = _pronoun_kind(token.lower)
        if not kind or (kind == "it" and _is_empty(self.parse, token)):
            return
        options = self.options(token, kind)
        scene = self.scene(token, kind, options)
        chosen = max(
            options,
            key=lambda one: (score(self.parse, one, scene, self.quoted[one.head]), one.first),
            default=None,
        )
        if chosen is None and kind in ("m", "f"):
            chosen = self._after(token, kind)
        if chosen is not None:
            self.keep(token, chosen, kind)

    def keep(self, token: Token, one: Candidate, kind: str) -> None:
        """Take a name for a pronoun, and what the pronoun tells of its gender."""
        self._take(token.i, token.i + 1, one)
        self.last[kind] = (one.thing, self.parse.sentence_index(token.i))
        if kind in ("m", "f") and one.kind == "person":
            self.genders.setdefault(one.thing, kind)

    def _take(self, first: int, last: int, one: Candidate) -> None:
        """Take a name for the words from `first` to `last`."""
        self.found[first] = (first, last, one)
        for i in range(first, last):
            self._by_token.setdefault(i, one)

    def _after(self, token: Token, kind: str) -> Candidate | None:
        """A name later in the same sentence ("As he left, ...")."""
        start = bisect_right(self._firsts, token.i)
        stop = bisect_right(self._sentences, self.parse.sentence_index(token.i))
        return next((one for one in self.candidates[start:stop] if self._fits(one, kind)), None)

    def _fits(self, one: Candidate, kind: str) -> bool:
        """Whether gender and number of a name allow a pronoun."""
        if kind in ("m", "f"):
            return one.kind == "person" and (one.gender or self.genders.get(one.thing, "")) in ("", kind)
        if kind == "it":
            return one.kind in ("organization", "group", "country", "office", "outlet", "place")
        return one.plural or one.kind in ("plural", "people", "group", "organization", "office", "outlet")

    def _resolve_description(self, token: Token) -> None:
        first = description_start(self.parse, token)
        if first is None or first in self.found:
            return
        chosen = describe(self.parse, token, first, self._names, self.counts)
        if chosen is not None:
            self._take(first, token.i + 1, chosen)

    def _resolve_first_person(self, token: Token, verbs: list[int]) -> None:
        """Give "I" or "we" to whoever says the words; "we" to the body that a person speaks for."""
        speaker = self._sayer(token, verbs)
        if speaker is None:
            return
        if token.lower in word_table("pronouns")["we"] and speaker.kind == "person":
            speaker = self._body_of(speaker)
        if speaker is not None:
            self.found[token.i] = (token.i, token.i + 1, speaker)

    def _sayer(self, token: Token, verbs: list[int]) -> Candidate | None:
        """Who says a quotation: told in its paragraph, or the last speaker before it; `verbs` in order."""
        here = self.paragraphs[token.i]
        begin = bisect_left(verbs, here, key=self.paragraphs.__getitem__)
        end = bisect_right(verbs, here, key=self.paragraphs.__getitem__)
        if self.quoted[token.i] and begin < end:
            at = bisect_left(verbs, token.i, begin, end)
            near = verbs[max(begin, at - 1) : min(end, at + 1)]
            return self._speakers[min(near, key=lambda i: (abs(i - token.i), i))]
        if begin == 0:
            return None
        speaker = verbs[begin - 1]
        if self.quoted[token.i] and here - self.paragraphs[speaker] <= 2:
            return self._speakers[speaker]
        sentence = self.parse.sentence_of(speaker)
        opens = self.parse.tokens[sentence.last - 1].text == ":"  # "The minister said:" and a statement below
        return self._speakers[speaker] if opens else None

    def _body_of(self, person: Candidate) -> Candidate | None:
        """The organisation in whose name a person speaks ("Jo Hill, the Harbour Authority's spokeswoman")."""
        inside = self.parse.subtree(person.head, frozenset({"relcl", "conj"}))
        found = (self.candidates[n] for n in sorted(n for i in inside for n in self._by_head.get(i, ())))
        return next((one for one in found if one.kind in ("organization", "office", "group")), None)


def _by_token(candidates: list[Candidate]) -> dict[int, Candidate]:
    """By each of its words, and by its head, the first of the names that have it."""
    found: dict[int, Candidate] = {}
    for candidate in candidates:
        for i in (*range(candidate.first, candidate.last), candidate.head):
            found.setdefault(i, candidate)
    return found


def _pronoun_kind(word: str) -> str:
    for kind, words in word_table("pronouns").items():
        if word in words:
            return "i" if kind == "we" else str(kind)
    return ""


def _is_empty(parse: Parse, token: Token) -> bool:
    """Whether "it" stands for nothing ("it is clear that", "it was reported that", "it rained")."""
    if token.dep == "expl":
        return True
    if not is_subject(token):
        return False
    verb = parse.tokens[token.head]
    clause = parse.child(verb.i, "ccomp", "xcomp", "advcl", "csubj")
    if verb.lemma in ("be", "seem", "appear", "take") or (token.dep == "nsubjpass" and clause is not None):
        return clause is not None or parse.child(verb.i, "acomp", "attr") is not None
    return False


def _paragraphs(parse: Parse) -> list[int]:
    """The number of each token's paragraph; a line end closes one."""
    numbers, number, end = [], 0, 0
    for token in parse.tokens:
        number += "\n" in parse.text[end : token.start]
        numbers.append(number)
        end = token.end
    return numbers


def _quoted(parse: Parse) -> list[bool]:
    """For each token whether it stands in quotation marks; a line end closes them."""
    inside, marks, end = [], False, 0
    for token in parse.tokens:
        if "\n" in parse.text[end : token.start]:
            marks = False
        end = token.end
        if token.text == "“":
            marks = True
        elif token.text == "”":
            marks = False
        elif token.text == '"':
            marks = not marks
        inside.append(marks)
    return inside
