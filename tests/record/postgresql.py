"""A PostgreSQL server of the tests' own, in a folder that goes with it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# Where Debian and others keep what is not on the path.
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, the newest if there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = [one for place in _PLACES for one in Path("/").glob(f"{place[1:]}/initdb")]
    return max(found).parent if found else None


@contextmanager
def run_server() -> Iterator[str]:
    """Start a server that listens on a socket in its own folder alone; gives `postgresql://` up to `/`."""
    programs = find_programs()
    assert programs is not None
    # Sockets have short names: not below pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    user = _choose_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        run = _Runner(programs, user)
        run("initdb", "-D", folder / "data", "-U", "sayso", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=32MB"
        run("pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://sayso@/{{}}?host={quote(str(folder), safe='')}"
        finally:
            run("pg_ctl", "-D", folder / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Runner:
    """Runs PostgreSQL's programs as somebody who is not root, which they insist on."""

    def __init__(self, programs: Path, user: pwd.struct_passwd | None) -> None:
        self._programs = programs
        self._as = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def __call__(self, program: str, *arguments: object) -> None:
        done = subprocess.run(
            [self._programs / program, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            cwd="/",
            **self._as,
        )
        assert done.returncode == 0, done.stdout.decode()


def _choose_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("root cannot run PostgreSQL, and there is no user postgres or nobody")
