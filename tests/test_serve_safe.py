"""Who is let in, what a page may do, and that a document stays text however it tries."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import html

from case_corpus import EVERYTHING
from commands import ROOT, run
from publishing import HOSTILE, HOSTILE_NAME, built
from serving import TOKEN, Served, serving
from supplyline.case.store import open_case
from supplyline.serve.guard import LARGEST, POLICY
from supplyline.serve.visitor import csrf_of


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(built(tmp_path_factory.mktemp("safe") / "case", [*EVERYTHING, HOSTILE])) as server:
        yield server


PATHS = ("/", "/events", "/search?q=china", "/api/v1/claims", "/api/v1/status", "/api/openapi.json", "/brief", "/graph.svg", "/decisions")


@pytest.mark.parametrize("path", PATHS)
def test_nobody_comes_in_without_the_token(served: Served, path: str) -> None:
    assert served.ask(path).code == 403
    assert served.ask(path, Cookie=f"supplyline-{served.port}=wrong").code == 403
    assert served.ask(path, Cookie=f"supplyline-{served.port + 1}={TOKEN}").code == 403
    assert served.ask(path, Authorization="Bearer wrong").code == 403
    assert served.ask(path, Authorization=f"Basic {TOKEN}").code == 403
    assert served.ask(path, Authorization=f"Bearer {TOKEN}").code == 200
    assert served.ask(path, Authorization=f"ApiKey {TOKEN}").code == 200
    assert served.get(path).code == 200


def test_the_opened_url_gives_a_cookie_that_no_script_reads_and_goes_on_without_the_token(served: Served) -> None:
    answer = served.ask(f"/events?kind=supply&token={TOKEN}")
    assert answer.code == 303
    assert answer.headers["location"] == "/events?kind=supply"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert served.ask("/?token=wrong").code == 403
    assert "set-cookie" not in served.ask("/?token=wrong").headers
    assert served.ask(f"//evil.example/?token={TOKEN}").headers["location"] == "/evil.example/"
    assert served.ask(f"/api/v1/claims?token={TOKEN}").code == 403, "a token in an address of the API would end in logs"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])
def test_another_host_name_is_refused(served: Served, host: str) -> None:
    """DNS rebinding: a page of another site whose name leads here must not be answered."""
    assert served.get("/", Host=host.format(port=served.port)).code == 403
    assert served.get("/", Host=f"localhost:{served.port}").code == 200


@pytest.mark.parametrize("path", [*PATHS, "/nothing", "/static/workbench.js", "/static/nothing"])
def test_every_answer_has_a_strict_policy(served: Served, path: str) -> None:
    for answer in (served.get(path), served.ask(path)):
        policy = answer.headers["content-security-policy"]
        assert policy == POLICY or (path == "/brief" and "script-src" not in policy and "default-src 'none'" in policy)
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in {k for k, v in answer.headers.items() if "python" in v.lower()}


def test_a_form_of_another_site_writes_nothing(served: Served) -> None:
    claim = next(iter(served.live.now.shelf.rows("claims"))).id
    fields = [("verb", "reject"), ("target", claim), ("by", "x"), ("because", "y"), ("back", "/")]
    before = len(served.live.case.decisions())
    assert served.post("/decide", fields, Origin="http://evil.example").code == 403
    assert served.post("/decide", fields, Origin="null").code == 403
    assert served.post("/decide", fields, Sec_Fetch_Site="cross-site").code == 403
    assert served.post("/decide", [("csrf", "wrong"), *fields], Cookie="").code == 403
    body = "&".join(f"{k}={quote(v)}" for k, v in fields).encode()
    form = {"Cookie": served.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    assert served.ask("/decide", "POST", body, **form).code == 403
    assert served.ask("/decide", "POST", b"csrf=wrong&" + body, **form).code == 403
    # JSON with the cookie alone: a page of another site could send it as plain text
    assert served.ask("/api/v1/decisions", "POST", b"{}", Cookie=served.cookie, Content_Type="text/plain").code == 403
    assert served.ask("/api/v1/decisions", "POST", f'{{"csrf": "{csrf_of(TOKEN)}"}}'.encode(), Cookie=served.cookie, Content_Type="text/plain").code == 403
    assert served.get(f"/decide?verb=reject&target={claim}&by=x&because=y&csrf={csrf_of(TOKEN)}").code == 405
    assert len(served.live.case.decisions()) == before


def test_what_is_too_large_is_refused(served: Served) -> None:
    assert served.ask("/decide", "POST", b"x" * (LARGEST + 1), Cookie=served.cookie).code == 413
    assert served.get("/search?q=" + "a" * 20_000).code == 414
    assert served.get("/events?start=99999999999999999999").code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(served: Served, method: str) -> None:
    assert served.ask("/", method, Cookie=served.cookie).code == 405


def test_a_hostile_document_stays_text(served: Served) -> None:
    """Scripts in its title, its text, its name, its publisher and its address: on each page that shows them."""
    shelf = served.live.now.shelf
    document = next(d for d in shelf.rows("documents") if d.name == HOSTILE_NAME)
    claims = [c for c in shelf.rows("claims") if c.quote.sha256 == document.sha256]
    assert claims
    pages = ["/", "/documents", "/sources", "/search?q=alert", "/search?q=alert&where=documents", "/entities", "/events", f"/documents/{document.sha256}", "/review", "/timeline", "/graph", "/brief"]
    pages += [f"/claims/{c.id}" for c in claims] + [f"/events/{c.event}" for c in claims if c.event] + [f"/why/{c.id}" for c in claims]
    shown = 0
    for path in pages:
        answer = served.get(path)
        assert answer.code == 200, path
        assert "<script>alert" not in answer.text, path
        tree = html.document_fromstring(answer.text)
        assert not [s for s in tree.xpath("//script") if s.get("src") != "/static/workbench.js"], path
        assert not tree.xpath("//img | //iframe | //object | //*[starts-with(@href, 'javascript:')] | //@onerror"), path
        shown += "alert(" in tree.text_content()
        assert "49" not in tree.xpath("string(//blockquote)"), "{{ 7 * 7 }} is no template"
    assert shown > 3, "the words are there, as words"
    raw = served.get(f"/api/v1/documents/{document.sha256}")
    assert raw.headers["content-type"].startswith("application/json")
    assert raw.json["title"] == "<script>alert('title')</script>"


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "' OR 1=1 --", '"unclosed', "a AND OR NOT NEAR(", "*", "facets : x", "\x00", "{{7*7}}", "%", "(" * 200])
def test_whatever_is_asked_for_is_words(served: Served, text: str) -> None:
    for where in ("claims", "documents", "entities", "listings"):
        answer = served.get(f"/search?q={quote(text)}&where={where}")
        assert answer.code == 200, (where, text)
        assert "<script>alert" not in answer.text
        assert "49" not in answer.tree.xpath("string(//h1)")
    for path in ("/graph?entity={}", "/graph?goods={}&role={}", "/gaps?supplier={}&sort={}", "/timeline?from={}&kind={}", "/trade?hs={}", "/entities?schema={}", "/documents?publisher={}"):
        assert served.get(path.replace("{}", quote(text))).code == 200, path
    for path in ("/events/{}", "/claims/{}", "/documents/{}", "/id/{}", "/static/{}"):
        assert served.get(path.replace("{}", quote(text, safe=""))).code in (404, 400), path


@pytest.mark.parametrize("name", ["..%2f..%2fapp.py", "../guard.py", "%2e%2e/app.py", "workbench.css/../../app.py"])
def test_no_file_but_the_programs_own_is_served(served: Served, name: str) -> None:
    assert served.get(f"/static/{name}").code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_only_this_machine_is_served(tmp_path: Path, host: str) -> None:
    built(tmp_path / "case")
    done = run("serve", tmp_path / "case", "--host", host, code=3)
    assert "no accounts" in done.stderr
    assert "supplyline accounts" in done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("error")] == done.stderr.splitlines()[-1:]


def test_a_case_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    run("new", tmp_path / "case")
    assert "supplyline build" in run("serve", tmp_path / "case", "--port", "0", code=3).stderr


def test_a_build_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    import duckdb

    case = built(tmp_path / "case")
    with duckdb.connect(str(case.snapshot_path)) as connection:
        connection.execute("DROP TABLE grades")
    done = run("serve", case.path, "--port", "0", code=3)
    assert "supplyline build" in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_the_command_prints_a_url_that_opens_and_ends_when_told(tmp_path: Path) -> None:
    import urllib.request

    built(tmp_path / "case")
    command = [sys.executable, "-m", "supplyline", "serve", str(tmp_path / "case"), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(url, timeout=30) as answer:
            assert "What is alleged" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) in (0, 130)
        assert "Traceback" not in process.communicate()[1]
    finally:
        process.kill()


def test_a_killed_server_loses_no_decision_and_leaves_a_case_that_opens(tmp_path: Path) -> None:
    import urllib.parse
    import urllib.request

    case = built(tmp_path / "case")
    command = [sys.executable, "-m", "supplyline", "serve", str(case.path), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ})
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    base, _, token = url.partition("/?token=")
    with serving(case) as other:
        ids = [c.id for c in other.live.now.shelf.rows("claims")][:5]
    for id in ids:
        fields = {"csrf": csrf_of(token), "verb": "confirm", "target": id, "by": "x", "because": "y", "back": "/"}
        asked = urllib.request.Request(f"{base}/decide", urllib.parse.urlencode(fields).encode(), {"Authorization": f"Bearer {token}"})
        urllib.request.urlopen(asked, timeout=30).read()
    process.kill()
    process.wait(timeout=10)
    assert [d.targets[0] for d in open_case(case.path).decisions()] == ids
    with serving(open_case(case.path)) as again:
        assert len(again.live.decisions()) == 5


def test_a_build_that_ends_meanwhile_is_taken_up_whole(tmp_path: Path) -> None:
    from supplyline import pipeline

    case = built(tmp_path / "case")
    with serving(case) as served:
        served.live.start()
        first = served.get("/api/v1/status").json["snapshot"]
        case.add_original(b"China supplied 3 lathes to Redhill Factory, the minister said on June 1, 2025.\n", "later.txt", published="2025-06-02")
        pipeline.build(case)
        until = time.monotonic() + 30
        while (now := served.get("/api/v1/status").json)["snapshot"] == first and time.monotonic() < until:
            time.sleep(0.1)
        assert now["snapshot"] != first
        assert now["counts"]["documents"] == len(served.get("/api/v1/documents?limit=1000").json["results"])
        assert served.get("/api/v1/status").json["current"] is True
        served.live.stop()


def test_builds_that_are_taken_up_leave_no_file_open(tmp_path: Path) -> None:
    import gc

    from supplyline import pipeline

    case = built(tmp_path / "case")
    with serving(case) as served:
        open_files = []
        for number in range(5):
            case.add_original(f"China supplied {number + 3} lathes to Redhill Factory, the minister said.\n".encode(), f"{number}.txt", published="2025-06-02")
            pipeline.build(case)
            assert served.live.look()
            for path in ("/", "/graph", "/search?q=lathes", "/search?q=china&where=listings", "/search?q=red&where=entities"):
                assert served.get(path).code == 200
            gc.collect()
            open_files.append(sum(1 for _ in Path("/proc/self/fd").iterdir()))
        assert open_files[-1] <= open_files[1] + 2, open_files
        kept = [p for p in (case.cache / "serve").iterdir() if p.is_dir()]
        assert len(kept) <= 4, "older indexes are thrown away"
