"""A file of SQLite with the answers of language models, by a hash of what was asked."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sayso.errors import AnswerCacheError
from sayso.llm.client import ServerAnswer

__all__ = ["AnswerCache"]

# Others may be writing: each write is one row.
_WAIT_S = 60.0
_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, content TEXT NOT NULL, finished TEXT NOT NULL,
    tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, model TEXT NOT NULL, prompt TEXT NOT NULL
) WITHOUT ROWID
"""


class AnswerCache:
    """Answers by key, shared by threads and processes: each access opens the file.

    The file is readable by its owner alone, as answers quote the reports.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).touch(mode=0o600)
        except OSError as error:
            raise self._error(error) from error
        self._execute(_TABLE, ())

    def get(self, key: str) -> ServerAnswer | None:
        """Return an answer, None if there is none."""
        row = self._execute(
            "SELECT content, finished, tokens_in, tokens_out FROM answer WHERE key = ?", (key,)
        )
        return None if row is None else ServerAnswer(*row)

    def put(self, key: str, answer: ServerAnswer, *, model: str, prompt: str) -> None:
        """Store an answer with the model that gave it and the version of the prompt."""
        self._execute(
            "INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", (key, *answer, model, prompt)
        )

    def _execute(self, statement: str, values: tuple[object, ...]) -> tuple[str, str, int, int] | None:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as connection, connection:
                row: tuple[str, str, int, int] | None = connection.execute(statement, values).fetchone()
                return row
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> AnswerCacheError:
        return AnswerCacheError(
            f"the file of answers cannot be used ({error})",
            where=self._path,
            help="name another one: --answers FILE, or SAYSO_LLM_ANSWERS",
        )
