"""The documents name what there is, link to what there is, and their examples can be read."""

import json
import re
import shlex
import tomllib
from datetime import date
from pathlib import Path

import click
import pytest

from sayso.cli.main import cli, run
from sayso.model import make_report

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
ARCHIVES = sorted((ROOT / "examples/reports").glob("*.jsonl"))
INPUT_FIELDS = {"id", "url", "title", "publisher", "byline", "published", "language", "text"}

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_SHELL = re.compile(r"^```sh$(.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_ANCHOR = re.compile(r'<a id="([^"]+)">')


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def direct_dependencies():
    project = tomllib.loads(read("pyproject.toml"))
    extras = project["project"].get("optional-dependencies", {}).values()
    groups = project.get("dependency-groups", {}).values()
    lines = [*project["project"]["dependencies"], *(line for many in (*extras, *groups) for line in many)]
    return sorted({re.match(r"[A-Za-z0-9._-]+", line).group(0) for line in lines})


def commands():
    with click.Context(cli) as context:
        return {name: cli.get_command(context, name) for name in cli.list_commands(context)}


def shell_lines():
    """Each call of `sayso` in a shell block, as its arguments, with where it stands."""
    for page in PAGES:
        for block in _SHELL.findall(page.read_text(encoding="utf-8")):
            for line in block.splitlines():
                for call in line.split("|"):
                    words = shlex.split(re.split(r"\s[<>]", call)[0], comments=True)
                    if words and words[0].endswith("sayso"):
                        yield pytest.param(words[1:], id=f"{page.name}: {' '.join(words)}")


def archived():
    return [json.loads(line) for path in ARCHIVES for line in path.read_text(encoding="utf-8").splitlines()]


def anchors(page):
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    slugs = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in _HEADING.findall(text)}
    return slugs | set(_ANCHOR.findall(text))


def links():
    for page in PAGES:
        for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize("package", direct_dependencies())
def test_dependency_is_explained(package):
    assert f"| `{package}` |" in read("docs/explanation/dependencies.md") or re.search(
        rf"^\| `\w+` \|.*`{re.escape(package)}`", read("docs/explanation/dependencies.md"), re.MULTILINE
    ), f"name {package}, its reason and its licence in docs/explanation/dependencies.md"


def test_dependencies_explained_are_still_used():
    text = read("docs/explanation/dependencies.md")
    run, _, rest = text.partition("## Extras")
    _, _, develop = rest.partition("## To develop")
    named = set(re.findall(r"^\| `([^`]+)` \|", run + develop, re.MULTILINE))
    assert named <= set(direct_dependencies())


def test_every_document_is_in_the_index():
    index = ROOT / "docs/index.md"
    linked = {(index.parent / path).resolve() for path in _LINK.findall(index.read_text(encoding="utf-8"))}
    missing = [page for page in ROOT.glob("docs/**/*.md") if page not in linked | {index}]
    assert not missing, "name it in docs/index.md: the site has its pages and their order from there"


def test_settings_are_in_the_reference():
    named = {name for path in ROOT.glob("src/**/*.py") for name in re.findall(r"SAYSO_[A-Z_]+", read(path))}
    told = read("docs/reference/cli.md") + read("docs/reference/commands.md")
    assert "SAYSO_DB" in named
    assert not [name for name in named if f"`{name}" not in told]


def test_commands_are_in_the_reference():
    reference = read("docs/reference/cli.md")
    missing = [name for name in commands() if f"## `sayso {name}" not in reference]
    assert not missing


def test_options_are_in_the_reference():
    reference = read("docs/reference/cli.md")
    options = {
        option
        for command in commands().values()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    assert "--published" in options
    assert not {option for option in options if not re.search(rf"`{option}[` ]", reference)}


def test_reference_names_no_command_that_is_not_there():
    named = re.findall(r"^## `sayso ([\w-]+)", read("docs/reference/cli.md"), re.MULTILINE)
    assert named
    assert set(named) <= set(commands())


@pytest.mark.parametrize("arguments", list(shell_lines()))
def test_shell_example_is_understood(arguments):
    name, *rest = arguments
    assert commands()[name].make_context(name, rest).command.name == name


@pytest.mark.parametrize(
    ("page", "target"), [pytest.param(*one, id=f"{one[0].name}-{one[1]}") for one in links()]
)
def test_relative_link_resolves(page, target):
    path, _, anchor = target.partition("#")
    goal = (page.parent / path).resolve() if path else page
    assert goal.exists(), f"{page.relative_to(ROOT)} links to {target}"
    assert goal.is_relative_to(ROOT)
    if anchor:
        assert anchor in anchors(goal)


def test_readme_starts_with_two_commands():
    block = re.search(r"## Start.*?(?=^## )", read("README.md"), re.DOTALL | re.MULTILINE).group(0)
    assert re.findall(r"^    (make \w+)", block, re.MULTILINE) == ["make demo", "make test"]
    assert {"demo", "test"} <= set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))


def test_readme_sample_stands_in_an_example():
    sample = re.search(r"<!-- demo -->(.*?)<!-- /demo -->", read("README.md"), re.DOTALL).group(1)
    texts = [make_report(one["text"], title=one["title"]).text for one in archived()]
    shown = re.findall(r"«([^»]+)».*?\[(\d+):(\d+)\]", sample, re.DOTALL)
    assert len(shown) >= 3
    assert any(
        all(text[int(start) : int(end)] == words for words, start, end in shown)
        and sample.strip().startswith("```text\n" + text.split("\n")[0])
        for text in texts
    )


def test_tutorial_makes_its_table(tmp_path, monkeypatch):
    readings = tmp_path / "readings.jsonl"
    paths = ["examples/reports/06-taji-handover.jsonl", "examples/reports/10-libya-ceasefire.txt"]
    monkeypatch.chdir(ROOT)
    assert run(["read", *paths, "--format", "jsonl", "-q", "-o", str(readings)]) == 0
    code = re.search(r"```python\n(.*?)```", read("docs/tutorial.md"), re.DOTALL).group(1)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(code, "tutorial.md", "exec"), names)  # noqa: S102 - our own document
    assert {row["report"] for row in names["rows"]} == {"taji-1", paths[1]}
    assert all(row["trigger"] in row["sentence"] for row in names["rows"])
    assert {"type", "status", "negated", "sources", "sentence"} <= set(names["rows"][0])


def test_guide_keeps_a_record(tmp_path, monkeypatch, capsys):
    code = re.search(r"```python\n(.*?)```", read("docs/how-to/keep-a-record.md"), re.DOTALL).group(1)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "keep-a-record.md", "exec"), {})  # noqa: S102 - our own document
    assert capsys.readouterr().out.splitlines() == ["1", "2020-03-17 RETREAT the army"]


@pytest.mark.parametrize("archive", ARCHIVES, ids=lambda path: path.stem)
def test_example_archive_keeps_the_input_format(archive):
    lines = archive.read_text(encoding="utf-8").splitlines()
    assert lines
    for line in lines:
        report = json.loads(line)
        assert set(report) <= INPUT_FIELDS
        assert {"id", "title", "publisher", "published", "text"} <= set(report)
        assert date.fromisoformat(report["published"])
        assert 120 <= len(report["text"].split()) <= 350
        assert "example.org" in report["url"]


def test_example_ids_are_unique():
    ids = [one["id"] for one in archived()]
    assert len(ids) == len(set(ids))


def test_example_reports_are_all_in_their_readme():
    guide = read("examples/README.md")
    files = [path.name for path in (ROOT / "examples/reports").iterdir()]
    assert len(files) >= 9
    assert not [name for name in files if f"`{name}`" not in guide]


def test_example_plain_text_is_there():
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "examples/reports").glob("*.txt")]
    assert texts
    assert all(120 <= len(text.split()) <= 350 for text in texts)
