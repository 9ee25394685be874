"""Protocol of a tool's process: rows of text in, one a line; what it found out, one a line.

A row is `{"id", "text"}`, and `published` where a date is known. An answer is a row's id with what was
found in it, by the names of a reading (`attributions`, `toponyms`, `times`, with `start`, `end` and what the
tool tells beside), or `numbers`; tools that look at all rows together give a grouping, `groups`. The last
line tells what it cost. A tool is a module with `load`, which fetches what it needs and returns how it
answers; nothing here may need Sayso, since the tools have an environment of their own.
"""

import json
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from typing import Any

__all__ = ["Answer", "Row", "Tool", "each", "paragraphs", "serve"]

Row = dict[str, Any]
Answer = dict[str, Any]
Tool = Callable[[list[Row]], Iterable[Answer]]

# Some tools take very long over some texts: what goes on for more processor time than this is ended.
_LIMIT_S = 900
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


def serve(package: str, load: Callable[[str], Tool]) -> None:
    """Answer standard input; the first argument names the setting. What a tool prints is not an answer."""
    rows = [json.loads(line) for line in sys.stdin]
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_CPU, (_LIMIT_S, _LIMIT_S))
    start = time.process_time()
    answer = load(sys.argv[1] if len(sys.argv) > 1 else "")
    loaded = time.process_time()
    answers = list(answer(rows))
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for found in answers:
        print(json.dumps(found), file=out)
    cost = {"version": version(package), "load_s": loaded - start, "cpu_s": done - loaded, "peak_mb": peak}
    print(json.dumps({"cost": cost}), file=out, flush=True)


def each(find: Callable[[Row], Answer]) -> Tool:
    """A tool that looks at one row at a time."""

    def answer(rows: list[Row]) -> Iterator[Answer]:
        for row in rows:
            yield {"id": row["id"], **find(row)}

    return answer


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text that hold something, with where each begins."""
    for match in _PARAGRAPH.finditer(text):
        yield match.start(), match.group()
