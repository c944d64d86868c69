"""What does the brief say of one event?

`article(snapshot, event)` gathers an event's claims by origin with their quotes in context, its
denials beside them, its grade with reasons, and who alleges it, to whom and when. Promises: claims
are streamed and at most `QUOTES` of each of `GROUPS` origins are kept; what is not shown is counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from supplyline import trace
from supplyline.case.snapshot import Rows
from supplyline.model import Claim, Dispute, Document, Event, Grade, Origin, Shipment
from supplyline.publish import words
from supplyline.publish.nouns import Article, Counted, Denial, Group, Quote, Sentence, sentence

GROUPS, QUOTES, DOCUMENTS, DENIALS, CITES, LINES = 6, 3, 12, 4, 5, 5


@dataclass
class Gathered:
    """What one pass over an event's claims keeps."""

    shown: dict[str, list[Claim]] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    speakers: Counter[str] = field(default_factory=Counter)  # entity, or folded name
    called: dict[str, str] = field(default_factory=dict)  # speaker -> name, the fullest
    first: dict[str, tuple[str, str, str | None]] = field(default_factory=dict)  # speaker -> when, claim, to whom
    spelled: dict[str, str] = field(default_factory=dict)  # folded name -> as written
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)  # role, entity or folded name
    dates: list[str] = field(default_factory=list)


def gather(snapshot: Rows, event: Event) -> Gathered:
    """One pass over the claims of an event. A claim without an origin stands alone."""
    now = Gathered()
    if event.shipments:
        for party in event.parties:
            role, _, value = party.partition("=")
            now.uses[(role, value)] += event.shipments
        for goods in event.goods:
            now.spelled[goods.casefold()] = goods
            now.uses[("goods", goods.casefold())] += event.shipments
        grade = next(snapshot.rows("grades", event=event.id), None)
        now.claims.update(dict.fromkeys(grade.because if grade else (), 0))
    for claim in snapshot.rows("claims", event=event.id):
        origin = claim.origin or claim.id
        now.claims[origin] += 1
        now.documents[claim.quote.sha256] += 1
        kept = now.shown.setdefault(origin, [])
        if len(kept) < QUOTES:
            kept.append(claim)
        for filler in claim.roles:
            folded = filler.name.casefold()
            now.spelled.setdefault(folded, filler.name)
            now.uses[(filler.role, filler.entity or folded)] += 1
        when = claim.said_on.from_ if claim.said_on and claim.said_on.from_ else None
        if when:
            now.dates.append(when)
        if claim.speaker:
            name = claim.speaker.entity or claim.speaker.name.casefold()
            now.speakers[name] += 1
            now.called[name] = max(now.called.get(name, ""), claim.speaker.name, key=lambda n: (len(n), n))
            new = (when or "9999", claim.id, claim.via.name if claim.via else None)
            old = now.first.get(name)
            # The first dated utterance that names an outlet says most
            if old is None or (new[2] is None, new[:2]) < (old[2] is None, old[:2]):
                now.first[name] = new
    return now


class Library:
    """Documents that quotes come from: names and dates, each looked up once."""

    def __init__(self, snapshot: Rows) -> None:
        self.snapshot = snapshot
        self._known: dict[str, tuple[str, str | None, str | None]] = {}

    def about(self, sha256: str) -> tuple[str, str | None, str | None]:
        """Name (title where there is one), publisher, date."""
        if sha256 not in self._known:
            document = self.snapshot.get(sha256)
            if isinstance(document, Document):
                self._known[sha256] = (document.title or document.name, document.publisher, document.published)
            else:
                self._known[sha256] = (sha256[:12], None, None)
        return self._known[sha256]

    def quote(self, claim: Claim) -> Quote:
        name, publisher, published = self.about(claim.quote.sha256)
        found = trace.words(self.snapshot, claim.quote)
        return Quote(
            claim.id, words.begin(said(claim)), claim.hedges, claim.quote.sha256, name, publisher, published,
            found.before, found.marked, found.after,
        )


def said(claim: Claim) -> str:
    """"Oleh Ivashchenko (head of …) asserts, to Ukrinform, 2025-05-26"."""
    who = claim.speaker.name if claim.speaker else "The text itself"
    if claim.speaker and claim.speaker.role:
        who += f" ({claim.speaker.role})"
    out = f"{who} {words.word('stance', claim.stance.value)}"
    if claim.via:
        out += f", to {claim.via.name}"
    return f"{out}, {claim.said_on.from_}" if claim.said_on and claim.said_on.from_ else out


def allegation(event: Event, now: Gathered, library: Library) -> Sentence:
    """Who says so, to whom and when: the label of an allegation."""
    verb = words.word("said", event.kind)
    if event.shipments:
        return sentence("Recorded, as declarants told it: ", "; ".join(event.derivation), ".", cites=(event.id, *event.because[:3]))
    order = [key for key, _ in sorted(now.speakers.items(), key=lambda x: (-x[1], now.called[x[0]], x[0]))]
    names = [now.called[key] for key in order]
    if not names:
        sha256 = min(sorted(now.documents)[:200], key=lambda s: (library.about(s)[2] or "9999", s))
        name, publisher, published = library.about(sha256)
        when = f", published {published}" if published else ""
        return sentence(f"{verb} by {publisher or name} in its own words, no speaker named{when}.", cites=(sha256,))
    when, claim, via = now.first[order[0]]
    text = f"{verb} by {names[0]}" + (f", to {via}" if via else "") + (f", {when}" if when != "9999" else ", no date given")
    if names[1:]:
        text += f"; also by {words.listed(names[1:])}"
    cites = (claim, *(now.first[key][1] for key in order[1:4]))
    return sentence(f"{text}.", cites=cites)


def figure(event: Event) -> str:
    """The count as an interval with what is counted, or nothing."""
    number = words.interval(event.count_min, event.count_max)
    return f"{number} {words.word('counted', event.counted or '')}".strip() if number else ""


def article(snapshot: Rows, event: Event, now: Gathered, library: Library) -> Article:
    here = (event.id,)
    grade = next(snapshot.rows("grades", event=event.id), None)
    order = sorted(now.claims, key=lambda o: (-now.claims[o], o))
    groups = tuple(_group(snapshot, origin, now, library) for origin in order[:GROUPS])
    documents = sorted(now.documents)
    if len(documents) <= 200:  # beyond that a look-up of each to sort by date would cost seconds
        documents.sort(key=lambda s: (library.about(s)[2] or "9999", s))
    denials, denied = _denials(snapshot, event, library)
    facts: list[tuple[str, Sentence]] = []
    if text := figure(event):
        facts.append(("Count", sentence(f"{words.begin(text)}: {'; '.join(event.derivation)}.", cites=here)))
    if text := words.period(event.period_from, event.period_to):
        facts.append(("Period", sentence(f"{words.begin(text)}, as the {'register gives' if event.shipments else 'claims give'} it.", cites=here)))
    if event.goods:
        facts.append(("Goods", sentence(f"{words.begin(words.listed(event.goods, 60))}.", cites=here)))
    for id in event.because[:LINES] if event.shipments else ():
        line = snapshot.get(id)
        if isinstance(line, Shipment):
            facts.append((f"Row {line.row}", sentence(f"{trace.shipped(line)}.", cites=(id,))))
    return Article(
        id=event.id,
        title=event.label,
        kind=event.kind,
        said=allegation(event, now, library),
        figure=figure(event),
        facts=tuple(facts),
        grade=grade.id if grade else "",
        code=grade.code if grade else "F6",
        reliability=words.word("reliability", grade.reliability if grade else "F"),
        credibility=words.word("credibility", str(grade.credibility if grade else 6)),
        reasons=_told(grade, grade.reasons if grade else ()),
        would_raise=_told(grade, grade.would_raise if grade else ()),
        marks=grade.marks if grade else (),
        numbers=tuple(
            (words.plural(n, word), Counted(n, f"{event.id}-{word}s"))
            for word, n in (("claim", sum(now.claims.values())), ("origin", len(order)), ("document", len(documents)), ("denial", denied))
            if not (event.shipments and word in ("claim", "document"))
        ),
        groups=groups,
        groups_left=len(order) - len(groups),
        claims_left=sum(now.claims[o] for o in order[GROUPS:]),
        documents=tuple((s, library.about(s)[0]) for s in documents[:DOCUMENTS]),
        documents_left=max(len(documents) - DOCUMENTS, 0),
        denials=denials,
        denials_left=denied - len(denials),
    )


def _told(grade: Grade | None, texts: tuple[str, ...]) -> tuple[Sentence, ...]:
    return tuple(sentence(f"{words.begin(text)}.", cites=(grade.id,)) for text in texts) if grade else ()


def _group(snapshot: Rows, id: str, now: Gathered, library: Library) -> Group:
    origin = snapshot.get(id)
    label, why = "One claim", tuple[Sentence, ...]()
    if isinstance(origin, Origin):
        label = words.begin(origin.label)
        why = tuple(sentence(f"{words.begin(reason)}.", cites=(origin.id,)) for reason in origin.reasons[:4])
    return Group(id, label, why, tuple(library.quote(c) for c in now.shown.get(id, ())), now.claims[id])


def _denials(snapshot: Rows, event: Event, library: Library) -> tuple[tuple[Denial, ...], int]:
    order = {"retracts": 0, "meets": 1, "narrower": 2, "general": 3}
    found: list[Dispute] = sorted(snapshot.rows("disputes", event=event.id), key=lambda d: (order.get(d.scope, 3), d.id))
    out = []
    for dispute in found[:DENIALS]:
        claim = snapshot.get(dispute.denial)
        if isinstance(claim, Claim):
            scope = words.word("scope", dispute.scope)
            text = sentence(f"{words.begin(dispute.denier)} {scope}: {dispute.reason}.", cites=(dispute.id, claim.id))
            out.append(Denial(dispute.id, text, library.quote(claim)))
    return tuple(out), len(found)
