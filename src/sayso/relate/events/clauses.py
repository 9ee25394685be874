"""Words of a report that say by themselves what happened: titles, clauses, sentences and nouns."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from sayso.codebook import word_set
from sayso.codebook.word_forms import base_forms
from sayso.model import Participant, Report, SourcedClaim, Span
from sayso.relate.events.names import call_participant, is_pronoun

__all__ = [
    "LONGEST_LABEL",
    "find_clause",
    "find_phrase",
    "find_sentence",
    "find_title",
    "stands_as_noun",
    "title_of",
    "trim",
]

# A stop within a number or a short form ("2,750", "Dr. Haddad") is none; a full stop ends only the sentence.
_STOPS = re.compile(
    r"[;!?()\[\]\n‚]|[,:](?!\w)|\s[–—-]+\s|--"
    r"|\b(?:but|while|although|though)\b|\band (?=(?:that|he|she|they|it|we|I)\b)"
)
# A lone hyphen may be a dash or the middle of a word ("anti - aircraft").
_HYPHEN = re.compile(r" - (\w+)")
_STOPS_OR_QUOTES = re.compile(rf"{_STOPS.pattern}|[“”\"]|``|''")
_WORD = re.compile(r"[\w’'-]+")
_TAIL = re.compile(r"(?:[\s,;:–—-]|(?<![A-Z])\.)+$")
_PAIRS = (("“", "”"), ("``", "''"), ("(", ")"))
LONGEST_LABEL = 120
_LONGEST_DATE_LINE = 12
_LEAST_COMPLEMENT = 3
# At most so many words lead to a verb.
_MOST_VERBS = 6
# An outlet or section behind a title ("... | Europe", "... - Example News"), a form before it ("WATCH: ...").
_SECTION = re.compile(
    r"\s+(?:\||[–—-])\s+[A-Z][\w.&’']{2,}(?:\s+[A-Z][\w.&’']*){0,3}$"
    r"|^(?:BREAKING|EXCLUSIVE|LIVE|UPDATE|VIDEO|WATCH)(?: \w+)?:\s+"
)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d: ?\d\d\b")
_LATER = re.compile(r"^(?:also|then|later) ")
# "He has not said that he will act", "He denied that he ...".
_DENIED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bden(?:y|ies|ied))\b[^,;]*\b(?:that|whether|if)\b[^,;]*$", re.IGNORECASE
)
# What opens a sentence and may be left out ("LYON - ...", "In 2011, ...", "But ...").
_ADVERBIAL = re.compile(
    r"^(?:[A-Z][A-Z.,' ]+(?:\([^)]*\) )?(?:--|[–—-]+) )?"
    r"(?:(?:But|And|Yet|So)\s+)?(?:(?:\w+ly|In|On|At|After|Meanwhile|However|Still)(?: \w+){0,2}, )?"
)
# What stands between a subject and its verb and may be left out, and a relative pronoun.
_ASIDE = re.compile(r"\s*(?:(?:,[^,;]{1,90})+,|\([^)]{1,60}\))(?=\s)|,?\s+(?:who|which|that)(?=\s)")


def title_of(report: Report) -> str:
    """Return the title of a report without outlet and section, else a first line that may be one, else ""."""
    if report.title:
        return _SECTION.sub("", report.title)
    *lines, _ = [line.strip() for line in report.text.strip().split("\n")[:3]]
    heads = (line for line in lines if not _DATE.search(line) or len(line.split()) > _LONGEST_DATE_LINE)
    line = next((line for line in heads if len(line) <= LONGEST_LABEL and " " in line), "")
    return "" if line.endswith((".", "”", '"', "''", ":")) else line


def find_title(claims: Iterable[SourcedClaim]) -> str:
    """Return the first title that tells the event: a trigger stands in it; "" if none does."""
    for sourced in claims:
        title = title_of(sourced.report)
        start = sourced.report.text.find(title)
        if title and 0 <= start <= sourced.claim.trigger.start < start + len(title):
            return title
    return ""


def find_sentence(sourced: SourcedClaim) -> str:
    """Return the sentence of a claim, if it says by itself who is meant; else "".

    A pronoun that opens it is named, a short adverbial is left out, a long one ends with the event's clause.
    """
    sentence, text, before = sourced.claim.sentence, sourced.report.text, _before(sourced)
    said = text[sentence.start : sentence.end].rstrip()
    is_whole = len(said) <= LONGEST_LABEL and (said.endswith(".") or _subject(sourced) is not None)
    if not is_whole:
        said = text[sentence.start : _end(sourced, sentence.start) or sentence.start]
    for person in (*sourced.claim.actors, *sourced.claim.recipients):
        if person.start == sentence.start and is_pronoun(person):
            said = f"{call_participant(person) or person.text}{said[len(person.text) :]}"
    said = _ADVERBIAL.sub("", said)
    opener, *words = said.lower().split() or [""]
    is_part = opener in _inside() | _clause_openers() or opener.endswith("ing") or "," in said
    is_part |= not {"who", "which"}.isdisjoint(words)
    last_words = [
        *re.split(r"\b(?:that|said|says|told)\b", before)[-1].split(),
        sourced.claim.trigger.text.split()[0],
    ]
    has_verb = any(_may_stand_between(word) or _is_past(word) for word in last_words)
    is_clause = not _is_open(sourced) and (is_whole or (has_verb and not is_part))
    return _pair(said.rstrip(".")) if is_clause and "\n" not in said and not _leans(said) else ""


def find_clause(sourced: SourcedClaim) -> str:
    """Return the clause of an event: subject, finite verb, and what follows up to the next clause.

    Returns "" if one of them is missing, or if the clause does not say by itself who is meant.
    """
    claim, text, subject = sourced.claim, sourced.report.text, _subject(sourced)
    if subject is not None:
        name, start = f"{_call_all(subject, sourced)} ", _start(subject, sourced)
    else:
        name, start = "", claim.sentence.start + _last_bound(_before(sourced))
        if not _is_subject_with_auxiliary(text[start : claim.trigger.start].split()):
            return ""
    end = _end(sourced, start - len(name))
    if end is None or _is_open(sourced) or _DENIED.search(text, claim.sentence.start, start):
        return ""
    # "The three who voted against it would not comment" does not end before its main verb.
    verbs = (word in _auxiliaries() or _is_past(word) for word in text[claim.trigger.end : end].split())
    if subject is not None and _is_relative(subject, sourced) and any(verbs):
        return ""
    rest = _name_pronouns(sourced, subject, Span(start=start, end=end, text=text[start:end]))
    return "" if not rest or _leans(rest, name) else _pair(f"{name}{_LATER.sub('', rest)}")


def _is_open(sourced: SourcedClaim) -> bool:
    """Tell whether what follows a trigger says too little: a pronoun, or nothing where it is needed."""
    claim, text = sourced.claim, sourced.report.text
    following = text[claim.trigger.end : claim.sentence.end].lower().strip()
    pronouns = word_set("labels", "label", "third") | {"it", "this"}
    named = [person.start for person in claim.recipients if call_participant(person)]
    if (_WORD.findall(following)[:1] or [""])[0] in pronouns or following.rstrip(".") == "that":
        return claim.trigger.end + 1 not in named
    is_passive = _is_passive(_before(sourced).lower().split()[-3:])
    is_bare = not _WORD.match(following) or following.startswith(("and ", "or "))
    return is_bare and not is_passive and claim.event.type in word_set("labels", "clause", "open")


def find_phrase(sourced: SourcedClaim) -> str:
    """Return the noun for an event with its complements ("talks with the club"); "" without complements."""
    trigger, text = sourced.claim.trigger, sourced.report.text
    end = _end(sourced, trigger.start)
    phrase = text[trigger.start : end]
    words = phrase[len(trigger.text) :].lower().split()
    is_whole = len(words) >= _LEAST_COMPLEMENT and words[0] in word_set("labels", "noun", "behind")
    is_open = _leans(phrase) or not {"his", "her", "their"}.isdisjoint(words)
    return _pair(phrase) if end and stands_as_noun(sourced) and is_whole and not is_open else ""


def stands_as_noun(sourced: SourcedClaim) -> bool:
    """Tell whether the trigger is a noun, by the words before it."""
    first = sourced.claim.trigger.text.split()[0].lower()
    last = (_before(sourced).lower().split() or [""])[-1].lstrip("“‘'\"(")
    if first.endswith("ed"):
        return False
    behind = word_set("labels", "noun", "articles")
    if not first.endswith("ing"):
        behind |= word_set("labels", "noun", "before")
    return last in behind or last.endswith(("'s", "’s", "s’", "s'"))


def _subject(sourced: SourcedClaim) -> Participant | None:
    """Return the participant who is the subject of the verb, an actor first."""
    people = (*sourced.claim.actors, *sourced.claim.recipients)
    return next((person for person in people if _is_subject(person, sourced)), None)


def _is_subject(person: Participant, sourced: SourcedClaim) -> bool:
    """Tell whether a participant can be named, and stands before a finite verb and behind no preposition."""
    claim, text = sourced.claim, sourced.report.text
    if not claim.sentence.start <= person.start < person.end <= claim.trigger.start:
        return False
    before = text[claim.sentence.start : person.start].lower().split()
    is_inside = before[-1:] and before[-1] in _inside() and not _is_relative(person, sourced)
    if not call_participant(person) or is_inside or before[-1:] == ["-"]:
        return False
    words, verb = _words_between(person, sourced), claim.trigger.text.split()[0].lower()
    if not _leads(person, sourced):
        start = _start(person, sourced)
        opening = _ADVERBIAL.sub("", text[claim.sentence.start : person.start]).rstrip()
        is_joined = start > _behind(person, sourced) and opening[-1:] in ("", ",")
        lead = text[start : claim.trigger.start].lower().split()
        is_active = person in claim.actors and (_is_inflected(verb) or not all(map(_may_stand_between, lead)))
        return is_joined and (is_active or _is_passive(lead))
    words = [word for word in words if not word.endswith("ly")]
    if words:
        return words[0] not in word_set("labels", "clause", "infinite") and not words[0].endswith("ing")
    return _is_inflected(verb)


def _start(subject: Participant, sourced: SourcedClaim) -> int:
    """Return the start of what follows a subject ("The envoy opened the talks, | appealed")."""
    behind, end = _behind(subject, sourced), sourced.claim.trigger.start
    if _leads(subject, sourced):
        return behind
    joined = re.search(
        r"(?:[,;:]\s+(?:and\s+|but\s+)?|\b(?:and|but)\s+)((?:\w+\s+)*)$",
        sourced.report.text[behind:end].lower(),
    )
    lead = joined[1].split() if joined is not None else []
    is_verb = not lead or _may_stand_between(lead[0]) or _is_past(lead[0])
    return end - len(joined[1]) if joined is not None and is_verb and _are_verbs(lead) else behind


def _call_all(subject: Participant, sourced: SourcedClaim) -> str:
    """Return the name of a subject, or the words for a list of people that ends with it."""
    text, start = sourced.report.text, subject.start
    people = (*sourced.claim.actors, *sourced.claim.recipients)
    for person in sorted(people, key=lambda person: -person.start):
        between = text[person.end : start].strip() if person.end <= start else ""
        if between in ("and", ", and") or (between == "," and start < subject.start):
            start = person.start
    return text[start : subject.end] if start < subject.start else call_participant(subject)


def _is_inflected(verb: str) -> bool:
    return _is_past(verb) or (verb.endswith("s") and bool(base_forms(verb)))


def _is_past(verb: str) -> bool:
    is_past = verb in word_set("labels", "clause", "unchanged") or bool(base_forms(verb))
    return is_past and not verb.endswith(("ing", "s"))


def _is_passive(words: Iterable[str]) -> bool:
    return not word_set("labels", "noun", "passive").isdisjoint(words)


def _leads(person: Participant, sourced: SourcedClaim) -> bool:
    """Tell whether the words from a subject to a trigger are verbs that lead to it."""
    between = sourced.report.text[_behind(person, sourced) : sourced.claim.trigger.start]
    return not _STOPS.search(between) and _are_verbs(_words_between(person, sourced))


def _are_verbs(words: Sequence[str]) -> bool:
    """Tell whether words lead to a trigger, as fillers or verbs ("is ready to", "made an")."""
    if all(map(_may_stand_between, words)):
        return True
    excluded = _inside() - {"to"} | word_set("origins", "names", "pronouns") | _clause_openers()
    is_verb = words[0] != "to" and (_may_stand_between(words[0]) or _is_inflected(words[0]))
    return is_verb and len(words) <= _MOST_VERBS and (excluded | {"'s", "’s", "'", "’"}).isdisjoint(words)


def _may_stand_between(word: str) -> bool:
    return word in word_set("labels", "noun", "between") or word.endswith(("ly", "n't", "n’t"))


def _is_subject_with_auxiliary(words: Sequence[str]) -> bool:
    """Tell whether words before a verb are a subject that no participant names, and an auxiliary."""
    last = list(takewhile(_may_stand_between, reversed(words)))[::-1]
    first = [word.lower() for word in words[: len(words) - len(last)]]
    auxiliary = next((word for word in last if not word.endswith("ly")), "to")
    outside = _inside() | word_set("labels", "label", "openers")
    is_subject = bool(first) and first[0] not in outside and not first[0].endswith(("ing", "ed"))
    return is_subject and auxiliary not in word_set("labels", "clause", "infinite")


def _name_pronouns(sourced: SourcedClaim, subject: Participant | None, span: Span) -> str:
    """Return a part of the text with names for the pronouns among its recipients; "" if one stays open."""
    text, own = span.text, subject.entity.id if subject is not None and subject.entity is not None else None
    for person in sorted(sourced.claim.recipients, key=lambda person: -person.start):
        is_own = person.entity is not None and person.entity.id == own
        if is_pronoun(person) and span.start <= person.start and person.end <= span.end and not is_own:
            name = call_participant(person)
            if not name:
                return ""
            text = f"{text[: person.start - span.start]}{name}{text[person.end - span.start :]}"
    return text.strip()


def _leans(text: str, name: str = "") -> bool:
    """Tell whether a text behind a name is in the first person, or without one does not say who is meant."""
    words = {word.lower() for word in re.findall(r"\w+", text) if word == "I" or not word.isupper()}
    leaning = word_set("labels", "label", "first")
    return not words.isdisjoint(leaning if name else leaning | word_set("labels", "label", "third"))


def _last_bound(before: str) -> int:
    """Return the offset after the last stop or word that opens a clause."""
    ends = [match.end() for match in _STOPS_OR_QUOTES.finditer(before)]
    boundaries = _clause_openers() - {"and", "or"} | word_set("labels", "bounds", "openers")
    ends += [match.end() for match in _WORD.finditer(before) if match.group().lower() in boundaries]
    return max(ends, default=0)


def _end(sourced: SourcedClaim, start: int) -> int | None:
    """Return the end of the clause: after its arguments and at a stop; None if unknown.

    One that is longer than a label from `start` on ends before a preposition or another clause.
    """
    claim, text = sourced.claim, sourced.report.text
    first, last = claim.trigger.end, claim.sentence.end
    limit, behind = min(last, start + LONGEST_LABEL), first
    arguments: list[Span] = [*claim.recipients, *([claim.object.span] if claim.object else [])]
    for span in sorted(arguments, key=lambda span: span.start):
        is_list = text[behind : span.start].strip() in (",", "and", ", and")
        begin = span.start if is_list else behind
        if first <= span.start and span.end <= limit and not _STOPS.search(text, begin, span.end):
            behind = max(behind, span.end)
    stop = _STOPS.search(text, behind, last)
    bound = stop.start() if stop is not None else last
    if bound > limit:
        words = [(match.start(), match.group().lower()) for match in _WORD.finditer(text, behind, limit)]
        joints = [start for start, word in words if word in ("and", "or")]
        clauses = [start for start, word in words if word in _clause_openers() and start not in joints]
        phrases = [
            start
            for (_, before), (start, word) in pairwise(words)
            if word in word_set("labels", "clause", "cuts") and not before.endswith(("ing", "ed"))
        ]
        bound = next(iter([*clauses[:1], *phrases[-1:], *joints[-1:]]), behind)
    hyphen = _HYPHEN.match(text, bound)
    is_inside_word = text[bound] in "'’" if bound < last else False
    if bound > limit or is_inside_word or (hyphen and hyphen[1].lower() not in _clause_openers()):
        return None
    return first + len(trim(text[first:bound]))


def trim(text: str) -> str:
    """Remove words that no label may end with, and the name of a day at the end."""
    hanging = word_set("labels", "bounds", "hanging") | word_set("labels", "bounds", "days")
    text = _TAIL.sub("", text)
    while (match := re.search(r"(?:^|\s)([\w’'-]+)$", text)) and match.group(1).lower() in hanging:
        text = _TAIL.sub("", text[: match.start()])
    return text


def _pair(text: str) -> str:
    """Remove quotation marks and brackets that lack their other half."""
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text.replace('"', "") if text.count('"') % 2 else text


def _before(sourced: SourcedClaim) -> str:
    """Return the words before the trigger in its sentence."""
    return sourced.report.text[sourced.claim.sentence.start : sourced.claim.trigger.start]


def _behind(person: Participant, sourced: SourcedClaim) -> int:
    """Return the end of a participant, or of the aside or relative pronoun that follows it."""
    aside = _ASIDE.match(sourced.report.text, person.end, sourced.claim.trigger.start)
    return aside.end() if aside else person.end


def _is_relative(person: Participant, sourced: SourcedClaim) -> bool:
    return sourced.report.text[person.end : _behind(person, sourced)].endswith(("who", "which", "that"))


def _words_between(person: Participant, sourced: SourcedClaim) -> list[str]:
    return sourced.report.text[_behind(person, sourced) : sourced.claim.trigger.start].lower().split()


def _auxiliaries() -> frozenset[str]:
    return word_set("labels", "noun", "between") - word_set("labels", "clause", "infinite")


def _inside() -> frozenset[str]:
    return word_set("labels", "clause", "inside")


def _clause_openers() -> frozenset[str]:
    return word_set("labels", "bounds", "words")
