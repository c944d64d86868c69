"""Are lists fetched whole, believed only when they may be, and not fetched again when nothing changed?"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from commands import run
from screening import FILLERS, PARTIES, sdn
from supplyline.case.store import open_case
from supplyline.model import BadInput
from supplyline.read.fetch import Stamp, fetch

MORE = tuple(f"NOBODY NUMBER {n}" for n in range(20))
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A publisher's server: what it answers by path, and what it was asked."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str | None, str | None]] = field(default_factory=list)

    def has(self, path: str, body: bytes, etag: str = '"v1"', modified: str = "Tue, 07 Mar 2023 10:00:00 GMT") -> None:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            if handler.headers.get("If-None-Match") == etag:
                handler.send_response(304)
                handler.end_headers()
                return
            send(handler, body, ETag=etag, **{"Last-Modified": modified})

        self.answers[path] = answer


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")))
            answer = made.answers.get(self.path)
            if answer is None:
                send(self, b"<html>not found</html>", 404)
            else:
                answer(self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def case_with(tmp_path: Path, site: Site, *lines: str) -> tuple[Path, Path]:
    case, table = tmp_path / "case", tmp_path / "addresses.tsv"
    run("new", case)
    table.write_text("# code\tfile\taddress\n" + "".join(f"{line}\n" for line in lines or (f"us_ofac_sdn\tofac_sdn.csv\t{site.url}/sdn.csv",)))
    return case, table


def update(case: Path, table: Path, *more: object, code: int = 0) -> dict[str, object]:
    done = run("lists", "update", case, "--addresses", table, "--json", *more, code=code)
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(row)


def kept(case: Path) -> list[str]:
    return [o.name for o in open_case(case).originals("list")]


def body(tmp_path: Path, names: tuple[str, ...] = (*PARTIES, *MORE)) -> bytes:
    return sdn(tmp_path, names=names).read_bytes()


def test_a_list_is_fetched_once_and_asked_for_by_its_etag_then(tmp_path: Path, site: Site) -> None:
    case, table = case_with(tmp_path, site)
    site.has("/sdn.csv", body(tmp_path))
    first = update(case, table)
    assert (first["status"], first["as_of"], first["rows"]) == ("updated", "2023-03-07", 28)
    again = update(case, table)
    assert (again["status"], again["version"]) == ("unchanged", first["version"])
    assert [asked[1:] for asked in site.asked] == [(None, None), ('"v1"', "Tue, 07 Mar 2023 10:00:00 GMT")]
    # Who forgets what the server said fetches again, and sees that the bytes are the same.
    (case / "cache" / "lists_seen.json").unlink()
    assert update(case, table)["why"] == "the same bytes are held" and len(kept(case)) == 1
    # A server that says "unchanged" of bytes that are not held is asked anew.
    other, table = case_with(tmp_path / "other", site) if (tmp_path / "other").mkdir() is None else (case, table)
    (other / "cache").mkdir(exist_ok=True)
    (other / "cache" / "lists_seen.json").write_bytes((case / "cache" / "lists_seen.json").read_bytes())
    assert update(other, table)["status"] == "updated"


def test_a_new_version_is_added_beside_the_old_one(tmp_path: Path, site: Site) -> None:
    case, table = case_with(tmp_path, site)
    site.has("/sdn.csv", body(tmp_path))
    update(case, table)
    site.has("/sdn.csv", body(tmp_path, (*PARTIES, *MORE, "ONE MORE")), '"v2"', "Wed, 08 Mar 2023 10:00:00 GMT")
    row = update(case, table)
    assert (row["status"], row["as_of"], row["why"]) == ("updated", "2023-03-08", "+1 entries") and len(kept(case)) == 2
    diff = run("lists", "diff", case).stdout
    assert "ONE MORE" in diff and diff.startswith("added")
    original = open_case(case).originals("list")[0]
    assert original.url == f"{site.url}/sdn.csv"


@pytest.mark.parametrize("what", ["truncated", "html", "empty", "other list", "shrunk", "older", "gone", "error", "loop", "file", "nobody"])
def test_what_cannot_be_believed_is_refused_and_what_is_held_stays(tmp_path: Path, site: Site, what: str) -> None:
    case, table = case_with(tmp_path, site)
    good = body(tmp_path)
    site.has("/sdn.csv", good)
    update(case, table)
    later = {"modified": "Thu, 09 Mar 2023 10:00:00 GMT", "etag": '"v2"'}
    other = (Path(__file__).parent.parent / "examples/lists/un_2026-02.xml").read_bytes()
    says = {
        "truncated": "500 of 3,838 bytes|broke off", "html": "known", "empty": "empty", "other list": "us_ofac_sdn was asked for", "shrunk": "less than 50%",
        "older": "2023-03-07 is held", "gone": "404", "error": "503", "loop": "cannot be reached|redirect", "file": "not allowed", "nobody": "cannot be reached",
    }  # fmt: skip
    answers: dict[str, Answer] = {
        "truncated": lambda h: send(h, good[:500], length=len(good)),
        "error": lambda h: send(h, b"busy", 503),
        "loop": lambda h: send(h, b"", 302, Location=f"{site.url}/sdn.csv"),
        "file": lambda h: send(h, b"", 302, Location="file:///etc/passwd"),
    }
    bodies = {"html": b"<html><body>Maintenance</body></html>", "empty": b"", "other list": other, "shrunk": body(tmp_path, FILLERS)}
    if what in answers:
        site.answers["/sdn.csv"] = answers[what]
    elif what in bodies:
        site.has("/sdn.csv", bodies[what], **later)
    elif what == "older":
        site.has("/sdn.csv", good + b"\n", '"v0"', "Mon, 06 Mar 2023 10:00:00 GMT")
    elif what == "gone":
        del site.answers["/sdn.csv"]
    else:
        table.write_text("us_ofac_sdn\tofac_sdn.csv\thttp://127.0.0.1:1/sdn.csv\n")
    row = update(case, table, code=3)
    assert row["status"] == "refused" and row["as_of"] == "2023-03-07"
    assert any(part in str(row["why"]) for part in says[what].split("|")), row["why"]
    assert len(kept(case)) == 1


def test_a_list_of_several_files_comes_whole_or_not_at_all(tmp_path: Path, site: Site) -> None:
    lines = (f"us_ofac_sdn\tofac_sdn.csv\t{site.url}/sdn.csv", f"us_ofac_sdn\tofac_alt.csv\t{site.url}/alt.csv")
    case, table = case_with(tmp_path, site, *lines)
    site.has("/sdn.csv", body(tmp_path))
    assert "404" in str(update(case, table, code=3)["why"]) and kept(case) == []
    alias = b'1000,1,"aka","RED WORKS","-0- "\r\n\x1a'
    site.has("/alt.csv", alias)
    assert update(case, table)["status"] == "updated" and sorted(kept(case)) == ["ofac_alt_2023-03-07.csv", "ofac_sdn_2023-03-07.csv"]
    assert update(case, table)["status"] == "unchanged"
    site.has("/sdn.csv", body(tmp_path, (*PARTIES, *MORE, "ONE MORE")), '"v2"', "Wed, 08 Mar 2023 10:00:00 GMT")
    site.has("/alt.csv", alias.replace(b"RED", b"RUBY"), '"v2"', "Wed, 08 Mar 2023 10:00:00 GMT")
    assert update(case, table)["status"] == "updated"
    assert "ONE MORE" in run("lists", "diff", case).stdout


def test_without_a_network(tmp_path: Path, site: Site) -> None:
    case, table = case_with(tmp_path, site)
    offline = run("lists", "update", case, "--offline").stdout
    assert "un_sc" in offline and "https://scsanctions.un.org" in offline and "no version is held" in offline
    folder = tmp_path / "fetched"
    folder.mkdir()
    assert update(case, table, "--from", folder)["status"] == "absent"
    (folder / "ofac_sdn.csv").write_bytes(body(tmp_path))
    assert update(case, table, "--from", folder)["status"] == "updated"
    assert update(case, table, "--from", folder)["status"] == "unchanged"
    assert update(case, table, "--offline")["status"] == "held"
    assert site.asked == []


def test_wrong_tables_and_codes_say_what_is_right(tmp_path: Path, site: Site) -> None:
    case, table = case_with(tmp_path, site, "us_ofac_sdn\tonly two")
    assert "three columns" in run("lists", "update", case, "--addresses", table, code=3).stderr
    table.write_text("nolist\ta.csv\thttp://x\n")
    assert "is no code of a list" in run("lists", "update", case, "--addresses", table, code=3).stderr
    table.write_text("un_sc\t../a.csv\thttp://x\n")
    assert "no plain name" in run("lists", "update", case, "--addresses", table, code=3).stderr
    assert "un_sc, eu_fsf" in run("lists", "update", case, "--list", "nolist", code=3).stderr


def test_a_server_that_drips_or_floods_is_left(site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers["/drip"] = drip
    site.answers["/silent"] = lambda handler: time.sleep(2)
    site.has("/big", b"x" * 5000)
    start = time.monotonic()
    with pytest.raises(BadInput, match="not there after"):
        fetch(f"{site.url}/drip", seconds=0.3)
    with pytest.raises(BadInput, match="cannot be reached"):
        fetch(f"{site.url}/silent", silence=0.3)
    with pytest.raises(BadInput, match="more than 1,000 bytes"):
        fetch(f"{site.url}/big", most=1000)
    assert time.monotonic() - start < 2
    for address in ("file:///etc/passwd", "ftp://127.0.0.1/x", "no address"):
        with pytest.raises(BadInput, match="no http"):
            fetch(address)


def test_a_redirect_is_followed_and_the_stamp_is_of_the_last_answer(site: Site) -> None:
    site.answers["/old"] = lambda h: send(h, b"", 301, Location="/new")
    site.has("/new", b"here")
    got = fetch(f"{site.url}/old")
    assert got is not None and got.data == b"here" and got.stamp == Stamp('"v1"', "Tue, 07 Mar 2023 10:00:00 GMT")
    assert fetch(f"{site.url}/new", got.stamp) is None and got.stamp.day == "2023-03-07"
