"""The prompt: instructions, codebook and worked examples from `prompt.toml`, and its version."""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from sayso.codebook import read_codebook
from sayso.llm.answers import answer_schema

__all__ = ["Message", "part_messages", "prompt_version", "repair_messages"]

Message = dict[str, str]


def part_messages(lines: Sequence[str], part: range, announced: Sequence[str], names: int) -> list[Message]:
    """Return the messages that ask for the records of some sentences.

    `lines` are the numbered sentences, with those around the part. `announced` are the attributions found
    before it, `names` their number; a report in one part has none.
    """
    report = "\n".join(lines)
    is_whole = part.start == 0 and len(part) == len(lines)
    if not is_whole:
        words = _prompt()["part"].strip()
        report += "\n\n" + _fill(
            words,
            first=str(part.start),
            last=str(part.stop - 1),
            next=str(names + 1),
            announced="\n".join(announced) or "none",
        )
    return [*_preamble(), {"role": "user", "content": report}]


def repair_messages(messages: Sequence[Message], answer: str, reason: str) -> list[Message]:
    """Return the messages that ask once more for an answer that cannot be used."""
    words = _fill(_prompt()["repair"].strip(), reason=reason)
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": words}]


@lru_cache(maxsize=1)
def prompt_version() -> str:
    """Return the version of the prompt: a hash over all that is sent beside the report."""
    prompt = _prompt()
    sent = [_preamble(), answer_schema(), prompt["part"], prompt["repair"]]
    return sha256(msgspec.json.encode(sent, order="deterministic")).hexdigest()[:12]


@lru_cache(maxsize=1)
def _prompt() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("prompt.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _preamble() -> tuple[Message, ...]:
    """Return the messages before the report: instructions with the codebook, worked examples."""
    prompt, plover = _prompt(), read_codebook("plover")
    types = [
        f"{name}: {meaning}."
        + (f" Modes: {', '.join(plover[name]['modes'])}" if plover[name]["modes"] else "")
        for name, meaning in prompt["types"].items()
    ]
    messages = [
        {"role": "system", "content": _fill(prompt["instructions"].strip(), types="\n".join(types))},
    ]
    for example in prompt["examples"]:
        messages.append({"role": "user", "content": example["report"].strip()})
        messages.append({"role": "assistant", "content": example["answer"].strip()})
    return tuple(messages)


def _fill(template: str, **values: str) -> str:
    """Fill the named places of a template; the braces of JSON in it stay as they are."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template
