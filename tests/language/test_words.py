"""Words and windows of the encoder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.language.words import pack_windows, split_words
from sayso.model.encoding import Words

ABBREVIATIONS = frozenset({"mr", "gen", "st", "dr"})


def parts(words: Words, numbers: np.ndarray) -> list[str]:
    """The words of each number, joined by a space."""
    return [
        " ".join(words.word(i) for i in range(len(words)) if numbers[i] == number)
        for number in dict.fromkeys(numbers.tolist())
    ]


def sentences(text: str) -> list[str]:
    words = split_words(text, ABBREVIATIONS)
    return parts(words, words.sentence)


def paragraphs(text: str) -> list[str]:
    words = split_words(text, ABBREVIATIONS)
    return parts(words, words.paragraph)


def quoted(text: str) -> str:
    words = split_words(text, ABBREVIATIONS)
    return " ".join(words.word(i) for i in range(len(words)) if words.quoted[i])


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="aB1 .,“”\"'\n\u00a0é中😀-", max_size=200))
def test_words_cover_every_sign_that_is_no_space(text):
    words = split_words(text, ABBREVIATIONS)
    covered = {i for a, b in zip(words.starts, words.ends, strict=True) for i in range(a, b)}
    assert covered == {i for i, sign in enumerate(text) if not sign.isspace()}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=80), st.integers(9, 40))
def test_windows_hold_every_word_once_and_keep_to_the_limit(pieces, limit):
    text = " ".join("word." if n % 7 == 6 else "word" for n in range(len(pieces)))
    words = split_words(text, ABBREVIATIONS)
    counts = np.array((pieces * 2)[: len(words)])
    windows = pack_windows(words, counts, limit)
    assert [first for first, _ in windows] == [0, *(last for _, last in windows[:-1])]
    assert windows[-1][1] == len(words)
    assert all(counts[first:last].sum() <= limit for first, last in windows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Haddad left. He was tired.", ["Gen . Haddad left .", "He was tired ."]),
        ("Dr. Amina Sow flew to St. Louis. Nobody met her.", 2),
        ("J. Okoro resigned. M. Diallo did not.", 2),
        ("The U.S. Senate voted. The House did not.", 2),
        ("It ended at 4 p.m. Sunday. Rain fell.", 2),
        ("Was it a raid? Nobody knows! The mayor is silent…  Perhaps.", 4),
        ("Prices rose 2.5 percent. Wages fell.", 2),
        ("“We left.” They had.", ["“ We left . ”", "They had ."]),
        ("“We left,” he said. “Nobody stayed.”", ["“ We left , ” he said .", "“ Nobody stayed . ”"]),
        ("The talks failed.) The envoy left.", ["The talks failed . )", "The envoy left ."]),
        ("The site iran.example opened. it closed later.", 1),
        ("He waited... Nobody came.", ["He waited . . .", "Nobody came ."]),
        ("Troops left at dawn. 300 stayed.", ["Troops left at dawn .", "300 stayed ."]),
        ("Has the minister resigned? (He denied it.) Yes.", 3),
        ("Really?! The bridge fell.", ["Really ? !", "The bridge fell ."]),
        ("The ship sank.The crew swam.", 1),
    ],
)
def test_sentence_ends_where_another_begins(text: str, expected: list[str] | int) -> None:
    found = sentences(text)
    assert (found if isinstance(expected, list) else len(found)) == expected


WRAPPED = (
    "The explosion that shook the harbour on Tuesday afternoon\n"
    "was heard as far away as Limassol, residents of the city\n"
    "said."
)
LIST = (
    "The council met for the first time since the May flood.\n"
    "The mayor of the port town opened the meeting at noon.\n"
    "Nobody spoke."
)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Blast in port\n\nTen people died.", 2),
        ("Ten killed\nFive missing\nPort closed", 3),
        (WRAPPED, 1),
        (LIST, 3),
        (f"Blast in port\n\n{WRAPPED}\n\n{LIST}", 5),
        ("\n\nTroops left.\n\n\n\nThey went home.\n", 2),
        ("x" * 111 + "\n" + "and " * 20 + "\nso on.", 3),
        ("one line of text that has more than forty-five signs\nshort\nand so on", 3),
    ],
)
def test_lines_are_paragraphs_unless_they_are_wrapped(text: str, count: int) -> None:
    assert len(paragraphs(text)) == count


@pytest.mark.parametrize(("width", "count"), [(44, 2), (45, 1), (110, 1), (111, 2)])
def test_only_lines_of_a_columns_width_are_wrapped(width: int, count: int) -> None:
    assert len(paragraphs("a" * width + "\nends here.")) == count


def test_wrapped_text_has_an_open_end_on_most_lines() -> None:
    line, end = "The convoy of lorries left the harbour town on Monday", "."
    assert len(paragraphs(f"{line}\n{line}\n{line}{end}\nand so on.")) == 1
    assert len(paragraphs(f"{line}{end}\n{line}\nand so on.")) == 3
    assert len(paragraphs(f"{line}{end}”\n{line}{end}\nand so on.")) == 3


def test_a_paragraph_begins_a_sentence() -> None:
    assert sentences("Blast in port\n\nTen people died") == ["Blast in port", "Ten people died"]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said: “We left.” They had.", "We left ."),
        ('She said: "The road is open." It was.', "The road is open ."),
        ("The «old guard» objected.", "old guard"),
        ("He called it „a farce” and left.", "a farce"),
        ("‘We will not sign,’ the envoy said.", "We will not sign ,"),
        ("The army's lorries and the rebels' guns were gone.", ""),
        ("She said 'nobody saw it' twice.", "nobody saw it"),
        ("“He told me ‘leave’ and I left.” So he did.", "He told me ‘ leave ’ and I left ."),
        (
            "“An open quotation runs to its line's end\nbut not beyond.",
            "An open quotation runs to its line ' s end",
        ),
        ("He didn't say ‘yes’ or 'no'.", "yes no"),
        ("It was the '90s, and nobody cared.", ""),
        ("A stray ” closes nothing.", ""),
        ("He said “we” and “they” in one breath.", "we they"),
        ('The "ceasefire" held; a "victory".', "ceasefire victory"),
        ("(‘Never,’ he said.)", "Never ,"),
        ("The first line.\n“We left,” he said.\nThey “stayed”.", "We left , stayed"),
        ("“He told us „never” twice”, she said.", "He told us „ never"),
        ("‘It’s over,’ he said.", "It ’ s over ,"),
        ("‘We left.’", "We left ."),
    ],
)
def test_words_in_quotation_marks_are_known(text: str, inside: str) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The UN left", [7, 2, 0]),
        ("“We left”", [6, 4, 3, 0]),
        ("A 5th US truck\nNATO spoke", [7, 0, 2, 0, 8, 0]),
        ("U.S.", [7, 0, 1, 0]),
    ],
)
def test_kind_tells_case_quotation_and_first_word(text: str, kinds: list[int]) -> None:
    assert split_words(text, ABBREVIATIONS).kind.tolist() == kinds


@pytest.mark.parametrize(
    ("text", "limit", "windows"),
    [
        ("Troops left.\nThey went home.", 7, [(0, 7)]),
        ("Troops left.\nThey went home.", 6, [(0, 3), (3, 7)]),
        ("Troops left. They went home.", 6, [(0, 3), (3, 7)]),
        ("Troops left\nat noon\nand went home.", 4, [(0, 4), (4, 8)]),
        ("a b c\nd e f\ng h i", 6, [(0, 6), (6, 9)]),
        ("a b\nc d\ne f\ng h", 6, [(0, 6), (6, 8)]),
        ("all troops went home by sea", 2, [(0, 2), (2, 4), (4, 6)]),
        ("all troops went home by sea.", 4, [(0, 4), (4, 7)]),
        ("", 4, []),
    ],
)
def test_windows_are_cut_at_paragraphs_then_sentences_then_words(
    text: str, limit: int, windows: list[tuple[int, int]]
) -> None:
    words = split_words(text, ABBREVIATIONS)
    assert list(pack_windows(words, np.ones(len(words), dtype=np.int64), limit)) == windows


def test_word_longer_than_a_window_has_one_of_its_own() -> None:
    words = split_words("a donaudampfschifffahrt b", ABBREVIATIONS)
    assert pack_windows(words, np.array([1, 9, 1]), 4) == ((0, 1), (1, 2), (2, 3))


def test_text_without_words_has_none() -> None:
    words = split_words(" \n ", ABBREVIATIONS)
    assert len(words) == 0
    assert pack_windows(words, np.zeros(0, dtype=np.int64), 10) == ()
