"""How smoothly does the whole graph move?

    python benchmarks/bench_graph.py [--nodes 1000 3000 10000] [--seconds 5] [--gpu]

Makes a case with so many linked parties (three links each), serves it, opens the page of the whole graph in Chromium at
1280 × 800 and moves it in each frame, by the same keys and wheel that a person uses. Prints frames a second, and for a frame
the time of our JavaScript (which is ours, on any machine) apart from what the rasteriser needs until the picture is drawn
(which is the machine's). Without --gpu Chromium draws with SwiftShader, on the processor: a card draws many times as
fast. Also: seconds until the picture is there, its data in bytes, and the time to find the point under the mouse.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from asking import Connection, Server, quantiles, served
from made_case import name
from supplyline.case import store
from supplyline.case.snapshot import Writer
from supplyline.case.store import Case
from supplyline.model import Entity, Event, Link, Name, make_id

# A frame of our own asks for a move, the page's own callback paints it: each callback but ours is timed, and where
# `window.drawn_` is set also the time until its picture is really drawn, for reading a point back waits for the rasteriser.
_WATCH = """
(() => {
  const real = window.requestAnimationFrame.bind(window), one = new Uint8Array(4);
  window.frames_ = []; window.drawn_ = null; window.real_ = real;
  window.requestAnimationFrame = (f) => real((now) => {
    const t = performance.now();
    f(now);
    window.frames_.push(performance.now() - t);
    if (!window.drawn_) return;
    const gl = document.querySelector("#map canvas").getContext("webgl");
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);
    window.drawn_.push(performance.now() - t);
  });
})();
"""
_MOVE = """
async ({ seconds, how, drawn }) => {
  const canvas = document.querySelector("#map canvas"), box = canvas.getBoundingClientRect(), took = [];
  window.frames_.length = 0;
  window.drawn_ = drawn ? [] : null;
  const began = performance.now();
  await new Promise((done) => {
    let n = 0;
    const turn = (now) => {
      const t = performance.now();
      if (how === "pan") canvas.dispatchEvent(new KeyboardEvent("keydown", { key: n % 40 < 20 ? "ArrowLeft" : "ArrowRight" }));
      else canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 60 < 30 ? -40 : 40, clientX: box.left + box.width / 3, clientY: box.top + box.height / 3, cancelable: true }));
      took.push(performance.now() - t);
      n += 1;
      if (now - began < seconds * 1000) window.real_(turn); else done();
    };
    window.real_(turn);
  });
  return { ms: performance.now() - began, ours: window.frames_.map((f, i) => f + (took[i] || 0)), drawn: window.drawn_ };
}
"""
_HOVER = """
() => {
  const canvas = document.querySelector("#map canvas"), box = canvas.getBoundingClientRect(), t = performance.now();
  for (let n = 0; n < 100; n++) canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + box.width * n / 100, clientY: box.top + box.height / 2 }));
  return (performance.now() - t) / 100;
}
"""


def fill(case: Case, nodes: int) -> None:
    """A snapshot of parties with links and the events that these rest on; a few have many links, as in a real graph."""
    draw = random.Random(nodes)
    ids = [make_id("e", n) for n in range(nodes)]
    with Writer(case) as out:
        captions = [f"{name(draw)} {draw.choice(('Works', 'Trading', 'Chemical'))}" for _ in ids]
        out.add("entities", [Entity(id, "Company", caption, (Name(caption, "primary"),), mentions=1, documents=1) for id, caption in zip(ids, captions, strict=True)])
        events, links = [], []
        for n in range(3 * nodes):
            a, b = (n if n < nodes else int(nodes * draw.random() ** 2)), int(nodes * draw.random())
            if a == b:
                continue
            id = make_id("v", n)
            events.append(Event(id, "supply", f"{captions[a]} → {captions[b]}", None, None, None, "2024-05", None, (f"supplier={ids[a]}", f"recipient={ids[b]}"), ("lathes",), 1, 1, 1, "C3", ("made up",), ()))
            links.append(Link(make_id("l", n), ids[a], ids[b], "supplies", ("lathes",), id, "C3", n % 20 == 0, (id,)))
        out.add("events", events)
        out.add("links", links)
        inputs = hashlib.sha256(f"graph {nodes}".encode()).hexdigest()
        out.finish(lambda counted: {"inputs": inputs, "counts": json.dumps(counted)})


def opened(server: Server, browser: Any, seconds: float) -> str:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script(_WATCH)
    page.goto(server.url)
    page.goto(f"http://127.0.0.1:{server.port}/graph/whole")
    page.wait_for_selector("#map[data-ready]", timeout=120_000)
    ready, points = page.evaluate("performance.now()"), int(page.get_attribute("#map", "data-ready"))
    data = Connection(server).get("/graph/whole.json")[2]
    out = [f"{points:,} points, {len(json.loads(data)['lines']):,} lines, {len(data) / 1000:,.0f} kB of data, there after {ready / 1000:.1f} s"]
    for how in ("pan", "zoom"):
        found = page.evaluate(_MOVE, {"seconds": seconds, "how": how, "drawn": False})
        p50, p99, most = quantiles([ms / 1000 for ms in found["ours"]])
        out.append(f"  {how}: {len(found['ours']) / found['ms'] * 1000:5.1f} frames a second; JavaScript of a frame p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {most:.1f} ms")
    p50, _, most = quantiles([ms / 1000 for ms in page.evaluate(_MOVE, {"seconds": seconds, "how": "pan", "drawn": True})["drawn"]])
    out.append(f"  until a frame is drawn, JavaScript and rasteriser: p50 {p50:.1f} ms, most {most:.1f} ms; the point under the mouse: {page.evaluate(_HOVER):.2f} ms")
    page.context.close()
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description="Frames a second of the whole graph.")
    parser.add_argument("--nodes", type=int, nargs="+", default=[1000, 3000, 10_000])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--gpu", action="store_true", help="draw with the card of this machine")
    args: Any = parser.parse_args()
    executable = shutil.which("chromium")
    if executable is None:
        print("no chromium on this machine: nothing was measured")
        return
    from playwright.sync_api import sync_playwright

    flags = [] if args.gpu else ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    print(f"on {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; drawn by {'the card' if args.gpu else 'SwiftShader: no card, each picture is made on the processor'}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", *flags])
        for nodes in args.nodes:
            case = store.create(Path(folder) / str(nodes))
            fill(case, nodes)
            with served(case) as server:
                print(opened(server, browser, args.seconds), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
