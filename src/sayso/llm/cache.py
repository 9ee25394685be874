"""A file of SQLite with the answers of language models, by a hash of what was asked."""

import sqlite3
import threading
from pathlib import Path

from sayso.errors import AnswerCacheError

__all__ = ["AnswerCache"]

# Others may be writing: each write is one row.
_WAIT_S = 60.0
_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, prompt TEXT NOT NULL, content TEXT NOT NULL,
    finished TEXT NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL
) WITHOUT ROWID
"""


class AnswerCache:
    """Answers by key, shared by the threads of a process and by processes.

    `:memory:` keeps them for this process alone. The file is readable by its owner alone, as answers quote
    the reports.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            if path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
                Path(path).touch(mode=0o600)
            self._connection = sqlite3.connect(path, timeout=_WAIT_S, check_same_thread=False)
            with self._connection:
                self._connection.execute(_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from error

    def get(self, key: str) -> tuple[str, str] | None:
        """Return the text of an answer and how it ended, None if there is none."""
        row = self._execute("SELECT content, finished FROM answer WHERE key = ?", (key,))
        return None if row is None else (str(row[0]), str(row[1]))

    def put(self, key: str, row: tuple[str, str, str, str, int, int]) -> None:
        """Store an answer: model, prompt version, text, how it ended, tokens in and out."""
        self._execute("INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", (key, *row))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _execute(self, statement: str, values: tuple[object, ...]) -> tuple[object, ...] | None:
        try:
            with self._lock, self._connection:
                row: tuple[object, ...] | None = self._connection.execute(statement, values).fetchone()
                return row
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: Exception) -> AnswerCacheError:
        return AnswerCacheError(
            f"the file of answers cannot be used ({error})",
            where=self._path,
            help="name another one: --answers FILE, or SAYSO_LLM_ANSWERS",
        )
