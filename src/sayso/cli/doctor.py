"""`sayso doctor`: what is installed and what is missing."""

import platform
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib import import_module, metadata
from typing import TYPE_CHECKING, NamedTuple

import click

from sayso import __version__
from sayso.cli.console import wants_colour
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.parts import Parts
from sayso.errors import SaysoError

if TYPE_CHECKING:
    from sayso.model import Tier

__all__ = ["command"]

_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


# What is read, the package that does it, and its module.
_INPUTS = (
    ("pages", "trafilatura", "trafilatura"),
    ("feeds", "feedparser", "feedparser"),
    ("WARC", "warcio", "warcio.archiveiterator"),
    ("robots", "protego", "protego"),
    ("web", "httpcore", "httpcore"),
)


# Read to see that a tier's models are whole.
_SENTENCE = "Troops withdrew from the valley on Monday, and the rebels left the town, the army said."


class Finding(NamedTuple):
    """Result of one check: `level` is ok, missing (something optional) or broken (something essential)."""

    level: str
    subject: str
    words: str


_SIGNS = {"ok": ("✓", "green"), "missing": ("–", "yellow"), "broken": ("✕", "red")}


@click.command("doctor", short_help="Tell what is installed, and what is missing.")
@click.pass_obj
def command(parts: Parts) -> int:
    """Tell which versions, models and extras are installed, and how to get what is missing.

    The exit status is 1 if something is broken without which nothing can be read.

    \b
    Example:
      sayso doctor
    """
    findings = [
        *_look_at_python(),
        *_look_at_processor(),
        *_look_at_packages(),
        *_look_at_inputs(),
        *_look_at_tiers(parts),
        *_look_at_extras(),
    ]
    _print(findings)
    return ISSUES if any(finding.level == "broken" for finding in findings) else OK


def _print(findings: Sequence[Finding]) -> None:
    from sayso.cli.layout import Piece, Style, paint, wrap

    room = max(len(finding.subject) for finding in findings) + 4
    colour = wants_colour(is_terminal=sys.stdout.isatty())
    style = Style(min(shutil.get_terminal_size().columns, 100), colour)
    for level, subject, words in findings:
        sign, look = _SIGNS[level]
        first = f"{paint(sign, look, colour=colour)} {subject:<{room - 2}}"
        click.echo("\n".join(wrap([Piece(words)], style, first=first, indent=" " * room)), color=colour)


def _look_at_python() -> Iterator[Finding]:
    version = platform.python_version()
    fits = sys.version_info >= (3, 11)
    yield Finding(
        "ok" if fits else "broken", "Python", version if fits else f"{version}, 3.11 or newer is needed"
    )
    yield Finding("ok", "Sayso", __version__)


def _look_at_processor() -> Iterator[Finding]:
    """Name the processor; without AVX2 the last bits, and so now and then a reading, may be others."""
    from sayso.heads.processor import has_avx2, name_processor

    if has_avx2() is False:
        words = f"{name_processor()}: without AVX2 readings may differ from those of other machines"
        yield Finding("missing", "processor", words)
    else:
        yield Finding("ok", "processor", name_processor())


def _look_at_packages() -> Iterator[Finding]:
    """Check the packages that Sayso requires, as listed in its own metadata."""
    versions = {name: _version(name) for name in _requirements("")}
    missing = [name for name, version in versions.items() if version is None]
    if missing:
        yield Finding("broken", "packages", f"missing: {', '.join(missing)}; pip install {' '.join(missing)}")
    else:
        yield Finding("ok", "packages", ", ".join(f"{name} {version}" for name, version in versions.items()))


def _look_at_inputs() -> Iterator[Finding]:
    """Load the package that reads each kind of input: it may be installed and lack a dependency."""
    for subject, package, module in _INPUTS:
        try:
            import_module(module)
        except ImportError as error:
            yield Finding("broken", subject, f"{package} cannot be loaded: {error}; pip install {package}")
        else:
            yield Finding("ok", subject, f"read with {package} {_version(package)}")
    with suppress(ImportError):
        from sayso.ingest.fetching import user_agent

        yield Finding("ok", "addresses", f"fetched as {user_agent()}; private ones with --allow-private only")


def _look_at_tiers(parts: Parts) -> Iterator[Finding]:
    """Load each tier: a model file may exist and be unreadable."""
    from sayso.model import Tier

    try:
        installed = parts.tiers()
    except ModuleNotFoundError as error:
        yield Finding("broken", "tiers", f"{error}; install it")
        return
    if not installed:
        yield Finding("broken", "tiers", "no tier's models are installed")
    for tier in Tier:
        if tier is Tier.LLM:
            yield _look_at_language_model()
        elif tier in installed:
            yield _load_tier(tier, parts)
        else:
            words = "its models are not part of this installation; pip install --force-reinstall sayso"
            if installed and tier is Tier.FULL:
                words += f". Until then reports are read with the {installed[0]} tier"
            yield Finding("missing", f"{tier} tier", words)


def _look_at_language_model() -> Finding:
    """Name the language model and its host, from the environment; nothing is sent there."""
    from sayso.llm import model_settings

    subject = "llm tier"
    try:
        settings = model_settings()
    except SaysoError as error:
        return Finding("missing", subject, f"{error}; reports are sent nowhere")
    place = (
        "on this machine" if settings.is_local else "outside this machine: texts of reports are sent there"
    )
    return Finding("ok", subject, f"{settings.model} at {settings.host} ({place}); with --tier llm only")


def _load_tier(tier: "Tier", parts: Parts) -> Finding:
    """Load a tier and read a sentence with it: models are loaded when the first report is read."""
    from sayso.model import make_report

    try:
        reader = parts.load(tier)
        issues = [issue for reading in reader.read([make_report(_SENTENCE)]) for issue in reading.issues]
    except SaysoError as error:
        return Finding("broken", f"{tier} tier", str(error))
    if issues:
        return Finding("broken", f"{tier} tier", issues[0].message)
    models = reader.reader.models
    return Finding(
        "ok", f"{tier} tier", ", ".join(f"{name} {version}" for name, version in sorted(models.items()))
    )


def _look_at_extras() -> Iterator[Finding]:
    try:
        extras = metadata.metadata("sayso").get_all("Provides-Extra") or []
    except metadata.PackageNotFoundError:
        return
    for extra in extras:
        missing = [name for name in _requirements(extra) if not _version(name)]
        if missing:
            yield Finding(
                "missing", f"extra {extra}", f"pip install 'sayso[{extra}]'  (lacks {', '.join(missing)})"
            )
        else:
            yield Finding("ok", f"extra {extra}", "installed")


def _requirements(extra: str) -> list[str]:
    """Return the names of the packages that Sayso, or one of its extras, requires."""
    try:
        lines = metadata.requires("sayso") or []
    except metadata.PackageNotFoundError:
        return []
    found = []
    for line in lines:
        marked = _EXTRA.search(line)
        name = _NAME.match(line)
        if name and (marked.group(1) if marked else "") == extra:
            found.append(name.group())
    return found


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
