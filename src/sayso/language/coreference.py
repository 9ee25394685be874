"""Which name a pronoun or a description stands for.

Names compete for a pronoun: the nearer, the subject, and the one that the last pronoun stood for win, if
gender and number allow. Descriptions ("the foreign secretary", "the group", "the Court") go to the nearest
name that was told to be one, or that ends in the same word.
"""

from sayso.language.antecedents import Candidate, description_words, find_candidates, is_subject
from sayso.model import Coreference, Parse, Token

__all__ = ["resolve"]

_MALE = frozenset({"he", "him", "his", "himself"})
_FEMALE = frozenset({"she", "her", "hers", "herself"})
_NEUTER = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
_SINGULAR_FIRST = frozenset({"i", "my", "me", "myself"})
_PLURAL_FIRST = frozenset({"we", "our", "us", "ourselves"})
_SAYING = frozenset(
    [
        "say",
        "tell",
        "add",
        "write",
        "note",
        "state",
        "announce",
        "explain",
        "argue",
        "claim",
        "insist",
        "warn",
        "stress",
        "admit",
        "declare",
        "tweet",
        "reply",
        "continue",
        "recall",
        "believe",
        "think",
        "ask",
        "answer",
        "comment",
        "remark",
        "vow",
        "urge",
        "concede",
        "report",
    ]
)
# A person or body is looked for this many sentences back; swept 2-12 on the training reports.
_REACH = 6


def resolve(parse: Parse) -> tuple[Coreference, ...]:
    """Resolve pronouns and descriptions to names, in text order; what cannot be resolved is left out.

    The antecedent is the name itself, never another pronoun.
    """
    return _Resolver(parse).run()


class _Resolver:
    """Walks through one text and keeps what was last spoken of."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.candidates = find_candidates(parse)
        self.quoted = _quoted(parse)
        self.taken = {i for one in self.candidates for i in range(one.first, one.last)}
        self.last: dict[str, tuple[str, int]] = {}
        self.found: dict[int, tuple[int, int, Candidate]] = {}

    def run(self) -> tuple[Coreference, ...]:
        """Resolve word by word; first persons last, when their speakers are known."""
        first_persons = []
        for token in self.parse.tokens:
            if token.i in self.taken:
                continue
            word = token.lower
            if word in _SINGULAR_FIRST or word in _PLURAL_FIRST:
                if self.quoted[token.i]:
                    first_persons.append(token)
            elif token.pos == "PRON" or token.tag in ("PRP", "PRP$"):
                self._resolve_pronoun(token)
            elif token.pos in ("NOUN", "PROPN"):
                self._resolve_description(token)
        for token in first_persons:
            self._resolve_speaker(token)
        return tuple(self._coreference(i) for i in sorted(self.found))

    def _coreference(self, i: int) -> Coreference:
        first, last, one = self.found[i]
        return Coreference(
            mention=self.parse.span(first, last), antecedent=self.parse.span(one.first, one.last)
        )

    def _resolve_pronoun(self, token: Token) -> None:
        kind = _pronoun_kind(token.lower)
        if not kind or (kind == "it" and _is_empty(self.parse, token)):
            return
        fitting = [one for one in self.candidates if one.last <= token.i and _fits(one, kind)]
        sentence = self.parse.sentence_index(token.i)
        near = [one for one in fitting if sentence - one.sentence <= _REACH]
        chosen = max(near, key=lambda one: (self._score(one, token, kind), one.first), default=None)
        if chosen is None and kind in ("m", "f"):
            chosen = fitting[-1] if fitting else self._after(token, kind)
        if chosen is not None:
            self._keep(token.i, token.i + 1, chosen, kind)

    def _after(self, token: Token, kind: str) -> Candidate | None:
        """A name later in the same sentence ("As he left, ...")."""
        sentence = self.parse.sentence_index(token.i)
        return next(
            (
                one
                for one in self.candidates
                if one.first > token.i and one.sentence == sentence and _fits(one, kind)
            ),
            None,
        )

    def _score(self, one: Candidate, token: Token, kind: str) -> float:
        """How likely a pronoun stands for a name; weights were set by hand on the training reports."""
        parse = self.parse
        head = parse.tokens[one.head]
        away = parse.sentence_index(token.i) - one.sentence
        score = -1.0 * away
        subject = is_subject(head)
        score += 1.0 if subject else 0.0
        score += 0.4 if subject and is_subject(token) else 0.0
        score += 0.6 if one.gender == kind else 0.0
        thing, spoken = self.last.get(kind, ("", -9))
        if thing == one.thing and parse.sentence_index(token.i) - spoken <= 2:
            score += 1.6
        if away == 0 and head.head == token.head and head.i != token.head and subject != is_subject(token):
            score -= 3.0  # one verb's subject and object are two things
        if head.dep in ("poss", "compound") or (one.kind == "people" and head.pos == "ADJ"):
            score -= 0.7
        if self.quoted[token.i] and self._speaks(one, token):
            score -= 2.0
        if (
            not self.quoted[token.i]
            and parse.tokens[token.head].lemma in _SAYING
            and is_subject(token)
            and self.quoted[one.head]
        ):
            score -= 1.5
        if kind == "it" and one.kind in ("country", "place"):
            score -= 0.5
        if kind == "they" and one.kind not in ("plural", "people"):
            score -= 0.6
        return score

    def _speaks(self, one: Candidate, token: Token) -> bool:
        """Whether a name is the subject of a verb of saying in the pronoun's sentence."""
        head = self.parse.tokens[one.head]
        return (
            one.sentence == self.parse.sentence_index(token.i)
            and is_subject(head)
            and self.parse.tokens[head.head].lemma in _SAYING
        )

    def _keep(self, first: int, last: int, one: Candidate, kind: str) -> None:
        self.found[first] = (first, last, one)
        self.last[kind] = (one.thing, self.parse.sentence_index(first))

    def _resolve_description(self, token: Token) -> None:
        first = _description_start(self.parse, token)
        if first is None or first in self.found:
            return
        kinds = [
            kind
            for kind, words in description_words().items()
            if token.lemma in words or token.lower in words
        ]
        before = [one for one in self.candidates if one.last <= first]
        chosen = (
            self._told_so(token, before)
            or self._ends_so(token, before)
            or self._by_kind(token, before, kinds)
        )
        if chosen is not None:
            self.found[first] = (first, token.i + 1, chosen)

    def _told_so(self, token: Token, before: list[Candidate]) -> Candidate | None:
        """The nearest person who was told to be a `token`."""
        word = token.lemma
        return next(
            (
                one
                for one in reversed(before)
                if one.kind == "person" and (word in one.posts or token.lower in one.posts)
            ),
            None,
        )

    def _ends_so(self, token: Token, before: list[Candidate]) -> Candidate | None:
        """The nearest longer name of a body that ends in the same word."""
        for one in reversed(before):
            last = self.parse.tokens[one.last - 1]
            if (
                one.kind not in ("person", "plural", "place")
                and one.last - one.first > 1
                and last.lower == token.lower
            ):
                return one
        return None

    def _by_kind(self, token: Token, before: list[Candidate], kinds: list[str]) -> Candidate | None:
        """The nearest name of a kind the noun stands for."""
        sentence = self.parse.sentence_index(token.i)
        if "person" in kinds:
            if not {"man", "woman"} & set(kinds):
                return None
            gender = "f" if "woman" in kinds else "m"
            return next(
                (
                    one
                    for one in reversed(before)
                    if one.kind == "person" and one.gender in ("", gender) and sentence - one.sentence <= 2
                ),
                None,
            )
        for one in reversed(before):
            if sentence - one.sentence <= 4 and (
                one.kind in kinds or (one.kind == "office" and "organization" in kinds)
            ):
                return one
        return None

    def _resolve_speaker(self, token: Token) -> None:
        """Give a quoted "I" or "we" to whoever says the quotation."""
        speaker = self._speaker(token)
        if speaker is None:
            return
        if token.lower in _PLURAL_FIRST and speaker.kind == "person":
            return
        self.found[token.i] = (token.i, token.i + 1, speaker)

    def _speaker(self, token: Token) -> Candidate | None:
        """The subject of the nearest verb of saying outside the quotation, here or one sentence away."""
        here = self.parse.sentence_index(token.i)
        for sentence in (here, here + 1, here - 1, here - 2):
            if 0 <= sentence < len(self.parse.sentences):
                span = self.parse.sentences[sentence]
                for i in range(span.first, span.last):
                    verb = self.parse.tokens[i]
                    if verb.lemma not in _SAYING or self.quoted[i] or verb.pos != "VERB":
                        continue
                    subject = self.parse.child(i, "nsubj")
                    if subject is not None and not self.quoted[subject.i]:
                        return self._at(subject.i)
        return None

    def _at(self, i: int) -> Candidate | None:
        for one in self.candidates:
            if one.first <= i < one.last or one.head == i:
                return one
        return self.found[i][2] if i in self.found else None


def _pronoun_kind(word: str) -> str:
    for kind, words in (("m", _MALE), ("f", _FEMALE), ("it", _NEUTER), ("they", _PLURAL)):
        if word in words:
            return kind
    return ""


def _fits(one: Candidate, kind: str) -> bool:
    """Whether gender and number of a name allow a pronoun."""
    if kind in ("m", "f"):
        return one.kind == "person" and one.gender in ("", kind)
    if kind == "it":
        return one.kind in ("organization", "group", "country", "office", "outlet", "place")
    return one.kind in ("plural", "people", "group") or (
        one.kind in ("organization", "office", "outlet") or one.plural
    )


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


def _description_start(parse: Parse, token: Token) -> int | None:
    """Where a description with "the" or "this" begins, or None for any other noun phrase."""
    article = parse.child(token.i, "det")
    if article is None or article.lower not in ("the", "this", "that") or article.i > token.i:
        return None
    if parse.child(token.i, "relcl", "poss", "appos", "acl") is not None:
        return None
    of = parse.child(token.i, "prep")
    if of is not None and of.i == token.i + 1 and of.lower in ("of", "for", "in"):
        return None
    if any(child.i > token.i for child in parse.children(token.i, "compound")) or token.dep == "compound":
        return None
    between = token.i - article.i - 1
    return article.i if between <= 2 else None


def _quoted(parse: Parse) -> list[bool]:
    """For each token whether it stands in quotation marks; a line end closes them."""
    inside, marks, line = [], False, 0
    for token in parse.tokens:
        if "\n" in parse.text[line : token.start]:
            marks = False
        line = token.end
        if token.text == "“":
            marks = True
        elif token.text == "”":
            marks = False
        elif token.text == '"':
            marks = not marks
        inside.append(marks)
    return inside
