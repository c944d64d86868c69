"""A PostgreSQL server of the tests' own: Debian's programs, a data folder that goes away, a Unix socket and no network."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

PASSWORD = "of the tests, and of nothing else"
_numbers = count(1)


def programs() -> Path | None:
    """The folder of the newest server that is installed."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if own := shutil.which("initdb"):
        found.append(Path(own).resolve().parent)
    return max(found, key=lambda p: (p.parent.name.isdecimal() and int(p.parent.name), str(p)), default=None)


@dataclass(frozen=True)
class Server:
    folder: Path
    bin: Path
    user: str  # that the server runs as: it refuses to be root

    def run(self, program: str, *words: str) -> str:
        who = {} if os.getuid() else {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
        made = subprocess.run([self.bin / program, *words], capture_output=True, text=True, cwd=self.folder, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, **who)
        assert made.returncode == 0, f"{program}: {made.stdout}{made.stderr}"
        return made.stdout

    def start(self) -> None:
        # Its output goes to a file: a pipe that the server holds would never end.
        self.run("pg_ctl", "start", "-w", "-s", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"))

    def stop(self, how: str = "fast") -> None:
        self.run("pg_ctl", "stop", "-w", "-s", "-m", how, "-D", str(self.folder / "data"))

    def sql(self, database: str, *statements: str) -> list[str]:
        """Run statements as the owner of everything; the first column of what the last gives."""
        out = self.run("psql", "-h", str(self.folder), "-U", "owner", "-d", database, "-v", "ON_ERROR_STOP=1", "-qAt", *(w for s in statements for w in ("-c", s)))
        return out.splitlines()

    def database(self) -> str:
        """A new, empty database."""
        name = f"case{next(_numbers)}"
        self.sql("postgres", f"CREATE DATABASE {name} STRATEGY wal_log")
        return name

    def url(self, database: str, user: str = "owner") -> str:
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"


@contextmanager
def started(bin: Path) -> Iterator[Server]:
    user = "owner"
    if os.getuid() == 0:
        user = next(u for u in ("postgres", "nobody") if u in {p.pw_name for p in pwd.getpwall()})
    # Not below pytest's folder, which nobody else may enter; and the name of a socket is short.
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if os.getuid() == 0:
            shutil.chown(folder, user)
        server = Server(folder, bin, user)
        server.run("initdb", "--no-sync", "-U", "owner", "-E", "UTF8", "--locale", "C.UTF-8", "-A", "trust", "-D", str(folder / "data"))
        conf, hba = folder / "data/postgresql.conf", folder / "data/pg_hba.conf"
        conf.write_text(conf.read_text() + f"\nlisten_addresses = ''\nunix_socket_directories = '{folder}'\nmax_connections = 100\nrecovery_init_sync_method = syncfs\n")
        hba.write_text("local all locked scram-sha-256\nlocal all clear password\nlocal all all trust\n")
        server.start()
        try:
            server.sql("postgres", *(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'" for role in ("locked", "clear", "analyst")))
            yield server
        finally:
            if (folder / "data/postmaster.pid").exists():
                server.stop("immediate")
