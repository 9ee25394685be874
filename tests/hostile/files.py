"""Hostile files, each made from a seed: broken, huge, deep, mislabelled, full of what acts on terminals."""

import codecs
import gzip
import json
import random
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from tests.ingest.feed_maker import item, rss
from tests.ingest.page_maker import make_page
from tests.ingest.test_warc import record

__all__ = ["HostileFile", "make_file"]

SENTENCES = (
    "Rebels shelled the old bridge at Karo on Monday, killing at least 12 people, officials said.",
    "“We will leave by Friday,” deputy Omar Haddad told the Karo Post, citing a ministry source.",
    "The council denied that 1,000 troops had withdrawn from Tell Zara in March 2014.",
    "According to witnesses quoted by the agency, protesters demanded that the minister resign.",
    "قال الوزير إن الجيش انسحب من المدينة.",
    "Le gouvernement a annoncé lundi le retrait de ses troupes.",
)
CONTROLS = (
    "\x00",
    "\x07",
    "\x08",
    "\x1b[2J",
    "\x1b]0;owned\x07",
    "\x7f",
    "\x85",
    "\x9b2J",
    "\u200e",
    "\u2028",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ufffe",
    "\U000e0041",
    "\u0301" * 60,
    "\u200d",
    "\r",
    "\v",
    "\f",
    "\ud800",
    "\udfff",
)
SIGNS = (
    "\"'«»“”‘’",
    "([{<",
    "....",
    "----",
    "&amp;&#x0;&#xD800;",
    "%00%ff",
    "\\u0000",
    "{{7*7}}",
    "=1+1",
    "'; --",
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "koi8-r",
    "shift_jis",
    "utf-7",
    "cp037",
)
NUMBERS = ("9" * 5000, "-0", "1e999", "0x10", "NaN", "00", "1" + "0" * 40)
DATES = ("2014-06-10", "0000-00-00", "9999-12-31T23:59:60Z", "next Monday", "-1", "2014-06-10T00:00:00+99:99")

Dice = random.Random
# A packed file holds the moment at which it was packed.
compress = partial(gzip.compress, mtime=0)


class HostileFile(NamedTuple):
    """A file's name and bytes."""

    name: str
    content: bytes


def make_file(seed: int) -> HostileFile:
    """Make the hostile file of a seed; one in three is damaged, one in eight packed."""
    dice = Dice(seed)
    name, content = dice.choice(MAKERS)(dice)
    if dice.random() < 0.33:
        content = damage(dice, content)
    if dice.random() < 0.12:
        name, content = f"{name}.gz", pack(dice, content)
    if dice.random() < 0.1:
        name = dice.choice(
            ("file", "file.txt", "file.jsonl", "file.html", "file.warc", "file.xml", "file.json")
        )
    return HostileFile(f"{seed}-{name}", content)


def make_words(dice: Dice, most: int = 12) -> str:
    """Sentences with signs and controls strewn in, and now and then one of them very often."""
    words = " ".join(dice.choices(SENTENCES, k=dice.randint(1, most))).split(" ")
    for _ in range(dice.choice((0, 0, 1, 3, 30))):
        place = dice.randrange(len(words))
        words[place] = dice.choice(
            (words[place].upper(), words[place] + dice.choice(CONTROLS), dice.choice(SIGNS))
        )
    if dice.random() < 0.1:
        words += dice.choice((*CONTROLS, *SIGNS, "said", "a-", "Karo,", "he")) * dice.choice((10, 300))
    return dice.choice((" ", " ", "\n", "\n\n")).join(words)


def encoded(text: str, encoding: str = "utf-8") -> bytes:
    """A text as bytes, whatever is in it."""
    return text.encode(
        encoding, "surrogatepass" if encoding.startswith("utf-") and encoding != "utf-7" else "replace"
    )


def make_text(dice: Dice) -> tuple[str, bytes]:
    """A text in any encoding, or none."""
    words = make_words(dice)
    return dice.choice(
        (
            ("report.txt", encoded(words)),
            ("report.md", encoded(words.encode("utf-8", "replace").decode(), dice.choice(ENCODINGS))),
            ("report.txt", codecs.BOM_UTF16_LE + encoded(words)),
            ("report.txt", encoded(words)[: -dice.randint(1, 9)] + b"\xff"),
            ("report.txt", dice.randbytes(dice.choice((1, 50, 5000)))),
            ("report.txt", bytes(dice.choice((0, 1, 3, 100_000)))),
            ("report.txt", b"\n" * dice.choice((1, 100_000))),
            (
                "report",
                dice.choice((b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b", b"WARC/1.0\r\n", b"<?xml "))
                + encoded(words),
            ),
        )
    )


def make_table(dice: Dice) -> tuple[str, bytes]:
    """What looks like a table, with cells that programs of tables would run."""
    rows = [
        dice.choice((",", "\t", ";")).join(f'"{make_words(dice, 1)}"' for _ in range(4)) for _ in range(9)
    ]
    return dice.choice(("table.csv.txt", "table.txt")), encoded("\r\n".join(["id,text,=cmd()", *rows]))


def make_html(dice: Dice) -> tuple[str, bytes]:
    """A page: deep, wide, unclosed, mislabelled, with scripts and facts of any type."""
    words, many = make_words(dice), dice.choice((3, 300, 4000))
    tag = dice.choice(("div", "b", "table", "ul", "font", "svg", "template", "q"))
    facts = {
        "@type": "NewsArticle",
        "headline": make_value(dice),
        "author": make_value(dice),
        "datePublished": "x",
    }
    head = dice.choice(
        (
            "",
            f'<meta charset="{dice.choice((*ENCODINGS, "none", ""))}">',
            '<base href="javascript:1">',
            f'<link rel="canonical" href="http://[{words[:20]}">',
            f"<title>{words}</title>",
        )
    )
    page = dice.choice(
        (
            make_page(head=head, title=words[:200], lang=dice.choice(("en", "ar", "x" * 500, ""))),
            make_page(article=facts),
            f"<html>{head}<body>{f'<{tag}>' * many}<p>{words}</p>",
            f"<p{' a=b' * many}>{words}</p><!-- <p>{words}",
            f"<html>{head}<body>" + f"<p>{words}" * (many // 30) + f"<script>{words}</script><style>{words}",
            f"<!DOCTYPE html [<!ENTITY a '{words}'>]><html>&a;{'&#' + dice.choice(NUMBERS) + ';'}</html>",
            f"<html><body><article>{words}</article><![CDATA[{words}]]></html>",
        )
    )
    return dice.choice(("page.html", "page.htm", "page.xhtml")), encoded(page)


def make_value(dice: Dice, depth: int = 0) -> object:
    """A JSON value of any type."""
    makers: list[Callable[[], object]] = [
        lambda: None,
        lambda: True,
        lambda: 10**40,
        lambda: -0.0,
        lambda: make_words(dice, 1),
        lambda: "",
        lambda: dice.choice(CONTROLS),
        lambda: dice.choice(DATES),
        lambda: f"https://post.example/{make_words(dice, 1)}",
    ]
    if depth < 3:
        makers += [
            lambda: [make_value(dice, depth + 1)],
            lambda: {dice.choice(SIGNS): make_value(dice, depth + 1)},
        ]
    return dice.choice(makers)()


def make_lines(dice: Dice) -> tuple[str, bytes]:
    """An archive with fields of any type, twice, too deep, and lines that are none."""
    lines = []
    for _ in range(dice.randint(1, 6)):
        fields = {
            name: make_value(dice) for name in ("id", "url", "title", "publisher", "byline", "published")
        }
        known = {name: value for name, value in fields.items() if dice.random() < 0.5}
        body = (
            {"html": make_html(dice)[1].decode("utf-8", "replace")}
            if dice.random() < 0.2
            else {"text": make_words(dice)}
        )
        line = json.dumps({**known, **body}, ensure_ascii=dice.random() < 0.5)
        lines.append(
            dice.choice(
                (
                    line,
                    line,
                    line,
                    line[: len(line) // 2],
                    line.replace('"text"', '"text": 1, "text"'),
                    "",
                    "\x00",
                    '{"text":' * dice.choice((3, 3000)),
                    f'{{"text": {dice.choice(NUMBERS)}}}',
                    f"[{line}]",
                    f"\ufeff{line}",
                )
            )
        )
    return dice.choice(("lines.jsonl", "lines.ndjson", "lines.json")), encoded("\n".join(lines))


def make_crawl(dice: Dice) -> tuple[str, bytes]:
    """An archive of a crawl with false lengths, odd headers, and members that are packed or broken."""
    records = []
    for number in range(dice.randint(1, 4)):
        kind = dice.choice(("text/html", "text/plain", "text/html; charset=none", "", "\x1b[2J"))
        content = dice.choice((make_html, make_text))(dice)[1]
        raw = record(
            number, content, kind=kind, record_type=dice.choice(("response", "conversion", "resource", "x"))
        )
        odd = encoded(dice.choice((*CONTROLS, *SIGNS)))
        length = dice.choice((b"25000000", b"0", b"-1", b"9" * 30, b"1" * 14))
        raw = dice.choice(
            (
                raw,
                raw,
                raw.replace(b"post.example", b"post.example/" + odd),
                raw.replace(b"urn:uuid:", odd),
                raw.replace(b"Content-Length: ", b"Content-Length: " + length + b"\r\nX: "),
                raw.replace(b"\r\n", b"\n"),
                raw.replace(b"HTTP/1.1 200", b"HTTP/1.1 " + odd),
                raw[:-40],
                damage(dice, raw),
                raw + dice.randbytes(99),
            )
        )
        records.append(compress(raw) if dice.random() < 0.2 else raw)
    return "crawl.warc", b"".join(records)


def make_feed(dice: Dice) -> tuple[str, bytes]:
    """A feed with entries without links, entities that grow, and markup that never closes."""
    items = []
    for number in range(dice.randint(0, 5)):
        words = make_words(dice, 2).replace("&", "&amp;").replace("<", "&lt;")
        made = item(number, body=words)
        items.append(
            dice.choice(
                (
                    made,
                    made.replace(
                        "https://post.example", dice.choice(("", "javascript:", "http://[", "\x1b"))
                    ),
                    made.replace("<link>", "<link/><x>"),
                    made.replace("Mon, 18 Mar 2030", dice.choice(DATES)),
                    made.replace("</title>", ""),
                    f"<item>{'<a>' * 500}</item>",
                    made.replace("id-", words),
                )
            )
        )
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    feed = rss(*items)
    feed = dice.choice(
        (
            feed,
            feed,
            feed.replace("?>\n", f'?>\n<!DOCTYPE rss [<!ENTITY a0 "ha">{bomb}]>', 1).replace(
                "Karo Post", "&a9;"
            ),
            feed.replace("?>\n", '?>\n<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>').replace(
                "Karo Post", "&x;"
            ),
            feed.replace("UTF-8", dice.choice(ENCODINGS)),
            feed[: len(feed) // 2],
        )
    )
    return dice.choice(("feed.xml", "feed.rss", "feed.atom", "feed")), encoded(feed)


def damage(dice: Dice, content: bytes) -> bytes:
    """Flip, cut, repeat and put in bytes."""
    damaged = bytearray(content)
    for _ in range(dice.choice((1, 1, 5, 50))):
        place = dice.randrange(len(damaged) + 1)
        until = place + dice.choice((1, 1, 10, 500))
        damaged[place:until] = dice.choice(
            (
                dice.randbytes(1),
                b"",
                damaged[place:until] * 2,
                bytes(3),
                encoded(dice.choice(CONTROLS)),
                b"\xff\xfe",
            )
        )
    return bytes(damaged)


def pack(dice: Dice, content: bytes) -> bytes:
    """Pack with gzip: well, twice, in members, cut off, broken, or so that it would fill the memory."""
    packed = compress(content)
    return dice.choice(
        (
            packed,
            compress(packed),
            packed + packed,
            packed[: -dice.randint(1, 12)],
            damage(dice, packed),
            packed + dice.randbytes(20),
            packed + bytes(100),
            compress(content + bytes(25_000_000)),
        )
    )


MAKERS = (make_text, make_table, make_html, make_lines, make_crawl, make_feed)
