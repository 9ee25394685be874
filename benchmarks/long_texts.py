"""Texts of any length, made up from a seed: ordinary news, and texts that are hard on a reader."""

import random
from collections.abc import Callable, Iterable, Iterator

__all__ = ["PAGES", "TEXTS"]

_SEED = 17
_PEOPLE = (
    "Adel Haddad",
    "Maria Okonjo",
    "Tomas Lindqvist",
    "Leila Rahimi",
    "Peter Ashworth",
    "Yusuf Demir",
    "Elena Petrova",
    "James Calder",
    "Nadia Benali",
    "Viktor Melnyk",
    "Grace Mwangi",
    "Omar al-Tikriti",
)
_POSTS = (
    "defence minister",
    "police chief",
    "army spokesman",
    "opposition leader",
    "mayor",
    "judge",
    "governor",
)
_BODIES = (
    "the Foreign Ministry",
    "the United Nations",
    "the Harbour Workers Federation",
    "the Red Cross",
    "the army",
    "the parliament",
    "the European Commission",
    "Reuters",
)
_PLACES = (
    "Baghdad",
    "Mosul",
    "Kyiv",
    "Damascus",
    "Springfield, Ohio",
    "Cairo",
    "Nairobi",
    "Ankara",
    "Aleppo",
    "Odesa",
    "Tripoli",
    "Geneva",
)
_DAYS = (
    "Monday",
    "Tuesday",
    "last week",
    "on 12 March",
    "in May 2014",
    "two days earlier",
    "yesterday",
    "on Friday morning",
)
_COUNTED = (
    "soldiers",
    "civilians",
    "protesters",
    "houses",
    "police officers",
    "tonnes of grain",
    "aid workers",
)
_DEEDS = (
    "attacked a checkpoint",
    "signed an agreement",
    "closed the border",
    "arrested two journalists",
    "withdrew its troops",
    "released the prisoners",
    "rejected the proposal",
    "shelled a market",
)
_PLANS = (
    "send observers to the region",
    "cut the tax on fuel",
    "hold an election in June",
    "open a second camp",
    "stop the talks",
    "pay for the repairs",
)
_SYLLABLES = ("ka", "ro", "mel", "tan", "vi", "sor", "dem", "lu", "bar", "nik", "gol", "esh", "ar", "pol")

_NEWS = (
    "Forces in {place} {deed} {day}, killing at least {number} {counted}, {body} said.",
    "{person}, the {post}, told reporters in {place} that {body} would {plan}.",
    "About {number} {counted} have left {place} since {day}, according to {body}.",
    "{body_first} {deed} {day} after {person} visited {place}.",
    "“We will {plan},” {surname} said, and {body} promised to help.",
    "{surname} denied that {body} had {deed}.",
    "The {post} of {place} said {day} that {number} {counted} were missing.",
    "{person} met {person} in {place} {day} and agreed to {plan}.",
)
_QUOTES = (
    "“They {deed} {day}, and {number} {counted} were killed,” {surname} said.",
    "“We will {plan},” said {person}, the {post}. “{body_first} knows that.”",
    "“{surname} told us that {body} {deed},” a witness in {place} said.",
)
_PRONOUNS = (
    "He said that they had told her about it, but she denied it.",
    "She told him that his brother would {plan}, and he thanked her for it.",
    "They said it {deed}, and that he knew of it.",
    "{person} said she would meet him when they returned to {place}.",
    "He told them that he would {plan} himself.",
)
_CLAUSES = (
    "{body} {deed} {day}",
    "{person} said that {body} would {plan}",
    "{number} {counted} left {place}",
    "troops in {place} killed {number} {counted}",
    "{surname} told reporters that the {post} was ill",
)


def _chance() -> random.Random:
    return random.Random(_SEED)  # noqa: S311 - texts, no secrets


def _fill(template: str, chance: random.Random) -> str:
    body = chance.choice(_BODIES)
    return template.format(
        person=chance.choice(_PEOPLE),
        surname=chance.choice(_PEOPLE).split()[-1],
        post=chance.choice(_POSTS),
        body=body,
        body_first=body[0].upper() + body[1:],
        place=chance.choice(_PLACES),
        day=chance.choice(_DAYS),
        number=chance.randint(2, 900),
        counted=chance.choice(_COUNTED),
        deed=chance.choice(_DEEDS),
        plan=chance.choice(_PLANS),
    )


def _sentences(templates: tuple[str, ...]) -> Iterator[str]:
    """Sentences of some templates, with a blank line after every third to fifth."""
    chance = _chance()
    while True:
        for _ in range(chance.randint(2, 4)):
            yield _fill(chance.choice(templates), chance) + " "
        yield _fill(chance.choice(templates), chance) + "\n\n"


def _capitals() -> Iterator[str]:
    """Sentences about people and places that are named once each."""
    chance = _chance()

    def name() -> str:
        return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()

    while True:
        yield f"{name()} {name()} met {name()} {name()} of the {name()} {name()} Council in {name()}. "
        yield f"{name()} {name()}, {name()} {name()} and {name()} {name()} went to {name()}.\n\n"


def _marks() -> Iterator[str]:
    """Quotation marks with a word here and there: without any a text is not read."""
    chance = _chance()
    while True:
        yield chance.choice(('"', "“", "”", "'", "’", '" ', "” ", "yes "))


def _sentence() -> Iterator[str]:
    """One sentence without an end."""
    chance = _chance()
    yield "Officials said that "
    while True:
        yield _fill(chance.choice(_CLAUSES), chance) + chance.choice((", and ", ", while ", " and "))


def _repeat(text: str) -> Callable[[], Iterable[str]]:
    def repeat() -> Iterator[str]:
        while True:
            yield text

    return repeat


def _take(pieces: Callable[[], Iterable[str]]) -> Callable[[int], str]:
    """Make a text of so many characters out of endless pieces."""

    def take(size: int) -> str:
        taken, length = [], 0
        for piece in pieces():
            taken.append(piece)
            length += len(piece)
            if length >= size:
                break
        return "".join(taken)[:size]

    return take


def _page(element: Callable[[int], str], size: int) -> str:
    """A page of so many characters: an article, and before it elements of a kind."""
    article = "".join(f"<p>{line}</p>" for line in TEXTS["news"](2_000).split("\n\n"))
    head = "<!DOCTYPE html><html><head><title>Troops leave base</title></head><body>"
    tail = f"<article>{article}</article></body></html>"
    made = _take(lambda: map(element, range(size)))(max(size - len(head) - len(tail), 0))
    return head + made.rpartition(">")[0] + ">" + tail


def _attributes(size: int) -> str:
    """A page with one element that has nothing but attributes."""
    article = "".join(f"<p>{line}</p>" for line in TEXTS["news"](2_000).split("\n\n"))
    made = _take(lambda: (f' data-a{n}="{n}"' for n in range(size)))(size).rpartition(" ")[0]
    return f"<!DOCTYPE html><html><body><article><p{made}>Troops left.</p>{article}</article></body></html>"


# Kinds of plain text, each a text of so many characters.
TEXTS: dict[str, Callable[[int], str]] = {
    "news": _take(lambda: _sentences(_NEWS)),
    "quotations": _take(lambda: _sentences(_QUOTES)),
    "pronouns": _take(lambda: _sentences(_PRONOUNS)),
    "names": _take(_capitals),
    "said": _take(_repeat("said ")),
    "killed": _take(_repeat("killed ")),
    "marks": _take(_marks),
    "sentence": _take(_sentence),
    "word": _take(_repeat("government ")),
    "letters": _take(_repeat("a ")),
    "hyphens": _take(_repeat("a-")),
}
# Kinds of pages.
PAGES: dict[str, Callable[[int], str]] = {
    "attributes": _attributes,
    "elements": lambda size: _page(lambda n: f'<p class="c{n}" id="i{n}" title="t{n}">x</p>', size),
    "nesting": lambda size: _page(lambda _: "<div>", size),
    "links": lambda size: _page(lambda n: f'<a href="/{n}">Troops left.</a> ', size),
    "inline": lambda size: _page(lambda n: f'<img src="data:image/png;base64,{"A" * 5_000}{n}">', size),
}
