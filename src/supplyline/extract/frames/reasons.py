"""Why were they listed, and under which programme?

The words behind "for supplying …", "over …", "that have enabled …"; "19th package".
"""

from __future__ import annotations

from supplyline.extract.frames.common import Role, Scene
from supplyline.extract.phrases import np_right


def find_reason(scene: Scene, j: int) -> tuple[Role | None, int]:
    """ "for supplying …", "over …", "that have enabled …", "accused of …" behind the targets."""
    toks = scene.toks
    for k in range(j, min(j + 24, len(toks))):
        t = toks[k]
        if t.low in (";", ":"):
            break
        if any(
            g.start == k
            and g.lemma in scene.group_words("cover_verb")
            and g.link != "relative"
            and not g.infinitive
            and g.form != "ing"
            for g in scene.groups
        ):
            break
        nxt = toks[k + 1] if k + 1 < len(toks) else None
        if nxt is None:
            break
        if t.text == "," and nxt.tag == "D" and nxt.low in ("the", "a", "an"):
            break
        if t.low == "involved" and nxt.low == "in":
            end = _reason_end(scene, k)
            return scene.role("reason", (k, end)), end
        if (
            t.low == "for"
            and (
                nxt.form == "ing"
                or (nxt.tag == "A" and k + 2 < len(toks) and toks[k + 2].form == "ing")
                or nxt.low in ("their", "its", "his", "allegedly")
                or nxt.low in scene.group_words("reason_noun")
            )
        ) or (t.low == "over" and nxt.tag in ("D", "N", "J") and nxt.low not in ("a", "half")):
            end = _reason_end(scene, k + 1)
            return scene.role("reason", (k + 1, end)), end
        if (
            t.tag == "W"
            and t.low in ("that", "who")
            and k <= j + 14
            and nxt.tag in ("H", "V", "B", "A", "D", "R")
        ):
            rel = next((g for g in scene.groups if g.start > k and g.start <= k + 5), None)
            if toks[k - 1].low in ("reporters", "journalists") or (
                rel is not None and rel.lemma in scene.group_words("produce_verb")
            ):
                break
            i = k + 1
            told = next(
                (x for x in range(k + 1, min(k + 7, len(toks))) if toks[x].low in ("said", "says")), None
            )
            if told is not None and not any(t.text == "," for t in toks[k:told]):
                i = told + 1  # "that the administration said helped …"
            while (
                (i < len(toks) and toks[i].tag in ("H", "A", "B"))
                or (
                    toks[i].tag in ("D", "R", "N")
                    and i < k + 3
                    and i + 1 < len(toks)
                    and (toks[i + 1].low in ("says", "said", "stated") or toks[i].low in ("says", "said"))
                )
                or toks[i].low in ("says", "said", "stated", "allegedly")
            ):
                i += 1
            end = _reason_end(scene, i)
            return (scene.role("reason", (i, end)), end) if end > i else (None, j)
        if [x.low for x in toks[k : k + 3]] == ["in", "response", "to"]:
            end = _reason_end(scene, k + 3)
            return scene.role("reason", (k + 3, end)), end
        if t.low == "accused" and nxt.low == "of" and k <= j + 3:
            end = _reason_end(scene, k + 2)
            return scene.role("reason", (k + 2, end)), end
        if t.low in ("accusing", "citing") and (accused := np_right(toks, k + 1)) is not None:
            start = k + 1
            if t.low == "accusing":
                if accused[1] >= len(toks) or toks[accused[1]].low != "of":
                    break
                start = accused[1] + 1
            end = _reason_end(scene, start)
            return scene.role("reason", (start, end)), end
        if t.tag == "B" and toks[k - 1].low in ("says", "said"):
            end = _reason_end(scene, k + 1)
            return scene.role("reason", (k + 1, end)), end
        if t.low == "in" and nxt.low in ("clampdown", "crackdown"):
            on = next((x for x in range(k, min(k + 4, len(toks))) if toks[x].low == "on"), None)
            if on:
                end = _reason_end(scene, on + 1)
                return scene.role("reason", (on + 1, end)), end
    return None, j


def _reason_end(scene: Scene, j: int) -> int:
    toks = scene.toks
    while j < len(toks) and toks[j].text not in (".", ";"):
        if (
            toks[j].text == ","
            and j + 1 < len(toks)
            and (
                (toks[j + 1].form == "ing" and toks[j + 1].tag == "V")
                or toks[j + 1].low
                in (
                    "as",
                    "the",
                    "in",
                    "according",
                    "while",
                    "but",
                    "which",
                    "who",
                    "it",
                    "he",
                    "she",
                    "said",
                    "a",
                    "an",
                )
                or toks[j + 1].tag in ("R", "S", "W")
            )
            and [t.low for t in toks[j + 1 : j + 4]] != ["as", "well", "as"]
        ):
            break
        if toks[j].low == "as" and j + 1 < len(toks) and toks[j + 1].tag == "R":
            break
        j += 1
    return j


def find_programme(scene: Scene, i: int, j: int) -> Role | None:
    """ "19th package", "Specially Designated Nationals (SDN) List"."""
    toks = scene.toks
    for k in range(max(i, 0), min(j + 8, len(toks) - 1)):
        order = toks[k].text in ("EO", "E.O.") or (toks[k].low == "order" and k > 0 and toks[k - 1].low == "executive")
        number = next((x for x in range(k + 1, min(k + 5, len(toks))) if toks[x].low.isdigit()), None)
        if order and number is not None and all(t.text in ("(", ")", "EO", "E.O.", "No", "No.") for t in toks[k + 1 : number]):
            return scene.role("programme", (k if toks[k].low != "order" else k - 1, number + 1))
    for k in range(max(i, 0), min(j, len(toks))):
        if toks[k].low not in ("package", "packages"):
            continue
        lead = next((x for x in range(k - 1, max(k - 4, -1), -1) if _ordinal(toks[x].low)), None)
        if lead is not None and all(t.tag in ("N", "J") for t in toks[lead + 1 : k]):
            named = [t.low for t in toks[k + 1 : k + 3]]
            end = k + 3 if named[:1] == ["of"] and named[1:] and named[1] in ("sanctions", "measures", "restrictions") else k + 1
            return scene.role("programme", (lead, end))
    return None


def _ordinal(low: str) -> bool:
    """ "14th", "eleventh"."""
    return (low[0].isdigit() and low[-1].isalpha()) or low.endswith(("eenth", "fth", "ixth", "nth", "ieth"))
