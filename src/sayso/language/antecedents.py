"""Candidate antecedents of pronouns and descriptions, with their gender, number and titles."""

from sayso.gazetteer import BodyKind, NameKind, fold_name, gender_of, is_ordinary, sector_of, title_of
from sayso.gazetteer.names import FoundName, NameLabel, find_names
from sayso.gazetteer.words import words_of
from sayso.model import Parse, Token
from sayso.model.base import Struct

__all__ = ["Candidate", "find_candidates", "is_subject"]

_LARGE = frozenset({"PCLI", "PCLD", "PPLC", "ADM1"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
# Title words collected for a person in a text; no more, as every mention of the person carries them all.
_MAX_POSTS = 100


class Candidate(Struct, frozen=True, kw_only=True):
    """A name at tokens `first` to `last` (exclusive): entity, kind, gender (`m`, `f`, ""), number and posts.

    `entity` is a key that all mentions of an entity share. `posts` are the words of a person's titles, before
    or after the name ("foreign secretary").
    """

    first: int
    last: int
    head: int
    entity: str
    kind: str
    gender: str = ""
    plural: bool = False
    posts: frozenset[str] = frozenset()
    sentence: int = 0
    paragraph: int = 0


def is_subject(token: Token) -> bool:
    """Return True if a word is the subject of a verb."""
    return token.dep in _SUBJECTS


def find_candidates(parse: Parse, paragraphs: list[int]) -> list[Candidate]:
    """Return the names and plural agents of a text in order; `paragraphs` numbers the tokens' paragraphs."""
    people = _People()
    found = []
    for name in find_names(parse):
        if not name.inside:
            candidate = _candidate(parse, name, people, paragraphs)
            if candidate is not None:
                found.append(candidate)
    found += _plurals(parse, found, paragraphs)
    return sorted(found, key=lambda candidate: (candidate.first, candidate.last))


class _People:
    """Full names of the people mentioned so far, by surname."""

    def __init__(self) -> None:
        self.entities: dict[str, tuple[str, str, frozenset[str]]] = {}

    def meet(self, words: list[str], gender: str, posts: frozenset[str]) -> tuple[str, str, frozenset[str]]:
        """Return the entity, gender and posts of a name, merged with those of its earlier mentions."""
        surname = words[-1]
        entity, known_gender, known_posts = self.entities.get(surname, (" ".join(words), "", frozenset()))
        if len(words) > 1 and entity.split()[0] != words[0] and len(entity.split()) > 1:
            entity, known_gender, known_posts = " ".join(words), "", frozenset()
        merged = (
            entity,
            known_gender or gender,
            known_posts if len(known_posts) > _MAX_POSTS else known_posts | posts,
        )
        self.entities[surname] = merged
        return merged

    def knows(self, words: list[str]) -> bool:
        """Return True if the last word is the surname of a person mentioned before."""
        return words[-1] in self.entities


def _candidate(parse: Parse, name: FoundName, people: _People, paragraphs: list[int]) -> Candidate | None:
    words = fold_name(name.text).split()
    head = parse.head_of(parse.tokens[name.first].start, parse.tokens[name.last - 1].end)
    if not words or head is None:
        return None
    kind, entity = _kind(name, words, people)
    if kind == "place" and len(words) == 1 and _is_speaker(parse, name, head):
        kind = "person"
    if not kind or (kind == "people" and (head.pos == "ADJ" or head.dep in ("amod", "compound", "nmod"))):
        return None
    gender, plural, posts = "", False, frozenset[str]()
    if kind == "person":
        gender, posts = _titles_of(parse, name, head)
        gender = (
            next((body.gender for body in name.bodies if body.gender), "")
            or gender
            or gender_of(words[0] if len(words) > 1 else "")
        )
        entity, gender, posts = people.meet(words, gender, posts)
    else:
        plural = head.tag in ("NNPS", "NNS") or kind == "people"
    return Candidate(
        first=name.first,
        last=name.last,
        head=head.i,
        entity=entity,
        kind=kind,
        gender=gender,
        plural=plural,
        posts=posts,
        sentence=parse.sentence_index(name.first),
        paragraph=paragraphs[name.first],
    )


def _is_speaker(parse: Parse, name: FoundName, head: Token) -> bool:
    """Return True if a small place's name is the subject of a verb of speech, so that a person is meant."""
    place = name.places[0]
    small = place.feature not in _LARGE and 0 < place.population < 1_000_000
    return small and head.dep == "nsubj" and parse.tokens[head.head].lemma in words_of("coreference", "say")


def _kind(name: FoundName, words: list[str], people: _People) -> tuple[str, str]:
    """Return the kind of entity that a name refers to, and its key."""
    bodies = [body for body in name.bodies if body.named not in (NameKind.CAPITAL, NameKind.SURNAME)]
    body = bodies[0] if bodies else None
    if body is not None and body.kind is not BodyKind.PERSON:
        if body.named is NameKind.PEOPLE:
            return "people", f"people/{body.key}"
        return body.kind.value, body.key
    if people.knows(words) and (name.label is not NameLabel.ORGANIZATION or len(words) == 1):
        return "person", ""
    if body is not None or (
        name.label is NameLabel.PERSON and not any(place.id < 0 for place in name.places)
    ):
        return "person", ""
    if name.places and (name.label is not NameLabel.ORGANIZATION or not is_ordinary(name.text)):
        return "place", f"place/{' '.join(words)}"
    if name.label is NameLabel.ORGANIZATION or (name.label is NameLabel.UNKNOWN and len(words) > 1):
        return "organization", " ".join(words)
    return "", ""


def _titles_of(parse: Parse, name: FoundName, head: Token) -> tuple[str, frozenset[str]]:
    """Return the gender and posts in the titles before a name and in an apposition after it."""
    gender, posts = "", set()
    sentence = parse.sentence_of(name.first)
    for i in range(name.first - 1, max(sentence.first, name.first - 7) - 1, -1):
        token = parse.tokens[i]
        if token.pos not in ("NOUN", "PROPN", "ADJ", "PART") and token.text not in (".", "-", "’s"):
            break
        title = title_of(token.text)
        gender = gender or (title.gender if title else "")
        if title or sector_of(token.lower) or sector_of(f"{token.lower} {parse.tokens[i + 1].lower}"):
            posts.add(token.lower.strip("."))
    for child in parse.children(head.i, "appos"):
        if child.i > head.i:
            posts |= {parse.tokens[i].lemma for i in parse.subtree(child.i, frozenset({"relcl", "prep"}))}
    if head.dep == "appos" and parse.tokens[head.head].pos == "NOUN":
        posts.add(parse.tokens[head.head].lemma)
    return gender, frozenset(posts)


def _plurals(parse: Parse, found: list[Candidate], paragraphs: list[int]) -> list[Candidate]:
    """Return the plural agents ("officials", "US troops") that can be antecedents of "they"."""
    taken = {i for candidate in found for i in range(candidate.first, candidate.last)}
    plurals = []
    for token in parse.tokens:
        if token.tag != "NNS" or token.i in taken or not sector_of(token.lower):
            continue
        left = [
            i
            for i in parse.subtree(
                token.i, frozenset({"prep", "relcl", "acl", "conj", "cc", "punct", "appos"})
            )
            if i <= token.i
        ]
        if left:
            first = left[0] if parse.tokens[left[0]].pos != "DET" or len(left) == 1 else left[1]
            plurals.append(
                Candidate(
                    first=first,
                    last=token.i + 1,
                    head=token.i,
                    entity=f"plural/{token.lemma}",
                    kind="plural",
                    plural=True,
                    sentence=parse.sentence_index(token.i),
                    paragraph=paragraphs[token.i],
                )
            )
    return plurals
