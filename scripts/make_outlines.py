"""Make src/supplyline/data/outlines.tsv: the outline of each country on the map of trade.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/make_outlines.py package/countries-50m.json

The file is Natural Earth's (version 4.1.0, 1:50m, public domain) as TopoJSON. Outlines are put on the Equal Earth
projection (Šavrič, Patterson and Jenny 2018), thinned (Douglas and Peucker 1973) border by border, so that neighbours still
meet, and written as paths of whole numbers. Antarctica is left out. Crimea, which Natural Earth draws by who holds it, is
given to Ukraine, as the General Assembly of the United Nations has it (resolution 68/262); Northern Cyprus, Somaliland and the
Siachen glacier, which have no code in trade statistics, go to Cyprus, Somalia and no country.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

from supplyline import tsv
from supplyline.read import countries

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/outlines.tsv"
WIDTH = 10_400  # units across
NEAR = 5.0  # a point nearer to the line than this is left out
SMALLEST = 60.0  # square units; a smaller island is left out, unless it is all there is
HEADER = """\
# Outlines of countries on the Equal Earth projection, 10400 units wide: code, a point inside, and the path of its borders in
# whole numbers (SVG). Source: Natural Earth 4.1.0, 1:50m Admin 0 (public domain), by way of the npm package world-atlas 2.0.2;
# made into this table by scripts/make_outlines.py, which says what was changed. No view on any border is meant by it.
# iso2	x	y	path
"""
MIDDLE = 11.0  # degrees east: the map is cut in the Bering strait, so that Russia is whole
# Numbers of ISO 3166-1 (facts) where m49.tsv has those of trade statistics
ISO = {
    158: "tw", 234: "fo", 239: "gs", 248: "ax", 250: "fr", 336: "va", 356: "in", 380: "it", 438: "li", 492: "mc", 516: "na", 578: "no", 630: "pr", 663: "mf", 732: "eh", 756: "ch",
    831: "gg", 832: "je", 833: "im", 840: "us", 850: "vi",
}  # fmt: skip
NO_CODE = {"Kosovo": "xk", "N. Cyprus": "cy", "Somaliland": "so"}
CRIMEA = (34.2, 45.3)
Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    lon = (lon - MIDDLE + 180) % 360 - 180
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    x = 2 * math.sqrt(3) * math.radians(lon) * math.cos(t) / (3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1))
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    half = 2 * math.sqrt(3) * math.pi / (3 * a1)  # of the equator
    scale = WIDTH / (2 * half)
    return (x + half) * scale, (1.3173627591574 - y) * scale


def thinned(line: list[Point]) -> list[Point]:
    """Douglas and Peucker's: the ends stay, and what is far from the line between them. A ring is thinned from its farthest point."""
    if len(line) < 3:
        return line
    if line[0] == line[-1]:
        far = max(range(len(line)), key=lambda n: math.dist(line[0], line[n]))
        return thinned(line[: far + 1])[:-1] + thinned(line[far:]) if 0 < far < len(line) - 1 else line
    (x1, y1), (x2, y2) = line[0], line[-1]
    long = math.dist(line[0], line[-1]) or 1.0
    away = [abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / long for x, y in line]
    far = max(range(1, len(line) - 1), key=lambda n: away[n])
    return thinned(line[: far + 1])[:-1] + thinned(line[far:]) if away[far] > NEAR else [line[0], line[-1]]


def area(ring: list[Point]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def middle(ring: list[Point]) -> Point:
    """The centre of gravity, or where it lies outside, the middle of the widest stretch of land at its height."""
    size = area(ring)
    if abs(size) < 1e-9:
        return ring[0]
    x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        x, y = x + (x1 + x2) * cross, y + (y1 + y2) * cross
    x, y = x / (6 * size), y / (6 * size)
    cuts = crossings(ring, y)
    if not any(a <= x <= b for a, b in cuts) and cuts:
        a, b = max(cuts, key=lambda c: c[1] - c[0])
        x = (a + b) / 2
    return x, y


def cut(ring: list[Point]) -> bool:
    """Whether a ring runs over the edge of the map."""
    return any(abs(x1 - x2) > WIDTH / 2 for (x1, _), (x2, _) in zip(ring, ring[1:] + ring[:1], strict=True))


def crossings(ring: list[Point], y: float) -> list[Point]:
    """Where a ring lies on a horizontal line: from, to."""
    xs = sorted(x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True) if (y1 <= y) != (y2 <= y))
    return list(zip(xs[::2], xs[1::2], strict=False))


def inside(ring: list[Point], point: Point) -> bool:
    return any(a <= point[0] <= b for a, b in crossings(ring, point[1]))


def main(source: Path) -> int:
    world = json.loads(source.read_text("utf-8"))
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(project(x * sx + tx, y * sy + ty))
        arcs.append(thinned(line))

    def ring(numbers: list[int]) -> list[Point]:
        out: list[Point] = []
        for n in numbers:
            line = arcs[n] if n >= 0 else arcs[~n][::-1]
            out += line[1:] if out else line
        return out[:-1]

    iso = {int(row[0]): row[1] for row in tsv.rows("m49.tsv")} | ISO
    found: dict[str, list[list[list[Point]]]] = {}
    for one in world["objects"]["countries"]["geometries"]:
        name = one["properties"]["name"]
        code = iso.get(int(one["id"])) if "id" in one else NO_CODE.get(name)
        if name == "Antarctica" or one["type"] is None:
            continue
        if code is None or countries.name(code) is None:
            print(f"{name}: no code, left out", file=sys.stderr)
            continue
        shapes = [[ring(r) for r in shape] for shape in (one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]])]
        whole = [shape for shape in shapes if not cut(shape[0])]
        if len(whole) < len(shapes):
            print(f"{name}: {len(shapes) - len(whole)} islands on the edge of the map left out", file=sys.stderr)
        found.setdefault(code, []).extend(whole)
    crimea = [shape for shape in found["ru"] if inside(shape[0], project(*CRIMEA))]
    if len(crimea) != 1:
        print("Crimea is not where it was expected; look at the source", file=sys.stderr)
        return 1
    found["ru"] = [shape for shape in found["ru"] if shape is not crimea[0]]
    found["ua"].append(crimea[0])
    lines = []
    for code in sorted(found):
        shapes = sorted((s for s in found[code] if len(s[0]) > 2), key=lambda s: -abs(area(s[0]))) or found[code][:1]
        x, y = middle(shapes[0][0])
        kept = [s for n, s in enumerate(shapes) if abs(area(s[0])) >= SMALLEST or n == 0]
        path = "".join(drawn(r) for s in kept for n, r in enumerate(s) if n == 0 or abs(area(r)) >= SMALLEST)
        lines.append(f"{code}\t{x:.0f}\t{y:.0f}\t{path}")
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} countries, {OUT.stat().st_size:,} bytes", file=sys.stderr)
    return 0


def drawn(points: list[Point]) -> str:
    """A ring as an SVG path: the first point, then steps."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(whole)]
    told = "".join(f"{dx}{dy if dy < 0 else f' {dy}'} " for dx, dy in steps if (dx, dy) != (0, 0))
    return f"M{whole[0][0]} {whole[0][1]}l{told.strip().replace(' -', '-')}z" if told else ""


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python scripts/make_outlines.py countries-50m.json")
    sys.exit(main(Path(sys.argv[1])))
