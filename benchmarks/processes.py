"""What do the processes of a benchmark take: bytes, and seconds of the processors?"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path


def processors() -> float:
    """Seconds that this process and those it ended have had of the processors."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def tree_rss(root: int) -> int:
    """Resident bytes of a process and all below it."""
    parents, sizes = {}, {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        pid = int(fields["Pid"])
        parents[pid] = int(fields["PPid"])
        sizes[pid] = int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    family, total = {root}, 0
    for pid in sorted(sizes):  # children have later numbers, but for a wrap: close enough for a peak
        if pid in family or parents[pid] in family:
            family.add(pid)
            total += sizes[pid]
    return total


def tree_share(root: int) -> int:
    """The same, but of a page that several processes share each has its part; to look takes a tenth of a second for some gigabytes."""
    try:
        total = int(re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{root}/smaps_rollup").read_text(), re.M)[1]) * 1024  # type: ignore[index]
        return total + sum(tree_share(int(child)) for child in Path(f"/proc/{root}/task/{root}/children").read_text().split())
    except (OSError, TypeError):  # it has ended
        return 0


def watched(
    command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None, held: Callable[[int], int] = tree_rss, every: float = 0.1
) -> tuple[str, str, int]:
    """What a command prints (stdout, stderr), and the peak of the bytes that all its processes hold, looked at every so many seconds."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, env=env)
    peak, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(every):
            peak = max(peak, held(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, told = process.communicate()
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(told)
    return out, told, peak
