"""Who are the parties of the case?

`resolve(tally, decisions)` makes entities of the names of a tally; `assign(claim, resolution)` writes their ids into
a claim. Promises: an id is a hash of the schema family and the folded name of the caption, whatever the order in
which documents came; a merge, split or undo by a person comes last and wins; `because` holds at most 50 claim ids.
A phrase that names nobody keeps no entity.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from supplyline.case.decisions import active
from supplyline.model import Claim, Decision, Entity, Filler, Name, Problem, Ref, make_id
from supplyline.names import key as fold
from supplyline.names import script
from supplyline.names.parse import parse
from supplyline.read import countries
from supplyline.resolve.clusters import Groups, cluster, kinds, only
from supplyline.resolve.naming import Party, country_words, words
from supplyline.resolve.naming import party as party_of
from supplyline.resolve.records import party_in
from supplyline.resolve.tally import MOST_BECAUSE, NO_METONYM, PARTY_ROLES, Seen, Tally, document

MOST_NAMES = 60
LEAST_LANDS = 0.1  # of the lines that give a party's country: fewer are slips
SPLIT = "\x00"  # marks the label of a group that a decision made
FAMILY = {"organization": "LegalEntity", "person": "Person", "vessel": "Vessel"}


@dataclass(frozen=True, slots=True)
class Resolution:
    """Entities; `lookup`: (name or ISO code, kind) -> entity id; `local`: (document, short name) -> long name."""

    entities: tuple[Entity, ...]
    lookup: dict[tuple[str, str], str]
    local: dict[tuple[str, str], str]
    problems: tuple[Problem, ...] = ()


class _Parties:
    """Groups of names while decisions are applied; `label` is any fixed word for a group."""

    def __init__(self, tally: Tally, groups: Groups) -> None:
        self.tally = tally
        self.kinds = kinds(tally)
        self.label = {key: groups.find(key) for key, seen in sorted(tally.names.items()) if seen.because}
        # A long name of no claim joins groups all the same, but is no party of its own.
        self.members: defaultdict[str, list[str]] = defaultdict(list)
        for key, label in self.label.items():
            self.members[label].append(key)
        self.reasons: defaultdict[str, list[str]] = defaultdict(list)
        for key, reasons in groups.reasons.items():
            self.reasons[groups.find(key)] += reasons
        self.decided: defaultdict[str, list[str]] = defaultdict(list)
        self.ids: dict[str, str] = {}
        for label in self.members:
            self.ids[self.id(label)] = self.members[label][0]

    def caption(self, label: str) -> str:
        """The most frequent name, then the longest, then the first in the alphabet; short names come last."""
        texts: Counter[str] = Counter()
        for name in self.members[label]:
            texts.update(self.tally.names[name].texts)
        texts = texts or Counter(self.members[label])
        return min(texts, key=lambda t: (-texts[t], -len(t), t))

    def kind(self, label: str) -> str:
        votes: Counter[str] = Counter()
        for name in self.members[label]:
            votes[self.kinds[name]] += self.tally.names[name].mentions
        return max(sorted(votes, reverse=True), key=lambda k: votes[k])

    def id(self, label: str) -> str:
        """A hash of family and folded caption; a part that was split off says its words, if it must, to differ."""
        caption, family = self.caption(label), FAMILY[self.kind(label)]
        if SPLIT in label and any(
            _identity(self.caption(o)) == _identity(caption) for o in self.members if o != label
        ):
            return make_id("e", family, _identity(caption), caption)
        return make_id("e", family, _identity(caption))

    def find(self, target: str, name: str) -> str | None:
        """The group that a decision means: by an id it has or had, else by what it was called."""
        for wanted in (self.ids.get(target), name, target):
            if wanted in self.label:
                return self.label[wanted]
            if wanted and (same := sorted(n for n in self.label if fold(n) == fold(wanted))):
                return self.label[same[0]]
        return None

    def _changed(self, label: str) -> None:
        self.ids[self.id(label)] = self.members[label][0]

    def merge(self, labels: Sequence[str], decision: Decision) -> None:
        first, *others = dict.fromkeys(labels)
        for other in others:
            for key in self.members.pop(other):
                self.label[key] = first
                self.members[first].append(key)
            self.reasons[first] += self.reasons.pop(other, [])
            self.decided[first] += self.decided.pop(other, [])
        self.members[first].sort()
        self._say(first, "merged", decision)

    def split(self, label: str, names: Sequence[str], decision: Decision) -> bool:
        """Take the named names out of a group, each for itself; without names, all names part."""
        members = self.members[label]
        if names:
            wanted = {fold(n) for n in names}
            out = [m for m in members if m in names] or [m for m in members if fold(m) in wanted]
        else:  # by folded names; where they are all the same, by the words
            keys = {fold(m) for m in members}
            out = [m for m in members if len(keys) == 1 or fold(m) != fold(self.caption(label))]
            out = [m for m in out if m != self.caption(label)]
        if len(out) == len(members):
            out = out[1:]
        for key in out:
            self.members[label].remove(key)
            new = f"{fold(key) if not names else key}{SPLIT}{decision.id}"
            self.label[key] = new
            self.members[new].append(key)
        for new in sorted({self.label[key] for key in out}):
            self._say(new, "split off", decision)
        if out:
            self.reasons[label] = []
            self._say(label, "split", decision)
        return bool(out)

    def _say(self, label: str, verb: str, decision: Decision) -> None:
        self.reasons[label].append(f"{verb} by decision {decision.id} ({decision.by}: {decision.because})")
        self.decided[label].append(decision.id)
        self._changed(label)


def _identity(caption: str) -> str:
    """The folded name, with the country that brackets name: "Cloudminds (Hong Kong)" is another company."""
    lands = country_words(caption) if "(" in caption else ()
    return " ".join((fold(caption), *sorted(lands)))


def _apply(parties: _Parties, tally: Tally, decisions: Iterable[Decision]) -> list[Problem]:
    problems = []
    for decision in sorted((d for d in decisions if d.verb in ("merge", "split")), key=lambda d: d.seq):
        called = dict(zip(decision.targets, decision.names, strict=False))
        labels = [parties.find(t, called.get(t, "")) for t in decision.targets]
        found = [label for label in labels if label is not None]
        if decision.verb == "merge" and len(found) == len(labels):
            parties.merge(found, decision)
        elif decision.verb == "split" and labels[0] is not None:
            others = [called.get(t, "") or t for t in decision.targets[1:]] or list(decision.names[1:])
            if not parties.split(labels[0], others, decision):
                problems.append(_lost(decision, "finds nothing to split", decision.targets[0]))
        else:
            missing = next(t for t, label in zip(decision.targets, labels, strict=True) if label is None)
            problems.append(
                _lost(decision, "names a party this build does not find", called.get(missing) or missing)
            )
    return problems


def _lost(decision: Decision, what: str, which: str) -> Problem:
    return Problem.of(
        "decisions", f"row {decision.seq}", f'{decision.verb} {decision.id} {what}: "{which}"',
        "look for it with `supplyline entities` as it is now and decide again, then undo this decision",
    )  # fmt: skip


def _schema(kind: str, texts: Iterable[str]) -> str:
    if kind != "organization":
        return FAMILY[kind]
    readings = [parse(t).readings[0] for t in sorted(texts)]
    if any(r.forms for r in readings):
        return "Company"
    low = {w.strip(".,()").lower() for t in texts for w in t.split()}
    return "PublicBody" if low & words("body") else "Organization"


def _first(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(ids))[:MOST_BECAUSE])


def _names(all_seen: Sequence[Seen], caption: str) -> tuple[Name, ...]:
    texts: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for seen in all_seen:
        texts.update(seen.texts)
        short.update(seen.short)
    kinds = dict.fromkeys(short, "weak") | dict.fromkeys(texts, "alias")
    kinds |= {t: "acronym" for t in kinds if len(t) > 1 and t.isupper() and t.isalpha() and len(t) < 8}
    kinds[caption] = "primary"
    order = sorted(kinds, key=lambda t: (t != caption, -(texts[t] + short[t]), t))[:MOST_NAMES]
    return tuple(Name(t, kinds[t], script(t)) for t in order)


def _entity(parties: _Parties, label: str) -> Entity:
    seen = [parties.tally.names[k] for k in parties.members[label]]
    caption = parties.caption(label)
    kind = parties.kind(label)
    texts = {t for s in seen for t in s.texts} or {caption}
    reasons = list(parties.reasons.get(label, ()))
    if len(texts) > 1:
        spelled = ", ".join(f'"{t}"' for t in sorted(texts)[:6])
        reasons.insert(0, f"spellings of one name: {spelled}" if len(seen) == 1 else f"written as {spelled}")
    for text in sorted({t for s in seen for t in s.short}):
        reasons.append(f'"{text}" means it in texts where no other party can be meant')
    lands = {c for t in texts for c in country_words(t)} if kind == "organization" else set[str]()
    told = Counter[str]()
    numbers = Counter[str]()
    for s in seen:
        told.update(s.lands)
        numbers.update(s.numbers)
    lands |= {c for c, lines in told.items() if lines >= LEAST_LANDS * told.total()}
    if shared := sorted(set(numbers) - set(only(numbers))):
        reasons.append(f"registers give more than one number for this name, so it may be several companies: {', '.join(shared[:6])}")
    return Entity(
        parties.id(label), _schema(kind, texts), caption, _names(seen, caption), tuple(sorted(lands)), only(numbers),
        mentions=sum(s.mentions for s in seen), documents=len({d for s in seen for d in s.documents}),
        because=_first((*parties.decided.get(label, ()), *(b for s in seen for b in s.because))),
        reasons=tuple(dict.fromkeys(reasons)),
    )  # fmt: skip


def _country(code: str, seen: Seen) -> Entity:
    caption = countries.called(code)
    said = sorted(t for t in seen.texts if t != caption)
    reasons = (
        (f"written as {', '.join(f'{t!r}'.replace(chr(39), chr(34)) for t in said[:8])}",) if said else ()
    )
    names = (
        Name(caption, "primary", script(caption)),
        *(Name(t, "alias", script(t)) for t in said[:MOST_NAMES]),
    )
    return Entity(
        make_id("e", "Country", code), "Country", caption, names, (code,), mentions=seen.mentions,
        documents=len(seen.documents), because=tuple(seen.because), reasons=reasons,
    )  # fmt: skip


def resolve(tally: Tally, decisions: Sequence[Decision] = ()) -> Resolution:
    """Entities of a whole case, sorted by id."""
    parties = _Parties(tally, cluster(tally))
    problems = _apply(parties, tally, active(decisions))
    lookup: dict[tuple[str, str], str] = {}
    entities: dict[str, Entity] = {}
    for label in sorted(parties.members):
        entity = _entity(parties, label)
        entities[entity.id] = entity
        for key in parties.members[label]:
            lookup[(key, parties.kind(label))] = entity.id
    for code, seen in sorted(tally.countries.items()):
        entity = _country(code, seen)
        entities[entity.id] = entity
        lookup[(code, "country")] = entity.id
    ordered = tuple(entities[i] for i in sorted(entities))
    return Resolution(ordered, lookup, dict(tally.local), tuple(sorted(problems, key=lambda p: p.id)))


def _entity_of(found: Party | None, sha256: str, resolution: Resolution) -> str | None:
    if found is None:
        return None
    if found.country:
        return resolution.lookup.get((found.key, "country"))
    key = resolution.local.get((document(sha256), found.node), found.node)
    return next((i for kind in FAMILY if (i := resolution.lookup.get((key, kind)))), None)


def recorded(text: str, resolution: Resolution) -> str | None:
    """The entity of a party as a line of a register names it."""
    return _entity_of(party_in(text), "", resolution)


def assign(claim: Claim, resolution: Resolution) -> Claim:
    """The claim with the entity of each party; None where a phrase names nobody."""
    sha256 = claim.quote.sha256

    def ref(one: Ref | None) -> Ref | None:
        return (
            None if one is None else replace(one, entity=_entity_of(party_of(one.name), sha256, resolution))
        )

    def filler(one: Filler) -> Filler:
        if one.role not in PARTY_ROLES:
            return one
        named = party_of(one.name, one.role not in NO_METONYM)
        return replace(one, entity=_entity_of(named, sha256, resolution))

    return replace(
        claim, speaker=ref(claim.speaker), via=ref(claim.via), roles=tuple(map(filler, claim.roles))
    )
