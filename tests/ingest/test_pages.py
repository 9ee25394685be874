"""Pages: the article's words, and what the page declares of itself."""

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.page_maker import ARTICLE, PARAGRAPHS, make_page

from sayso.ingest import Refusal, read_inputs
from sayso.ingest.pages import _parse, extract_body, fragment_text
from sayso.language import detect_language
from sayso.model import Raw, Report

SITE = '<meta property="og:site_name" content="The Karo Post">'


def take(path: Path, markup: str | bytes, **options: str) -> list[Report | Refusal]:
    file = path / "page.html"
    file.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    return list(read_inputs([str(file)], **options))


def read(path: Path, markup: str | bytes, **options: str) -> Report:
    (report,) = take(path, markup, **options)
    assert isinstance(report, Report)
    return report


def test_text_is_the_title_and_the_article_alone(tmp_path: Path) -> None:
    report = read(tmp_path, make_page(head=SITE))
    assert report.text == "\n\n".join(("Column leaves Karo valley bases", *PARAGRAPHS))
    assert report.title == "Column leaves Karo valley bases"


def test_declared_facts_are_taken(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://post.example/2030/column-leaves#top">'
    report = read(tmp_path, make_page(head=SITE + link, article=ARTICLE))
    assert report.published == "2030-03-18T23:40:00-05:00"
    assert report.byline == "Leyla Aydin, Tom Brook"
    assert report.publisher == "The Karo Post"
    assert report.language == "en"
    assert report.url == "https://post.example/2030/column-leaves"
    assert report.input_id == str(tmp_path / "page.html")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2030-03-18T08:00:00Z">', "2030-03-18T08:00:00Z"),
        ('<meta name="date" content="Mon, 18 Mar 2030 08:00:00 +0300">', "2030-03-18T08:00:00+03:00"),
        ('<meta itemprop="datePublished" content="2030-03-18">', "2030-03-18"),
        ('<meta name="pubdate" content="soon"><meta name="date" content="2030-03-18">', "2030-03-18"),
        ('<meta property="article:published_time" content="0001-01-01T00:00:00">', None),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', None),
        ('<meta property="article:modified_time" content="2031-01-01">', None),
        ('<link rel="canonical" href="https://post.example/2030/3/8/column-leaves">', "2030-03-08"),
        ('<link rel="canonical" href="https://post.example/2030/13/08/column-leaves">', None),
    ],
)
def test_date_is_what_the_page_declares_or_none(tmp_path: Path, head: str, published: str | None) -> None:
    assert read(tmp_path, make_page(head=head)).published == published


def test_date_that_merely_stands_in_the_page_is_not_taken(tmp_path: Path) -> None:
    page = make_page().replace("<aside>", "<aside><time datetime='2031-05-05'>May 5, 2031</time>")
    assert read(tmp_path, page).published is None
    assert read(tmp_path, page, published="2030-03-18").published == "2030-03-18"


@pytest.mark.parametrize(
    "article",
    [
        [{"@type": "WebSite", "name": "x"}, ARTICLE],
        {"@graph": [{"@type": "Person", "name": "x"}, ARTICLE]},
        ARTICLE | {"@type": ["ReportageNewsArticle"], "author": "Leyla Aydin, Tom Brook"},
    ],
)
def test_json_ld_is_found_in_each_of_its_shapes(tmp_path: Path, article: object) -> None:
    report = read(tmp_path, make_page(article=article))
    assert (report.byline, report.publisher) == ("Leyla Aydin, Tom Brook", "Cormorant Wire")


@pytest.mark.parametrize(
    "script", ["{broken", "[" * 100_000, "null", '"x"', '{"@type": {"a": 1}}', '[[{"@type": "Article"}]]']
)
def test_odd_json_ld_is_passed_over(tmp_path: Path, script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert read(tmp_path, make_page(head=head)).text.endswith(PARAGRAPHS[-1])


def test_address_of_another_host_is_not_believed_where_the_own_is_known(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    link = '<link rel="canonical" href="https://elsewhere.example/a">'
    file.write_text(json.dumps({"html": make_page(head=link), "url": "https://post.example/a?from=feed"}))
    (report,) = read_inputs([str(file)])
    assert isinstance(report, Report)
    assert report.url == "https://post.example/a?from=feed"


def test_page_in_an_archive_yields_to_what_the_archive_says(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    given_ = {"id": 7, "publisher": "Marsh Lane Gazette", "published": "2030-03-20", "title": "Bases emptied"}
    file.write_text(json.dumps({"html": make_page(article=ARTICLE), **given_}))
    (report,) = read_inputs([str(file)])
    assert isinstance(report, Report)
    assert (report.input_id, report.publisher, report.published) == ("7", "Marsh Lane Gazette", "2030-03-20")
    assert report.text.startswith("Bases emptied\n\n")
    assert report.byline == "Leyla Aydin, Tom Brook"


def test_page_as_served_is_handed_on_before_its_report(tmp_path: Path) -> None:
    file = tmp_path / "page.html.gz"
    served = make_page().encode("utf-16")
    file.write_bytes(gzip.compress(served))
    kept: list[Raw] = []
    reports = read_inputs([str(file)], keep_raw=kept.append)
    report = next(reports)
    assert isinstance(report, Report)
    assert kept == [Raw(report=report.id, media_type="text/html", content=served)]
    assert PARAGRAPHS[0] in report.text


def test_page_without_an_article_is_kept_and_told(tmp_path: Path) -> None:
    told, report = take(tmp_path, "<html><head><title>Photo of a bridge</title></head><body></body></html>")
    assert isinstance(told, Refusal)
    assert isinstance(report, Report)
    assert (told.code, told.report) == ("no-article", report.id)
    assert report.text.strip() == "Photo of a bridge"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("gb2312", "gb18030"), ("nonsense", "utf-8")],
)
def test_encoding_is_the_one_that_the_page_names(tmp_path: Path, charset: str, encoding: str) -> None:
    words = {"cp1251": "Войска ушли", "gb18030": "军队离开"}.get(encoding, "Núñez’s “café”")
    page = make_page(title=words).replace('charset="utf-8"', f'charset="{charset}"')
    assert read(tmp_path, page.encode(encoding)).title == words


def test_broken_bytes_in_a_page_become_replacement_characters(tmp_path: Path) -> None:
    page = make_page().encode().replace(b"nine bases", b"nine \xe2\x80 b\xffases \xc3\xa9\xc3\xa9")
    assert "nine \ufffd b\ufffdases éé" in read(tmp_path, page).text


@pytest.mark.parametrize("raw", [b"%PDF-1.7 and so on", b"\x89PNG\r\n\x1a\n"])
def test_what_is_named_a_page_and_is_none_is_refused(tmp_path: Path, raw: bytes) -> None:
    (told,) = take(tmp_path, raw)
    assert isinstance(told, Refusal)
    assert told.code == "not-text"


def test_page_that_is_not_english_keeps_its_words_and_is_not_read(tmp_path: Path) -> None:
    words = "Les troupes ont quitté la ville de Karo lundi, a annoncé le ministère de la Défense. " * 5
    page = make_page(lang="fr").replace(PARAGRAPHS[0], words)
    report = read(tmp_path, page)
    assert report.language == "fr"
    assert words.strip() in report.text
    language, issues = detect_language(report)
    assert language is None
    assert [issue.code for issue in issues] == ["not-english"]


def test_page_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    file = tmp_path / "page"
    file.write_text(make_page())
    (report,) = read_inputs([str(file)])
    assert isinstance(report, Report)
    assert "<p>" not in report.text
    (as_text,) = read_inputs([str(file)], input_format="text")
    assert isinstance(as_text, Report)
    assert as_text.text.startswith("<!DOCTYPE")


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<p>" + "x" * 10_000_001, "too-large"),
        ("<html>" + "<p>a</p>" * 50_001, "too-large"),
    ],
)
def test_page_made_to_fill_the_memory_is_refused(tmp_path: Path, markup: str, code: str) -> None:
    taken = take(tmp_path, markup)
    assert [one.code for one in taken if isinstance(one, Refusal)] == [code]


def test_deeply_nested_page_costs_only_itself(tmp_path: Path) -> None:
    *_, last = take(tmp_path, "<html><body>" + "<div>" * 90_000 + "Troops left.")
    assert isinstance(last, Report)


def test_same_page_under_two_names_is_one_report(tmp_path: Path) -> None:
    link = '<link rel="canonical" href="https://post.example/column-leaves">'
    for name in ("a.html", "b.htm"):
        (tmp_path / name).write_text(make_page(head=link))
    first, second = read_inputs([str(tmp_path)])
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.id == second.id
    assert (first.input_id, second.input_id) == ("a.html", "b.htm")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Troops left.", "Troops left."),
        ("<p>One<br>two</p> three<!-- no --> four", "One\n\ntwo\n\nthree four"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<style>p {}</style><p>a &amp; b &lt;c&gt; <i>d</i>e</p>", "a & b <c> de"),
        ("", ""),
        ("<!-- -->", ""),
    ],
)
def test_fragment_keeps_all_its_words(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


@given(st.text(max_size=300) | st.text(alphabet="<>/abp\"'=&;!- \x00\ud800", max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_markup_gives_text_that_can_be_written(markup: str) -> None:
    assert msgspec.json.encode([fragment_text(markup), extract_body(markup)])


def attributes(count: int) -> str:
    return "".join(f" data-a{n}" + ('="1 > 0"', "='x'", "=x", "")[n % 4] for n in range(count))


@pytest.mark.parametrize(
    "tag",
    [
        f"<p{attributes(600)}>",
        f"<p '{attributes(600)}>",
        f'<p title=">"{attributes(600)}>',
        f"<p <{attributes(600)}>",
        f"<script>if (a<b) x</script><p{attributes(600)}>",
        f"<!-->{'<p' + attributes(600)}>",
    ],
)
def test_element_with_too_many_attributes_keeps_its_text_without_them(tag: str) -> None:
    tree = _parse(f"<body>{tag}Troops left the Karo valley.</p></body>")
    assert tree is not None
    (paragraph,) = tree.iter("p")
    assert paragraph.text == "Troops left the Karo valley."
    assert not paragraph.attrib


def test_usual_attributes_and_what_only_looks_like_them_stay() -> None:
    markup = (
        f"<body><!--<p{attributes(600)}>--><script>a<b {attributes(600)}</script><p{attributes(60)}>x</p>"
    )
    tree = _parse(markup)
    assert tree is not None
    assert len(tree.find(".//p").attrib) == 60
    assert len(tree.find(".//script").text) > 600


@pytest.mark.parametrize(
    ("markup", "words"),
    [(("<p" + attributes(450) + ">x</p>") * 500, "225,000 attributes"),
     ("<p>" + "<a href='/x'>Troops</a> left. " * 5_100 + "</p>", "5,100 links and the like in one element")],
)  # fmt: skip
def test_page_that_would_take_minutes_is_refused(tmp_path: Path, markup: str, words: str) -> None:
    (refusal,) = take(tmp_path, f"<html><body>{markup}</body></html>")
    assert isinstance(refusal, Refusal)
    assert refusal.code == "too-large"
    assert words in refusal.message
