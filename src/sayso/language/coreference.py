"""Coreference of pronouns and descriptions with names.

The candidates that agree in gender and number are ranked for each pronoun (`salience.py`). A quoted "I" or
"we" refers to the speaker of the quotation. A description ("the foreign secretary", "the group", "the Court")
refers to the name with that title, or that ends in the same word, or to the nearest of its kind.
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

# Sentences before a pronoun that are searched for a name; swept 2-12 on the training reports.
_REACH = 8
# Most candidates ranked for a pronoun; 77 are the most in 27,783 sentences of news and of resolutions.
_MAX_OPTIONS = 100
# Names searched further back if none within reach agrees. The report with the most, of 34,000 characters,
# has 648.
_MAX_NAMES = 1_000


def resolve(parse: Parse) -> tuple[Coreference, ...]:
    """Resolve pronouns and descriptions to names, in text order; what cannot be resolved is left out.

    The antecedent is the name itself, never another pronoun.
    """
    return Resolver(parse).run()


class Resolver:
    """Resolver of a text's coreference, word by word, from the last antecedents and speakers."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.paragraphs = _paragraphs(parse)
        self.candidates = find_candidates(parse, self.paragraphs)
        self.quoted = _quoted(parse)
        self.name_tokens = {
            i for candidate in self.candidates for i in range(candidate.first, candidate.last)
        }
        self.last: dict[str, tuple[str, int]] = {}
        self.genders: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.found: dict[int, tuple[int, int, Candidate]] = {}
        self._names = Names(parse, self.candidates)
        self._firsts = [candidate.first for candidate in self.candidates]
        self._sentences = [candidate.sentence for candidate in self.candidates]
        self._ends = {candidate.last - 1: candidate for candidate in self.candidates}
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
            if token.i in self.name_tokens:
                self._count_name(token)
            elif _pronoun_kind(token.lower) == "i" and token.text != "US":
                first_persons.append(token)
            elif token.pos == "PRON" or token.tag in ("PRP", "PRP$"):
                self._resolve_pronoun(token)
            elif token.pos in ("NOUN", "PROPN"):
                self._resolve_description(token)
            self._record_speaker(token)
        verbs = sorted(self._speakers)
        for token in first_persons:
            self._resolve_first_person(token, verbs)
        return tuple(self._coreference(i) for i in sorted(self.found))

    def _coreference(self, i: int) -> Coreference:
        first, last, candidate = self.found[i]
        return Coreference(
            mention=self.parse.span(first, last), antecedent=self.parse.span(candidate.first, candidate.last)
        )

    def _count_name(self, token: Token) -> None:
        candidate = self._ends.get(token.i)
        if candidate is not None:
            self.counts[candidate.entity] += 1

    def _record_speaker(self, token: Token) -> None:
        """Record the last speaker outside a quotation; one without a name leaves none."""
        verb = self.parse.tokens[token.head]
        if token.dep == "nsubj" and not self.quoted[token.i] and verb.lemma in words_of("coreference", "say"):
            speaker = self.at(token.i) or self._in_apposition(token)
            self._speaker = "" if speaker is None else speaker.entity
            if speaker is not None:
                self._speakers[verb.i] = speaker

    def _in_apposition(self, token: Token) -> Candidate | None:
        """Return the name beside a description ("a witness, shopkeeper Ann Reyes")."""
        heads = (child.i for child in self.parse.children(token.i, "appos"))
        return next((self.candidates[n] for head in heads for n in self._by_head.get(head, ())), None)

    def at(self, i: int) -> Candidate | None:
        """Return the name at token `i`, or the antecedent of the pronoun or description there."""
        return self._by_token.get(i)

    def options(self, token: Token, kind: str) -> list[Candidate]:
        """Return the names before a pronoun that agree with it: those within reach, or the last beyond."""
        found = self._before(token, lambda candidate: self._fits(candidate, kind))
        if not found and kind in ("m", "f"):  # a first name that suggests the wrong gender
            found = self._before(token, lambda candidate: candidate.kind == "person")
        return found

    def _before(self, token: Token, fits: Callable[[Candidate], bool]) -> list[Candidate]:
        """Return the names before a pronoun that pass `fits`: those within reach, or the last beyond."""
        stop = bisect_left(self._firsts, token.i)
        reach = bisect_left(self._sentences, self.parse.sentence_index(token.i) - _REACH)
        near = [candidate for candidate in self.candidates[reach:stop] if fits(candidate)]
        beyond = reversed(self.candidates[max(0, stop - _MAX_NAMES) : reach])
        return near[-_MAX_OPTIONS:] or next(([candidate] for candidate in beyond if fits(candidate)), [])

    def scene(self, token: Token, kind: str, options: list[Candidate]) -> Scene:
        """Return the context of a pronoun, from which the features of its candidates are computed."""
        sentence = self.parse.sentence_index(token.i)
        entity, spoken = self.last.get(kind, ("", -9))
        return Scene(
            token=token,
            kind=kind,
            sentence=sentence,
            quoted=self.quoted[token.i],
            last=entity if sentence - spoken <= 3 else "",
            speaker=self._speaker,
            newest=options[-1].first if options else -1,
            paragraph=self.paragraphs[token.i],
            counts=self.counts,
        )

    def _resolve_pronoun(self, token: Token) -> None:
        kind = _pronoun_kind(token.lower)
        if not kind or (kind == "it" and _is_empty(self.parse, token)) or self._names_nobody(token, kind):
            return
        options = self.options(token, kind)
        scene = self.scene(token, kind, options)
        chosen = max(
            options,
            key=lambda candidate: (
                score(self.parse, candidate, scene, self.quoted[candidate.head]),
                candidate.first,
            ),
            default=None,
        )
        if chosen is None and kind in ("m", "f"):
            chosen = self._after(token, kind)
        if chosen is not None:
            self._assign_pronoun(token, chosen, kind)

    def _names_nobody(self, token: Token, kind: str) -> bool:
        """Return True for a pronoun that stands for a speaker without a name ("a ministry said it would")."""
        if kind not in ("m", "f", "it") or token.dep not in ("nsubj", "nsubjpass", "poss"):
            return False
        for verb in self.parse.ancestors(token.i):
            subject = self.parse.child(verb.i, "nsubj")
            if verb.lemma in words_of("coreference", "say") and subject is not None:
                known = self.at(subject.i) or self._in_apposition(subject)
                is_noun = subject.i < token.i and subject.tag in ("NN", "NNP") and subject.text.islower()
                named = self._between(verb.i, token.i, kind)
                return known is None and is_noun and not named and _agrees(subject, kind)
        return False

    def _between(self, first: int, last: int, kind: str) -> bool:
        """Return True if a name that agrees stands between two words."""
        start, stop = bisect_right(self._firsts, first), bisect_left(self._firsts, last)
        return any(self._fits(candidate, kind) for candidate in self.candidates[start:stop])

    def _assign_pronoun(self, token: Token, candidate: Candidate, kind: str) -> None:
        """Make a name the antecedent of a pronoun, and give a person the pronoun's gender."""
        self._assign(token.i, token.i + 1, candidate)
        self.last[kind] = (candidate.entity, self.parse.sentence_index(token.i))
        if kind in ("m", "f") and candidate.kind == "person":
            self.genders.setdefault(candidate.entity, kind)

    def _assign(self, first: int, last: int, candidate: Candidate) -> None:
        """Make a name the antecedent of the words from `first` to `last`."""
        self.found[first] = (first, last, candidate)
        for i in range(first, last):
            self._by_token.setdefault(i, candidate)

    def _after(self, token: Token, kind: str) -> Candidate | None:
        """Return a name later in the same sentence ("As he left, ...")."""
        start = bisect_right(self._firsts, token.i)
        stop = bisect_right(self._sentences, self.parse.sentence_index(token.i))
        return next(
            (candidate for candidate in self.candidates[start:stop] if self._fits(candidate, kind)), None
        )

    def _fits(self, candidate: Candidate, kind: str) -> bool:
        """Return True if a name agrees in gender and number with a pronoun."""
        if kind in ("m", "f"):
            return candidate.kind == "person" and (
                candidate.gender or self.genders.get(candidate.entity, "")
            ) in ("", kind)
        if kind == "it":
            return candidate.kind in ("organization", "group", "country", "office", "outlet", "place")
        return candidate.plural or candidate.kind in (
            "plural",
            "people",
            "group",
            "organization",
            "office",
            "outlet",
        )

    def _resolve_description(self, token: Token) -> None:
        first = description_start(self.parse, token)
        if first is None or first in self.found:
            return
        chosen = describe(self.parse, token, first, self._names, self.counts)
        if chosen is not None:
            self._assign(first, token.i + 1, chosen)

    def _resolve_first_person(self, token: Token, verbs: list[int]) -> None:
        """Resolve "I" or "we" to the speaker; "we" to the body that a person speaks for."""
        speaker = self._speaker_of(token, verbs)
        if speaker is None:
            return
        if token.lower in word_table("pronouns")["we"] and speaker.kind == "person":
            speaker = self._body_of(speaker)
        if speaker is not None:
            self.found[token.i] = (token.i, token.i + 1, speaker)

    def _speaker_of(self, token: Token, verbs: list[int]) -> Candidate | None:
        """Return the speaker of a quotation: in its paragraph, or the last before; `verbs` are in order."""
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
        """Return the body that a person speaks for ("Jo Hill, the Harbour Authority's spokeswoman").

        The word before "minister" is a portfolio, not a body ("Labour minister Jo Hill").
        """
        inside = self.parse.subtree(person.head, frozenset({"relcl", "conj"}))
        found = (self.candidates[n] for n in sorted(n for i in inside for n in self._by_head.get(i, ())))
        return next(
            (
                candidate
                for candidate in found
                if candidate.kind in ("organization", "office", "group") and not self._is_portfolio(candidate)
            ),
            None,
        )

    def _is_portfolio(self, candidate: Candidate) -> bool:
        """Return True for the word before "minister"."""
        following = self.parse.tokens[candidate.last : candidate.last + 1]
        return any(token.lower == "minister" for token in following)


def _agrees(noun: Token, kind: str) -> bool:
    """Return True if a pronoun may stand for a noun without a name."""
    is_person = noun.lemma in words_of("descriptions", "person")
    is_body = noun.lemma in words_of("descriptions", "organization") | words_of("descriptions", "group")
    return is_body if kind == "it" else is_person


def _by_token(candidates: list[Candidate]) -> dict[int, Candidate]:
    """Map each token, as a word or the head of a name, to the first name that contains it."""
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
    """Return True if "it" has no antecedent ("it is clear that", "it was reported that", "it rained")."""
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
    """Return the number of each token's paragraph; a line end closes a paragraph."""
    numbers, number, end = [], 0, 0
    for token in parse.tokens:
        number += "\n" in parse.text[end : token.start]
        numbers.append(number)
        end = token.end
    return numbers


def _quoted(parse: Parse) -> list[bool]:
    """Return for each token True if it stands in quotation marks; a line end closes them."""
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
