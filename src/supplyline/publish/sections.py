"""What do the tables of the brief hold?

One function per table: gaps, trade figures, anomalies, checks, problems, decisions, claims by kind,
documents and list files. Promises: rows in one order, at most so many with the rest counted; every
row that says something cites what it says it of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import nsmallest
from typing import Any

from supplyline.case.custody import Original
from supplyline.case.snapshot import Snapshot
from supplyline.model import Kind
from supplyline.publish import words
from supplyline.publish.checkchart import drawn
from supplyline.publish.nouns import Row, Table, sentence

MOST = 200


def _cut(
    key: str, heads: tuple[str, ...], rows: Iterator[Row], total: int, most: int = MOST, says: str = ""
) -> Table:
    kept = tuple(row for row, _ in zip(rows, range(most), strict=False))
    return Table(key, heads, kept, total - len(kept), says)


def claims(snapshot: Snapshot) -> Table:
    """Claims by kind: each row stands for as many."""
    rows = []
    for kind in Kind:
        n = snapshot.count("claims", kind=kind.value)
        if n:
            rows.append(Row("", (words.word("kind", kind.value), words.number(n)), rows=n))
    return Table("claims", ("Kind of claim", "Claims"), tuple(rows))


def documents(snapshot: Snapshot) -> Table:
    rows = tuple(
        Row(d.sha256, (d.title or d.name, d.publisher or "", d.published or "", d.sha256))
        for d in snapshot.rows("documents")
    )
    return Table("documents", ("Document", "Publisher", "Published", "SHA-256"), rows)


def lists(snapshot: Snapshot) -> Table:
    rows = tuple(
        Row(v.id, (v.title, v.jurisdiction, v.as_of or "undated", words.number(v.rows), v.file, v.sha256))
        for v in snapshot.rows("lists")
    )
    return Table("lists", ("List", "By", "As of", "Listings", "File", "SHA-256"), rows)


def trade_files(snapshot: Snapshot) -> Table:
    found = Counter(row.sha256 for table in ("trade_rows", "shipments") for row in snapshot.rows(table))
    rows = tuple(Row("", (words.number(n), sha256), rows=n) for sha256, n in sorted(found.items()))
    return Table("trade-rows", ("Trade rows", "SHA-256"), rows)


def files(snapshot: Snapshot, originals: Sequence[Original]) -> Table:
    """Originals that gave no document of their own: lists, trade tables, containers, files not read."""
    read = {d.sha256 for d in snapshot.rows("documents")}
    rows = tuple(Row("", (o.name, words.word("role", o.role), o.sha256)) for o in originals if o.sha256 not in read)
    return Table("files", ("File", "Added as", "SHA-256"), rows)


def gaps(snapshot: Snapshot) -> Table:
    order = {"listed": 0, "owned": 1, "possible": 2, "delisted": 3, "set_aside": 4, "no_match": 5}
    titles = {v.id: v.title for v in snapshot.rows("lists")}
    kept = nsmallest(MOST, snapshot.rows("gaps"), key=lambda g: (g.caption, order.get(g.status, 9), g.jurisdiction, g.id))
    rows = (
        Row(
            g.id,
            (
                g.caption,
                g.title or titles.get(g.list, g.list),
                words.word("status", g.status) + (f" {g.score:.2f}" if g.status == "possible" and g.score is not None else ""),
                g.first_claim or "",
                g.listed_on or "",
                "" if g.days_after is None else f"{g.days_after:+d}",
            ),
            sentence(f"{words.begin(g.text).removesuffix('.')}.", cites=(g.id,)),
            g.status,
        )
        for g in kept
    )
    heads = ("Supplier", "List", "Status", "First claim", "Listed on", "Days after")
    return _cut("gaps", heads, rows, snapshot.count("gaps"), says="In words")


def flows(snapshot: Snapshot) -> Table:
    rows = (
        Row(
            f.id,
            (
                f"{f.reporter.upper()} {f.flow} {'from' if f.flow == 'import' else 'to'} {f.partner.upper()}",
                f.hs,
                f.period,
                f"{f.currency} {words.number(f.value)}",
                "" if f.weight is None else words.number(f.weight),
                "" if f.change is None else f"{f.change:+.1f} %",
            ),
        )
        for f in nsmallest(
            MOST, snapshot.rows("flows"), key=lambda f: (f.reporter, f.partner, f.flow, f.hs, f.period, f.id)
        )
    )
    return _cut("flows", ("Recorded by", "HS", "Period", "Value", "kg", "Change"), rows, snapshot.count("flows"))


def shipments(snapshot: Snapshot) -> Table:
    """Lines of registers: controlled goods first, then the latest."""
    kept = nsmallest(MOST, snapshot.rows("shipments"), key=lambda s: (not s.controlled, [-ord(c) for c in s.date or ""], s.sha256, s.row))
    rows = (
        Row(
            s.id,
            (
                s.date or "",
                s.consignor or "nobody named",
                s.consignee or "nobody named",
                s.hs,
                "" if s.value is None else f"{s.currency} {words.number(s.value)}".strip(),
                "" if s.weight is None else words.number(s.weight),
                ", ".join(s.controlled),
                f"{s.register}, row {s.row} of {s.sha256[:12]}",
            ),
        )
        for s in kept
    )
    heads = ("Date", "Consignor", "Consignee", "HS", "Value", "kg", "Controlled", "Register and row")
    return _cut("shipments", heads, rows, snapshot.count("shipments"))


def anomalies(snapshot: Snapshot) -> Table:
    return _cut("anomalies", ("Anomaly",), (_says(a) for a in _best(snapshot)), snapshot.count("anomalies"), 40)


def _best(snapshot: Snapshot) -> list[Any]:
    return nsmallest(40, snapshot.rows("anomalies"), key=lambda a: (-abs(a.score), a.id))


def _says(noun: Any, mark: str = "", *more: str) -> Row:
    return Row(noun.id, (), sentence(noun.text, cites=(noun.id, *more)), mark)


def checks(snapshot: Snapshot) -> Table:
    order = {"contradicts": 0, "supports": 1, "silent": 2}
    kept = nsmallest(60, snapshot.rows("checks"), key=lambda c: (order.get(c.verdict, 3), c.id))
    rows = (replace(_says(c, c.verdict, c.claim), picture=drawn(c, snapshot)) for c in kept)
    return _cut("checks", ("Check",), rows, snapshot.count("checks"), 60)


def problems(snapshot: Snapshot) -> Table:
    rows = (
        Row(p.id, (p.file, p.place, words.begin(p.what)), sentence(f"{words.begin(p.mend).removesuffix('.')}.", cites=(p.id,)))
        for p in nsmallest(MOST, snapshot.rows("problems"), key=lambda p: (p.file, p.place, p.id))
    )
    return _cut("problems", ("File", "Place", "Problem"), rows, snapshot.count("problems"), says="Mend")


def decisions(snapshot: Snapshot) -> Table:
    rows = (
        Row(d.id, (d.at[:10], d.by, f"{d.verb}: {', '.join(d.names) or ', '.join(d.targets)}"), sentence(f"{d.because}", cites=(d.id,)))
        for d in snapshot.rows("decisions")
    )
    return _cut("decisions", ("When", "Who", "Decision"), rows, snapshot.count("decisions"), says="Because")
