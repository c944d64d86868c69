"""Which phrases name goods, and which only look so?

Lists of goods with their purpose, origin and brackets; what is given but is no goods ("details",
"support") is told from what is. All ranges are token indices of the scene.
"""

from __future__ import annotations

from supplyline.extract.frames.common import Role, Scene
from supplyline.extract.frames.parties import country_like, has_military_word
from supplyline.extract.lexicon import entries, words
from supplyline.extract.phrases import Range, list_right, np_right, strip
from supplyline.extract.text import Token
from supplyline.extract.verbs import VerbGroup
from supplyline.model import Count

UNITS = ("tons", "tonnes", "ton", "tonne", "kilograms", "barrels", "litres")


def cut_for(scene: Scene, g: Range) -> int:
    """ "ammunition for Russia" bought: the country is whom it is for, not part of the goods."""
    toks = scene.toks
    k = next((k for k in range(*g) if toks[k].low == "for"), None)
    return (
        k
        if k is not None
        and (country_like(scene, (k + 1, g[1])) or toks[g[1] - 1].text.isupper())
        and (toks[g[1] - 1].text[0].isupper() or toks[g[1] - 1].low in scene.group_words("state_noun") or has_military_word(toks[g[1] - 1].low))
        else g[1]
    )


def helpers_goods(scene: Scene, vg: VerbGroup, helper: tuple[Role, ...]) -> tuple[Role, ...]:
    """ "suppliers of military technology that … is helping": what the helpers supply."""
    toks = scene.toks
    out = []
    for h in helper:
        i = next(k for k, t in enumerate(toks) if t.start >= h.start)
        for k in range(i, len(toks)):
            if toks[k].start >= h.end:
                break
            if toks[k].low == "of" and any(
                t.low in scene.group_words("supplier_noun") | scene.group_words("maker_noun")
                for t in toks[i:k]
            ):
                out += [
                    r
                    for x in goods_list(scene, k + 1)
                    if toks[x[1] - 1].end <= h.end + 1 and (r := scene.role("goods", x))
                ]
    return tuple(out)


def people_of(scene: Scene, helper: tuple[Role, ...]) -> tuple[Role, ...]:
    out = []
    for h in helper:
        at = scene.words(h).find(" of ")
        out.append(Role(h.role, h.start, h.start + at) if at > 0 else h)
    return tuple(out)


def _not_only(toks: list[Token], j: int) -> int:
    return j + 2 if j + 1 < len(toks) and toks[j].low == "not" and toks[j + 1].low == "only" else j


def _but_also(scene: Scene, items: list[Range], links: tuple[str, ...]) -> list[Range]:
    """ "not only ammunition but also missiles and artillery": both halves are goods."""
    toks, j = scene.toks, items[-1][1]
    if [t.low for t in toks[j : j + 2]] == ["but", "also"]:
        return [*items, *list_right(toks, j + 2, links)]
    return items


def goods_list(
    scene: Scene, j: int, links: tuple[str, ...] = ("for", "of", "used", "needed", "required", "in")
) -> list[Range]:
    start, j = j, _not_only(scene.toks, j)
    items = _semicolons(scene, j) or list_right(scene.toks, j, links)
    if j > start and items:
        items = _but_also(scene, items, links)
    out: list[Range] = []
    for r in items:
        # "…, the UK said" or "…, which": a new clause, not another item
        nxt = scene.toks[r[1]] if r[1] < len(scene.toks) else None
        if (
            out
            and nxt is not None
            and (
                nxt.tag in ("B", "H", "O", "X")
                or (
                    nxt.tag == "V"
                    and nxt.form in ("s", "ed", "base")
                    and nxt.lemma not in ("use", "need", "require", "make")
                )
            )
        ):
            break
        if (
            scene.toks[r[0]].tag == "D"
            and scene.toks[r[0]].low in ("a", "an")
            and out
            and scene.toks[r[0] - 1].text == ","
        ):
            break
        if out and _company(scene, r) and not _company(scene, out[0]):
            break  # "…, which makes engines, and Redleaf Industry": the next party, no goods
        out.append(r)
    return out


def _company(scene: Scene, r: Range) -> bool:
    words_ = [t for t in scene.toks[r[0] : r[1]] if t.tag in ("N", "J")]
    known = words(scene.language, "word_groups", "company_word")
    return (
        len(words_) > 1 and all(t.text[0].isupper() for t in words_) and any(t.low in known for t in words_)
    )


def _semicolons(scene: Scene, j: int) -> list[Range]:
    """ "precursors needed to make A, B and C; electronics used in D; and E that are …": commas lie inside the items."""
    toks = scene.toks
    if not any(t.text == ";" for t in toks[j : j + 60]) or np_right(toks, j) is None:
        return []
    out, start = [], j
    for k in range(j, len(toks) + 1):
        if k < len(toks) and toks[k].text not in (";", "."):
            continue
        end = next((x for x in range(start, k) if toks[x].tag == "W"), k)
        while start < end and toks[start].tag == "C":
            start += 1
        if end > start:
            out.append((start, end))
        start = k + 1
        if k < len(toks) and toks[k].text == ".":
            break
    return out if len(out) > 1 else []


def trailing_goods(scene: Scene, goods: list[Range]) -> tuple[list[Range], int]:
    """ "… for Russia's military, it said, including microprocessors used in weapons systems"."""
    if not goods:
        return goods, 0
    toks = scene.toks
    for k in range(goods[-1][1], len(toks)):
        if toks[k].low == "including" and toks[k - 1].text == ",":
            more = goods_list(scene, k + 1)
            new = [m for m in more if m not in goods and not country_like(scene, m)]
            if new and not toks[strip(toks, new[0])[0]].text[0].isupper():
                return goods + new, new[-1][1]
    return goods, 0


def is_support(scene: Scene, r: Range) -> bool:
    """ "providing material support for …" gives no goods, unless it is military aid."""
    toks = scene.toks
    base = np_right(toks, r[0])
    if base is None or toks[base[1] - 1].low not in scene.group_words("support_noun"):
        return False
    return not any(t.low in ("military", "lethal", "weapons") for t in toks[base[0] : base[1]])


def is_goods(scene: Scene, role: Role) -> bool:
    stop = entries(scene.language, "not_goods")
    text = scene.words(role).casefold()
    if any(
        w in ("euros", "dollars", "percent", "yuan", "rubles", "pounds") or w[:1] in "$€£"
        for w in text.split()
    ):
        return False
    if text.startswith(("no ", "almost no ", "hardly any ", "little ")):
        return False
    core = text.split(" for ")[0].split(" of ")[0].split(" in ")[0].split()
    if core and core[-1] in scene.group_words("quantity_noun") and " of " in text:
        core = text.split(" of ", 1)[1].split(" for ")[0].split(" in ")[0].split()
    head = core[-1:] or [""]
    if head[0] in scene.group_words("support_noun") and not {
        "military",
        "lethal",
        "weapons",
        "technical",
    } & set(core):
        return False
    first = text.split()
    return (
        head[0] not in stop and not (first and first[0] in ("how", "it", "them")) and not _person_words(text)
    )


def _person_words(text: str) -> bool:
    return text.split()[-1:] in (
        ["citizens"],
        ["officials"],
        ["leaders"],
        ["companies"],
        ["firms"],
        ["entities"],
        ["networks"],
        ["agents"],
        ["officers"],
    )


def arms_goods(scene: Scene, goods: tuple[Role, ...]) -> bool:
    """Without a recipient, only goods of the trade's own kind make a supply."""
    known = entries("goods", "words")
    return any(known & set(scene.words(g).casefold().replace("-", " ").split()) for g in goods)


def _load(scene: Scene, r: Range) -> tuple[int, list[Range]] | None:
    """ "6,700 containers carrying artillery shells": what is in them is sent; where the container ends, and its load."""
    toks, vessels = scene.toks, scene.group_words("vessel_noun")
    at = next((k for k in range(*r) if toks[k].low in vessels), None)
    if at is None:
        return None
    for k in range(at + 1, min(at + 4, len(toks))):
        if toks[k].lemma in ("carry", "contain", "hold") or (toks[k].low in ("of", "with") and (k == at + 1 or toks[k - 1].low in ("loaded", "filled", "full", "laden"))):
            held = np_right(toks, k + 1)
            inner = _load(scene, held) if held is not None else None
            load = inner[1] if inner is not None else goods_list(scene, k + 1)
            return (at + 1, load) if load else None
    return None


def split_batches(scene: Scene, goods: list[Range]) -> tuple[list[Range], Count | None]:
    """ "sent a dozen shipments of weapons": the goods are weapons, the count is of shipments."""
    toks = scene.toks
    if not goods:
        return goods, None
    i, j = goods[0]
    if (load := _load(scene, goods[0])) is not None:
        number = scene.number((i, load[0]))
        event = toks[load[0] - 1].text
        return load[1], Count(number.min, number.max, number.text, None, event) if number else Count(None, None, event, None, event)
    of = next((k for k in range(i, j) if toks[k].low == "of"), None)
    if of is not None and toks[of - 1].low in UNITS:
        # "80 tons of nitrocellulose": the goods are nitrocellulose; the amount is told apart
        return goods_list(scene, of + 1, ("for", "used", "of")) or goods, None
    if of is None or toks[of - 1].low not in scene.group_words("shipment_noun"):
        return goods, None
    number = scene.number((i, of))
    rest = goods_list(scene, of + 1, ("for", "used", "of"))
    return rest or goods, Count(
        number.min, number.max, number.text, None, toks[of - 1].text
    ) if number else Count(None, None, toks[of - 1].text, None, toks[of - 1].text)
