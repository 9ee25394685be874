"""The Dockerfile names what there is, and its command is one that the program understands."""

import json
import re
import shlex
from pathlib import Path

import click

from sayso.cli.main import cli

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/how-to/container.md").read_text(encoding="utf-8")


def understand(arguments: list[str]) -> dict[str, object]:
    name, *rest = arguments
    with click.Context(cli) as context:
        command = cli.get_command(context, name)
        assert command is not None
        return command.make_context(name, rest, resilient_parsing=False).params


def command_of_image() -> list[str]:
    found = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found
    return [str(word) for word in json.loads(found.group(1))]


def test_image_serves_a_record_that_nobody_can_change() -> None:
    options = understand(command_of_image())
    assert options["db"] == "/data/sayso.db"
    assert options["host"] == "0.0.0.0"  # noqa: S104 - within the container
    assert options["port"] == 8000
    assert options["read_only"]


def test_image_runs_as_an_ordinary_user() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["sayso"]


def test_what_is_copied_is_there_and_not_held_back() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(.+) \./?\S*$", DOCKERFILE, re.MULTILINE)
    files = {name for line in copied for name in line.split()}
    assert files
    assert files <= sent
    assert not [name for name in files if not (ROOT / name).exists()]


def test_guide_says_what_the_image_runs() -> None:
    assert f"sayso {' '.join(command_of_image())}" in GUIDE


def test_commands_of_the_guide_are_understood() -> None:
    runs = [shlex.split(line) for line in re.findall(r"^    (docker run .*)$", GUIDE, re.MULTILINE)]
    calls = [words[words.index("sayso") + 1 :] for words in runs]
    asked = [understand(call) for call in calls if call]
    assert len(asked) >= 2
