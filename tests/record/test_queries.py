"""What is asked is found, on every store alike, and only that."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from tests.record.made import SHELLING, WITHDRAWAL, plain, shelling, withdrawal

from sayso.errors import UsageError
from sayso.record import Filters, Query, Store, queries

KINDS = ("reports", "attributions", "claims", "commitments")
# Signs that mean something in SQL, LIKE, FTS5 and tsquery.
HOSTILE = (
    "%",
    "_",
    "*",
    "",
    " ",
    "'",
    '"',
    "\\",
    "%army%",
    "arm*",
    "a_my",
    "army' OR '1'='1",
    "'; DROP TABLE report; --",
    '" OR "" = "',
    "army AND NOT army",
    "NEAR(army erbil)",
    "words:army",
    "^army",
    "-army",
    "army | mosul",
    "!army & mosul (",
    "army:*",
    "\x00",
    "\ud800",
    "\U0001f4a3",
    "x" * 10_000,
    "(" * 500,
)


@pytest.fixture
def record(record: Store) -> Store:
    for one in (withdrawal(), shelling(), withdrawal(publisher="Evening Star", input_id="e")):
        record.put(one)
    return record


def numbers(record: Store, **filters: object) -> tuple[int, ...]:
    return tuple(len(getattr(record, kind)(**filters)) for kind in KINDS)


# How many reports, attributions, claims and commitments are found; the withdrawal stands in two outlets.
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, (3, 5, 5, 2)),
        ({"text": "army Erbil"}, (2, 2, 2, 0)),
        ({"text": '"from erbil"'}, (2, 2, 2, 0)),
        ({"text": '"erbil from"'}, (0, 0, 0, 0)),
        ({"text": "protesting"}, (2, 0, 2, 0)),  # Porter: protest
        ({"text": "general elysee-dubois"}, (1, 1, 1, 0)),
        ({"text": "the"}, (2, 4, 4, 2)),
        ({"actor": "army"}, (2, 4, 2, 0)),
        ({"actor": "Iraqi Army"}, (2, 4, 2, 0)),
        ({"actor": "army iraqi"}, (0, 0, 0, 0)),
        ({"actor": "ARMY"}, (2, 4, 2, 0)),
        ({"actor": "IRQ"}, (2, 4, 2, 0)),
        ({"actor": "arm"}, (0, 0, 0, 0)),
        ({"actor": "governor"}, (0, 0, 0, 2)),
        ({"recipient": "governor"}, (2, 0, 2, 2)),
        ({"source": "haddad"}, (2, 2, 2, 0)),
        ({"source": "daily post"}, (2, 2, 2, 0)),
        ({"source": "General Elysee Dubois"}, (1, 1, 1, 0)),
        ({"place": "Erbil"}, (2, 4, 2, 0)),
        ({"place": "Basrah"}, (2, 0, 2, 2)),
        ({"place": "99532"}, (2, 0, 2, 2)),
        ({"country": "irq"}, (2, 4, 4, 2)),
        ({"country": "Syria"}, (1, 1, 1, 0)),
        ({"type": "retreat"}, (2, 4, 2, 0)),
        ({"status": "demanded"}, (2, 0, 2, 2)),
        ({"type": "RETREAT", "actor": "protesters"}, (0, 0, 0, 0)),
        ({"first": "2020-04-13", "last": "2020-04-13"}, (0, 0, 2, 0)),
        ({"first": "2020-04-14", "last": "2020-04-14"}, (2, 4, 0, 0)),
        ({"first": "2020-06-01"}, (0, 0, 0, 2)),
        ({"published_first": "2020-04-14"}, (2, 4, 4, 2)),
        ({"published_last": "2020-04-13"}, (0, 0, 0, 0)),
        ({"as_of": "2020-04-13"}, (0, 0, 0, 0)),
        ({"as_of": "2020-04-14T08:00:00"}, (2, 4, 4, 2)),
        ({"as_of": "9999-12-31"}, (3, 5, 5, 2)),
        ({"report": "e"}, (1, 2, 2, 1)),
        ({"report": "https://a.example/s"}, (1, 1, 1, 0)),
        ({"placed": True}, (2, 4, 4, 2)),
        ({"placed": False}, (1, 1, 1, 0)),
        ({"verdict": "none"}, (3, 5, 5, 2)),
        ({"verdict": "rejected"}, (0, 0, 0, 0)),
        ({"text": "shelled", "actor": "rebels", "country": "SYR", "type": "ASSAULT"}, (1, 1, 1, 0)),
    ],
    ids=str,
)
def test_filter_finds(record: Store, filters: dict[str, str], found: tuple[int, ...]) -> None:
    assert numbers(record, **filters) == found


@pytest.mark.parametrize(
    "field", [one for one in Filters.__struct_fields__ if one not in ("original", "placed")]
)
def test_hostile_words_are_plain_text_in_every_filter(record: Store, field: str) -> None:
    days = ("first", "last", "published_first", "published_last", "as_of")
    for words in HOSTILE:
        if field in (
            *days,
            "verdict",
            "type",
            "status",
            "country",
            "min_confidence",
            "max_sources",
            "period",
        ):
            with pytest.raises(
                UsageError,
                match="no date"
                if field in days
                else f"no .*{field.removeprefix('min_').removeprefix('max_')}",
            ):
                record.claims(**{field: words})
            continue
        for kind in KINDS:
            rows = list(getattr(record, kind)(**{field: words}))
            # "-army" is the word army; nothing else here is any word or value of the record.
            plainly = words in ("%army%", "^army", "-army", "army:*")
            assert not rows or plainly, (kind, words)
    assert numbers(record) == (3, 5, 5, 2)


@pytest.mark.parametrize("name", ["100%", "a_b", "O'Neil", 'x" y', "back\\slash", "'; DROP TABLE report; --"])
def test_hostile_words_are_found_where_they_stand(record: Store, name: str) -> None:
    record.put(plain(f"They left {name}.", input_id=name))
    assert [row.report.input_id for row in record.reports(report=name)] == [name]
    if name[0].isalnum():
        assert name in [row.report.input_id for row in record.claims(text=name)]


SENTENCES = {
    "un": "The U.N. says that they left us in 2014.",
    "us": "US troops left as it is his.",
    "possibly": "They possibly left, an archaeologist said; logically the mayor's apologies came.",
    "café": "They left the Café Élysée in Straße ٣ at 3½ o'clock, e\u0301lite units said.",
    "numbers": "They left with 1,200 men at 10-12.5 km/h (v1e5, 0x1F, a_b, rebels@post.example, /etc/x).",
    "markets": "They left markets, marketing; the Kurds' army, al-Ahd and al-Ahdis.",
    "scripts": "They left Москва, 北京市, القُدس, Ⅳ, ﬁre and ΑΘΗΝΑ.",
    "long": f"They left {'a' * 3000} and {'b' * 60}ings.",
}
ASKED = {
    "us": ("un", "us"),
    "u": ("un",),
    "U.N.": ("un",),
    "as": ("us",),
    "i": (),
    "possible": ("possibly",),
    "café": ("café",),
    "ELYSEE": ("café",),
    "élite": ("café",),
    '"200 men"': ("numbers",),
    "200": ("numbers",),
    "market": ("markets",),
    "al-Ahd": ("markets",),
    '"post example"': ("numbers",),
    "москва": ("scripts",),
    "αθηνα": ("scripts",),
    "b" * 60 + "ings": ("long",),
}


@pytest.mark.parametrize("words", ASKED)
def test_text_search_finds_the_same_on_every_store(record: Store, words: str) -> None:
    for name, sentence in SENTENCES.items():
        record.put(plain(sentence, input_id=name))
    found = {row.report.input_id for row in record.claims(text=words)}
    assert found & SENTENCES.keys() == set(ASKED[words])


def test_every_word_is_found_alike_on_both_stores(new_address) -> None:
    words = {word for sentence in SENTENCES.values() for word in re.split(r"[ .,;()]+", sentence)}
    asked = sorted({*words, *(word[:-1] for word in words), *(f"{word}s" for word in words)} - {""})
    found = []
    for kind in ("sqlite", "postgresql"):
        with Store(new_address(kind)) as record:
            for name, sentence in SENTENCES.items():
                record.put(plain(sentence, input_id=name))
            found.append([[row.report.input_id for row in record.claims(text=word)] for word in asked])
    assert found[0] == found[1]


def test_words_of_an_older_record_are_indexed_anew(kind: str, new_address) -> None:
    address = new_address(kind)
    with Store(address) as record:
        for name, sentence in SENTENCES.items():
            record.put(plain(sentence, input_id=name))
        with record._engine.begin() as connection:
            if kind == "postgresql":
                old = "to_tsvector('english', 'they')"
                for index in ("claim", "document", "name", "attribution", "commitment"):
                    connection.execute(text(f"UPDATE {index}_search SET words = {old}"))  # noqa: S608 - ours
            connection.execute(text("UPDATE meta SET value = '4' WHERE key = 'schema'"))
    with Store(address) as record:
        assert {row.report.input_id for row in record.claims(text="us")} == {"un", "us"}
        assert [row.report.input_id for row in record.reports(text='"200 men"')] == ["numbers"]


def test_report_of_very_many_words_is_put_and_found(record: Store) -> None:
    words = " ".join(f"w{n:x}" for n in range(120_000))
    record.put(plain(f"They left the base. {words}", input_id="long"))
    assert [row.report.input_id for row in record.reports(text="w10")] == ["long"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=30), field=st.sampled_from(["text", "actor", "source", "place"]))
def test_any_words_can_be_asked_for(record: Store, words: str, field: str) -> None:
    query = record.claims(**{field: words})
    assert query.count() == len(list(iter(query)))


@pytest.mark.parametrize("kind", KINDS)
def test_count_is_the_number_of_rows(record: Store, kind: str) -> None:
    query = getattr(record, kind)()
    assert query.count() == len(query) == len(list(iter(query))) > 0
    for limit in range(8):
        limited = getattr(record, kind)(limit=limit)
        assert len(limited) == len(list(iter(limited))) == min(limit, len(query))
        assert bool(limited) == bool(limit)


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_the_rows_in_order(record: Store, kind: str, size: int) -> None:
    query: Query = getattr(record, kind)()
    rows, after = [], None
    while True:
        page = query.page(size, after=after)
        assert len(page.rows) <= size
        rows += page.rows
        after = page.next
        if after is None:
            break
    assert rows == list(query)


@pytest.mark.parametrize("width", [1, 2, 3, 7])
def test_rows_do_not_depend_on_the_stretches_looked_through(
    record: Store, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        record.put(plain(f"Platoon {n} left the base.", input_id=str(n)))
    record.forget("5", reason="a gap")
    asked = (
        {},
        {"text": "base"},
        {"place": "Erbil"},
        {"source": "haddad"},
        {"country": "SYR"},
        {"text": "12"},
        {"text": "army", "actor": "army"},
        {"text": "rebels", "source": "general", "place": "aleppo"},
        {"text": "army", "country": "IRQ", "first": "2020-04-01", "last": "2020-04-30"},
    )
    assert all(len(record.claims(**one)) for one in asked)
    whole = [list(getattr(record, kind)(**one)) for kind in KINDS for one in asked]
    monkeypatch.setattr(queries, "_WINDOW", width)
    monkeypatch.setattr(queries, "_FEW", width)
    assert [list(getattr(record, kind)(**one)) for kind in KINDS for one in asked] == whole
    assert list(iter(record.claims(limit=5))) == whole[KINDS.index("claims") * len(asked)][:5]


def test_rows_added_meanwhile_come_at_the_end(record: Store) -> None:
    first = record.claims().page(3)
    record.put(plain("They left Mosul.", input_id="new"))
    rest = record.claims().page(100, after=first.next)
    assert len(first.rows) + len(rest.rows) == 6
    assert rest.rows[-1].report.input_id == "new"


@pytest.mark.parametrize(
    "cursor", ["", "x", "1", "1.x", "-1.2", "1.2; DROP TABLE report", "٣.٣", "9" * 30 + ".1"]
)
def test_cursor_that_is_none_is_told(record: Store, cursor: str) -> None:
    if cursor.startswith("9"):
        assert record.claims().page(10, after=cursor).rows == []
        return
    with pytest.raises(UsageError, match="cursor"):
        record.claims().page(10, after=cursor)


def test_report_without_a_date_is_known_since_it_was_first_seen(kind: str, new_address) -> None:
    with Store(new_address(kind)) as record:
        record.put(shelling(), first_seen="2021-05-05T10:00:00+00:00")
        assert len(record.claims(as_of="2021-05-04")) == 0
        assert len(record.claims(as_of="2021-05-05")) == 1


def test_page_takes_as_many_queries_as_a_row(record: Store) -> None:
    for n in range(60):
        record.put(plain(f"Platoon {n} left the base.", input_id=str(n)))
    asked = []
    event.listen(record._engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for kind in KINDS:
        counts = []
        for size in (1, 50):
            asked.clear()
            getattr(record, kind)().page(size)
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 9


def test_told_has_all_that_an_export_needs(record: Store) -> None:
    query = record.claims(type="RETREAT")
    told, rows = list(record.told(query)), list(query)
    assert [(one.report, one.claim) for one in told] == [(row.report, row.claim) for row in rows]
    given = withdrawal()
    assert told[0].report == given.report
    assert told[0].reader == given.reader
    assert [one.id for one in told[0].attributions] == list(given.claims[0].chains[0])
    assert (told[0].entities, told[0].toponyms) == (given.entities, given.toponyms)
    assert len(list(record.told())) == 5


def test_told_are_claims(record: Store) -> None:
    with pytest.raises(UsageError, match="claims"):
        next(record.reports().told())


def test_attribution_is_given_with_those_who_relay_it(record: Store) -> None:
    (row, _) = record.attributions(source="haddad")
    assert [one.source[0].text for one in row.chain] == ["Ali Haddad", "the Daily Post"]


def test_frames_have_a_row_for_each_row(record: Store) -> None:
    for kind in KINDS:
        query = getattr(record, kind)()
        names = [column.name for column in query.columns]
        frame, table = query.to_pandas(), query.to_arrow()
        assert list(frame.columns) == table.column_names == names
        assert len(frame) == table.num_rows == len(query)
    empty = record.claims(type="SANCTION", country="KIR")
    assert (len(empty.to_pandas()), empty.to_arrow().num_rows) == (0, 0)
    frame = record.claims().to_pandas()
    assert frame["geonameid"].isna().sum() == 1
    assert str(frame["geonameid"].dtype) == "Int64"
    assert frame.loc[0, "sources"] == "Ali Haddad via the Daily Post"


def test_missing_package_is_named(record: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from sayso.errors import MissingPackageError

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingPackageError, match="pip install pandas"):
        record.claims().to_pandas()


def test_texts_are_those_of_the_reports(record: Store) -> None:
    assert {row.report.text for row in record.reports()} == {WITHDRAWAL, SHELLING}


def test_memory_record_can_be_asked_while_it_grows() -> None:
    with Store(":memory:") as record:
        record.put(withdrawal())
        for n, _ in enumerate(record.claims()):
            record.put(plain(f"Platoon {n} left.", input_id=str(n)))
            if n > 5:
                break
        assert record.counts()["reports"] > 2
