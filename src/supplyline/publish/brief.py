"""What does the brief say?

`compose(snapshot, settings, originals)` reads a snapshot and returns a `Brief`: standing notes, numbers, picture,
timeline, events, tables, method, colophon and references. Promises: the same snapshot gives the same
brief; the best `EVENTS` events are told and the rest counted; claims are streamed, event by event;
ids that are cited and stand nowhere on the page are told under references.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from heapq import nsmallest

from supplyline import trace
from supplyline.case.custody import Original
from supplyline.case.settings import Settings
from supplyline.case.snapshot import Rows, Snapshot, caption
from supplyline.case.tables import table_of
from supplyline.model import Event, Shipment
from supplyline.publish import sections, words
from supplyline.publish.articles import CITES, Gathered, Library, article, figure, gather
from supplyline.publish.nouns import (
    Article,
    Brief,
    Counted,
    Edition,
    Figure,
    Moment,
    Quote,
    Sentence,
    Table,
    sentence,
    walk,
)
from supplyline.publish.picture import picture

EVENTS, FINDINGS = 60, 5
BUILD = ("ref:build",)


def rank(event: Event) -> tuple[int, int, str]:
    """Best first: origins, then claims, then id."""
    return -event.origins, -event.claims, event.id


def compose(snapshot: Snapshot, settings: Settings, originals: Sequence[Original] = ()) -> Brief:
    """The brief of a snapshot; `originals` of the case that are no document get their hash in the colophon."""
    library = Library(snapshot)
    best: list[Event] = nsmallest(EVENTS, snapshot.rows("events"), key=rank)
    gathered = [(event, gather(snapshot, event)) for event in best]
    articles = tuple(article(snapshot, event, now, library) for event, now in gathered)
    captions = {e.id: e.caption for e in snapshot.rows("entities")}
    disputed = frozenset(d.event for d in snapshot.rows("disputes") if d.scope != "general")
    tables = {
        t.key: t
        for t in (
            sections.claims(snapshot), sections.documents(snapshot), sections.lists(snapshot),
            sections.trade_files(snapshot), sections.files(snapshot, originals), sections.gaps(snapshot), sections.flows(snapshot),
            sections.shipments(snapshot),
            sections.anomalies(snapshot), sections.checks(snapshot), sections.problems(snapshot),
            sections.decisions(snapshot),
        )
    }  # fmt: skip
    moments, undated, dateless = _moments(gathered)
    total = snapshot.count("events")
    brief = Brief(
        title=settings.title or "Supply brief",
        language="en",
        standing=fixed("standing"),
        figures=_figures(tables, total, best),
        findings=_findings(gathered, articles),
        picture=picture(gathered, captions, disputed),
        moments=moments,
        undated=undated,
        dateless=dateless,
        articles=articles,
        events_left=total - len(articles),
        articles_note=_articles_note(articles, total),
        tables=tuple(tables.items()),
        notes=_notes(tables),
        method=fixed("method"),
        colophon=_colophon(snapshot, tables),
        references=(),
    )
    return replace(brief, references=references(brief, snapshot))


def fixed(group: str) -> tuple[Sentence, ...]:
    """Sentences that stand in every brief, with the references they cite."""
    return tuple(
        sentence(words.word(group, key), cites=tuple(words.more(group, key).split(","))) for key in words.keys(group)
    )


def _ids(table: Table) -> tuple[str, ...]:
    return tuple(row.id for row in table.rows if row.id)[:CITES] or BUILD


def _figures(tables: dict[str, Table], total: int, best: list[Event]) -> tuple[Figure, ...]:
    """The numbers of the summary, each with the rows behind it."""

    def one(label: str, key: str, note: str) -> Figure:
        table = tables[key]
        cites = tuple(e.id for e in best[:CITES]) if key == "claims" and best else _ids(table)
        return Figure(label, Counted(table.total, key), sentence(note, cites=cites))

    found = [
        one(words.plural(tables["documents"].total, "document"), "documents", "read; each with its hash in the colophon."),
        one(words.plural(tables["claims"].total, "claim"), "claims", "found in them, each tied to its words."),
        Figure(
            words.plural(total, "event"),
            Counted(total, "events"),
            sentence("after claims that restate each other are put together.", cites=tuple(e.id for e in best[:CITES]) or BUILD),
        ),
        one("screenings", "gaps", "suppliers of the case held against each list."),
        one(words.plural(tables["flows"].total, "trade figure"), "flows", "from customs tables, by partner, goods and year."),
        one(words.plural(tables["problems"].total, "problem"), "problems", "in files that could not be used as meant."),
    ]
    return tuple(found)


def _findings(gathered: list[tuple[Event, Gathered]], articles: tuple[Article, ...]) -> tuple[tuple[str, Sentence], ...]:
    """The allegations with most origins that give a number: interval, by whom, how graded, whether denied."""
    out: list[tuple[str, Sentence]] = []
    for (event, _), told in zip(gathered, articles, strict=True):
        number = figure(event)
        if number and len(out) < FINDINGS and not event.shipments:
            denied = dict(told.numbers).get("denials") or dict(told.numbers).get("denial")
            claims, origins = told.numbers[0], told.numbers[1]
            parts: tuple[str | Counted, ...] = (
                f"{words.begin(number)} — {event.label}. {told.said.text} ",
                claims[1], f" {claims[0]} from ", origins[1], f" {origins[0]}, graded {told.code}",
            )  # fmt: skip
            if denied and denied.n:
                parts += ("; ", denied, f" {words.plural(denied.n, 'denial stands', 'denials stand')} beside it")
            out.append((event.id, Sentence((*parts, "."), (event.id, *told.said.cites))))
    return tuple(out)


def _moments(gathered: list[tuple[Event, Gathered]]) -> tuple[tuple[Moment, ...], Sentence | None, tuple[tuple[str, str], ...]]:
    """Events by the time they are said to have happened, else by the day they were first said."""
    found: list[tuple[str, Moment]] = []
    undated: list[tuple[str, str]] = []
    for event, now in gathered:
        when = event.period_from or event.period_to or min(now.dates, default=None)
        if when is None:
            undated.append((event.id, event.label))
            continue
        span = words.period(event.period_from, event.period_to) or f"said {when}"
        what = Sentence((event.label,), (event.id,))
        found.append((when, Moment(span, event.id, event.kind, what, when, event.period_to)))
    note = None
    if undated:
        note = sentence(
            Counted(len(undated), "undated"),
            f" of the events told here {words.plural(len(undated), 'gives', 'give')} no date.",
            cites=tuple(id for id, _ in undated[:CITES]),
        )
    return tuple(m for _, m in sorted(found, key=lambda x: (x[0], x[1].event))), note, tuple(undated)


def _articles_note(articles: tuple[Article, ...], total: int) -> Sentence:
    cites = tuple(a.id for a in articles[:CITES]) or BUILD
    left = total - len(articles)
    if not articles:
        return sentence("The documents of this case gave no event.", cites=cites)
    first = "Events with the most origins come first"
    if left:
        return sentence(f"{first}; ", Counted(left, "events-left"), " more are left out here and stand in the snapshot.", cites=cites)
    return sentence(f"{first}.", cites=cites)


def _notes(tables: dict[str, Table]) -> tuple[tuple[str, tuple[Sentence, ...]], ...]:
    """What is said above each table."""
    gaps = tables["gaps"]
    out = {
        "gaps": [
            sentence(
                "Suppliers that the events name against every list of the case, as of the date of its version.",
                cites=_ids(gaps),
            ),
            sentence("Days after is the listing date minus the first claim here; a negative number was listed before.", cites=("ref:lists",)),
        ]
        if gaps.rows
        else [sentence("No supplier with a name of its own could be held against a list.", cites=BUILD)],
        "trade": [sentence("Figures as customs recorded them; the claims they were held against follow.", cites=_ids(tables["flows"]))]
        if tables["flows"].rows
        else [sentence("The case holds no trade table.", cites=BUILD)],
        "problems": [sentence("Each names the file, the place and the mend.", cites=_ids(tables["problems"]))]
        if tables["problems"].rows
        else [sentence("Every file could be used as meant.", cites=BUILD)],
        "decisions": [sentence("What people decided, by whom and why.", cites=_ids(tables["decisions"]))]
        if tables["decisions"].rows
        else [sentence("No person has confirmed, rejected or merged anything yet: all of it is the program's reading.", cites=BUILD)],
    }
    return tuple((key, tuple(value)) for key, value in out.items())


def _colophon(snapshot: Snapshot, tables: dict[str, Table]) -> tuple[Sentence, ...]:
    meta = snapshot.meta()
    out = [sentence(f"Made from the snapshot with inputs {meta.get('inputs', 'unknown')}.", cites=BUILD)]
    if "model" in meta:
        out.append(sentence(f"Claims were found by the large language model {meta['model']}, each word held against the text, and by rules where it gave no answer that holds.", cites=BUILD))
    elif meta.get("extractor") == "rules":
        out.append(sentence("Claims were found by rules.", cites=BUILD))
    elif meta.get("extractor") == "large":
        out.append(sentence("Claims were found by rules and by a larger trained network beside them.", cites=BUILD))
    else:
        out.append(sentence("Claims were found by rules and by small trained taggers beside them.", cites=BUILD))
    dates = sorted({row.cells[2] for row in tables["documents"].rows if row.cells[2]})
    if dates:
        cites = tuple(r.id for r in tables["documents"].rows if r.cells[2] in (dates[0], dates[-1]))[:CITES]
        out.append(sentence(f"Documents are dated {words.period(dates[0], dates[-1])}.", cites=cites))
    return tuple(out)


def anchors(page: Brief | Edition) -> frozenset[str]:
    """Ids that stand somewhere on the page, so that a citation can lead there."""
    shown = {row.id for table in walk(page, Table) for row in table.rows}
    for told in walk(page, Article):
        shown |= {told.id, told.grade, *(d.id for d in told.denials), *(g.origin for g in told.groups)}
    return frozenset(shown | {q.claim for q in walk(page, Quote)}) - {""}


def references(page: Brief | Edition, snapshot: Rows) -> tuple[tuple[str, str], ...]:
    """References of the program first, then rows that are cited and not shown, each in its words."""
    cited = {c for s in walk(page, Sentence) for c in s.cites}
    found = [(key, words.word("reference", key)) for key in words.keys("reference") if key in cited]
    for id in sorted(cited - anchors(page) - set(words.keys("reference"))):
        noun = snapshot.get(id)
        if noun is not None:
            found.append((id, f"{table_of(noun).rstrip('s')} {id}: {_shown(noun)}"))
    return tuple(found)


def _shown(noun: object) -> str:
    if isinstance(noun, Shipment):
        return f"{trace.shipped(noun)} (file {noun.sha256[:12]}, row {noun.row})"
    text = caption(noun)
    for name in ("reasons", "reason"):
        value = getattr(noun, name, None)
        if text == getattr(noun, "id", None) and value:
            text = value if isinstance(value, str) else "; ".join(value)
    return text if len(text) <= 300 else f"{text[:299]}…"
