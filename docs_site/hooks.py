"""What MkDocs is told beyond mkdocs.yml: pages that stand elsewhere in the checkout, and the order of all.

Documents link to each other by their paths in the checkout, so that they can be read there, too. In the
site those that stand outside of docs/ get a place of their own, and links to what is no page (code, data)
become plain words. A link to what is not there stays as it is, and so fails the build.
"""

import re
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from docs_site.offsite import find_requests

__all__ = ["on_config", "on_files", "on_page_markdown", "on_post_build"]

ROOT = Path(__file__).parents[1]
# Documents outside of docs/, and where they stand in the site.
ELSEWHERE = {
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
    "CHANGELOG.md": "project/changelog.md",
    "examples/README.md": "project/examples.md",
    "benchmarks/RESULTS.md": "project/results.md",
    "training/encoder/CARD.md": "models/encoder.md",
    "training/encoder/README.md": "models/training-the-encoder.md",
    "training/coreference/CARD.md": "models/coreference.md",
    "training/stories/README.md": "models/stories.md",
    "training/gold/README.md": "models/gold.md",
    "training/silver/README.md": "models/silver.md",
    **{
        f"benchmarks/notes/{path.name}": f"project/notes/{path.name}"
        for path in sorted((ROOT / "benchmarks/notes").glob("*.md"))
    },
}
_SECTION = re.compile(r"^\*\*(.+)\*\*$")
_ENTRY = re.compile(r"^- \[([^\]]+)\]\(([^)#\s]+)\)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
_FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The order of pages is that of docs/index.md."""
    sections: list[dict[str, Any]] = []
    for line in (Path(config.docs_dir) / "index.md").read_text(encoding="utf-8").splitlines():
        if section := _SECTION.match(line):
            sections.append({section.group(1): []})
        elif sections and (entry := _ENTRY.match(line)):
            (pages,) = sections[-1].values()
            pages.append({entry.group(1): _place(entry.group(2), "docs/index.md")})
    config.nav = [{"All documents": "index.md"}, *sections]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the documents that stand elsewhere."""
    for path, place in ELSEWHERE.items():
        source = ROOT / path
        if source.exists():
            files.append(File.generated(config, place, content=source.read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead links to where their pages stand in the site."""
    places = {place: path for path, place in ELSEWHERE.items()}
    here = page.file.src_uri
    source = places.get(here, f"docs/{here}")

    def lead(link: re.Match[str]) -> str:
        words, target, anchor = link.group(1), link.group(2), link.group(3) or ""
        if not target or re.match(r"[a-z]+:", target) or not _exists(target, source):
            return link.group(0)
        place = _place(target, source)
        if files.get_file_from_path(place) is None:
            return words
        return f"[{words}]({relpath(place, str(PurePosixPath(here).parent))}{anchor})"

    parts = _FENCE.split(markdown)
    return "".join(part if part.startswith("```") else _LINK.sub(lead, part) for part in parts)


def on_post_build(config: MkDocsConfig) -> None:
    """Fail where a page would load something from another host."""
    if found := find_requests(Path(config.site_dir)):
        raise PluginError("the site asks other hosts:\n" + "\n".join(found))


def _exists(target: str, source: str) -> bool:
    return (ROOT / source).parent.joinpath(target).exists()


def _place(target: str, source: str) -> str:
    """Where a link's target stands in the site; what is no page of it comes back as its path."""
    path = normpath(str(PurePosixPath(source).parent / target))
    return ELSEWHERE.get(path, path.removeprefix("docs/"))
