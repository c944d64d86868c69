"""Which part has a party in what is told?

Once the words of a frame are known: whom goods are used against is given none, the origin in a name of goods supplies nobody, who
is involved in a supply from another is its channel, what is given in return goes the other way, and who is named after a "not" has
no part.
"""

from __future__ import annotations

import re
from dataclasses import replace

from supplyline.extract.frames.common import Role, Scene, split
from supplyline.extract.frames.parties import country_like, recipients_right
from supplyline.extract.phrases import QUOTES, list_right, np_right
from supplyline.extract.tagging import ORIGIN
from supplyline.read.countries import adjective

WAR = frozenset({"war", "invasion", "aggression", "use", "used", "conflict", "fighting", "battlefield", "fight", "attacks", "strikes", "down", "deployed"})
SUPPLY = frozenset({"supply", "shipment"})
EXCEPT = re.compile(r"\b(?:and not|but not|not|excluding|except|other than|rather than|instead of) (?:the )?$")
HELPS = re.compile(r"\b(?:involved in|facilitat(?:e|ed|es|ing)|complicit in|arrang(?:ed|ing))\b")
RETURN = re.compile(r"\bin (?:return|exchange) for ", re.I)
OUTWARD = re.compile(r"\b(?:export|ship|sent|send|deliver|suppl|transship|transit|sold|way from)", re.I)
FLOWS = ("flow_act", "supply_noun", "shipment_noun", "support_noun")
BUYING = re.compile(r"\s+(?:purchases?|imports|procurement|acquisitions?)\b")
STOPPED = re.compile(r"^(?:halt|suspend|stop|restrict|cut|ceas|limit|ban|curb)\w*\b.*\b(?:sales|shipments|exports|supplies|deliveries|trade|relations|trading)\b", re.I)
DEALINGS = frozenset({"sales", "shipments", "exports", "supplies", "deliveries", "trade", "relations", "trading"})
TOLD = frozenset({"countries", "states", "entities", "companies", "firms"})
CHARGES = frozenset({"charge", "indict", "arrest", "convict", "fine", "prosecute", "sentence"})
PARTIES = frozenset({"supplier", "recipient", "partner", "reporter", "authority", "actor"})


def named_apart(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "the United States and not China", "China, excluding Hong Kong"."""
    return [r for r in roles if r.role not in PARTIES or not scene.here(r) or not EXCEPT.search(scene.text, max(r.start - 24, 0), r.start)]


def used_against(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "missiles for use against Ukraine", "for its war in Ukraine": Ukraine is given none."""
    out = []
    for r in roles:
        at = scene.range(r.start, r.end) if r.role == "recipient" and kind in SUPPLY and scene.here(r) else None
        if at is not None:
            before = [t.low for t in scene.toks[max(at[0] - 5, 0) : at[0]] if t.text not in QUOTES and t.tag != "D"]
            if before[-1:] == ["against"] or (before[-1:] in (["in"], ["on"]) and WAR & set(before)):
                continue
        out.append(r)
    return out


def origins(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "the supply of Iranian drones": the origin belongs to the goods; in "Iranian drone exports" Iran exports."""
    out, whole = [], {}
    for r in roles:
        goods = next((q for q in roles if r.role == "supplier" and q.role == "goods" and scene.here(r) and q.start <= r.end + 1 and r.start < q.end and (adjective(scene.words(r)) or scene.words(r).endswith(ORIGIN))), None)
        end = scene.range(goods.start, goods.end) if goods is not None else None
        if goods is None or end is None or any(t.low in scene.group_words(name) for t in scene.toks[end[1] - 1 : end[1] + 1] for name in FLOWS):
            out.append(r)
        else:
            whole[goods] = replace(goods, start=min(goods.start, r.start))
    return [whole.get(r, r) for r in out]


def channels(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "firms that facilitated transfers of arms from A to B": A supplies, through the firms."""
    sources = [r for r in roles if r.role == "supplier" and scene.here(r) and scene.text[: r.start].endswith("from ")]
    others = [r for r in roles if r.role == "supplier" and r not in sources]
    if kind not in SUPPLY or not sources or not others:
        return roles
    helping = [r for r in others if r.end < sources[0].start and HELPS.search(scene.text, scene.sentence.start, sources[0].start)]
    return [replace(r, role="via") if r in helping else r for r in roles]


def given_back(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "A provides missiles to B in return for food": A gives missiles, B gives food."""
    back = RETURN.search(scene.text, scene.sentence.start, scene.sentence.end) if kind in SUPPLY else None
    goods = [r for r in roles if r.role == "goods" and scene.here(r)]
    given = [r for r in goods if back is not None and back.end() <= r.start < _stop(scene, back.end())]
    if not given or len(given) == len(goods):
        return roles
    first = next(r for r in goods if r not in given)
    giver = next((r for r in roles if r.role == "supplier" and scene.here(r)), None)
    last = giver is not None and first.start < giver.start < given[0].start and not scene.text[: giver.start].endswith("from ")
    other = [r for r in goods if r.start < given[0].start] if last else given
    return [r for r in roles if r not in other]


def _stop(scene: Scene, start: int) -> int:
    """Where the phrase from `start` on ends: at the next mark."""
    return next((t.start for t in scene.toks if t.start >= start and t.text in (",", ";", ".")), scene.sentence.end)


def from_to(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "chips exported from A to B": A reports, B is its partner."""
    if kind != "trade_flow":
        return roles
    ends = {w: [r for r in roles if r.role in ("reporter", "partner") and scene.here(r) and scene.text[: r.start].removesuffix("the ").endswith(f" {w} ")] for w in ("from", "to")}
    if not ends["from"] or not ends["to"] or not OUTWARD.search(scene.text, scene.sentence.start, ends["from"][0].start):
        return roles
    return [replace(r, role="reporter") if r in ends["from"] else replace(r, role="partner") if r in ends["to"] else r for r in roles]


def buyers(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Russian purchases of shells": Russia gets them."""
    return [replace(r, role="recipient") if r.role == "supplier" and kind in SUPPLY and scene.here(r) and BUYING.match(scene.text, r.end) else r for r in roles]


def charged(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "The court charged two men with shipping chips": the men shipped them."""
    verb = next((g for g in scene.groups if g.lemma in CHARGES and not g.passive and g.subject is not None), None) if kind in SUPPLY else None
    whom = np_right(scene.toks, verb.end) if verb is not None else None
    if verb is None or verb.subject is None or whom is None or whom[1] >= len(scene.toks):
        return roles
    if not any(r.role == "supplier" for r in roles) and any(t.low == "for" and t.end < min(r.start for r in roles) for t in scene.toks[whom[1] : whom[1] + 8]):
        return [*scene.roles("supplier", split(scene, whom)), *roles]  # "sentenced a man to three years for selling chips"
    if scene.toks[whom[1]].low not in ("with", "for", "over"):
        return roles
    court = (scene.toks[verb.subject[0]].start, scene.toks[whom[0]].start)
    if not any(r.role == "supplier" and court[0] <= r.start < court[1] for r in roles):
        return roles
    return [*scene.roles("supplier", split(scene, whom)), *(r for r in roles if r.role != "supplier" or not court[0] <= r.start < court[1])]


def accounting(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "Firms of A accounted for half of B's imports": they are where it imports from."""
    verb = next((g for g in scene.groups if g.lemma == "account" and g.subject is not None), None) if kind == "trade_flow" else None
    if verb is None or verb.subject is None or not any(t.low.startswith("import") for t in scene.toks[verb.end : verb.end + 14]):
        return roles
    end = scene.toks[verb.start].start
    out = [replace(r, role="partner") if r.role == "reporter" and scene.here(r) and r.start < end else r for r in roles]
    if not any(r.role == "reporter" for r in out) and scene.memory.flow is not None:
        out += scene.memory.flow[0]
    return out


def cut_off(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "halted sales of engines to B", "has banned trade with 29 firms": B is hit, the firms are."""
    step = next((r for r in roles if r.role == "measure" and scene.here(r) and STOPPED.search(scene.words(r))), None) if kind == "measure" else None
    at = scene.range(step.start, step.end) if step is not None else None
    if at is None:
        return roles
    toks = scene.toks
    end = next((k for k in range(at[0], min(at[1] + 8, len(toks))) if toks[k].low in ("to", "with") and (k >= at[1] - 2 or toks[k - 1].low in DEALINGS)), None)
    whom = recipients_right(scene, end + 1) if end is not None else []
    if not whom or not (country_like(scene, whom[0]) and (toks[whom[0][1] - 1].text[0].isupper() or toks[whom[0][1] - 1].low in TOLD)):
        return roles
    return [*(r for r in roles if r.role != "target"), *scene.roles("target", whom)]


def together(scene: Scene, kind: str, roles: list[Role]) -> list[Role]:
    """ "The U.S., along with Germany, Britain and France, introduced sanctions": they act with it."""
    more: list[Role] = []
    for r in roles:
        at = scene.range(r.start, r.end) if r.role in ("authority", "actor", "supplier", "party") and scene.here(r) else None
        k = at[1] + (at[1] < len(scene.toks) and scene.toks[at[1]].text == ",") if at is not None else len(scene.toks)
        if [t.low for t in scene.toks[k : k + 2]] in (["along", "with"], ["together", "with"]):
            more += [q for x in list_right(scene.toks, k + 2, ()) if (q := scene.role(r.role, x)) is not None and scene.words(q)[:1].isupper()]
    return [*roles, *(q for q in more if not any(q.start < r.end and r.start < q.end for r in roles))]


SIDES = (together, origins, used_against, named_apart, given_back, channels, from_to, buyers, charged, accounting, cut_off)
