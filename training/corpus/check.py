"""Does every corpus file keep the guide's form?

usage: check.py [FOLDER ...]   (default: texts/, stories/, other/ and second/ beside this file)
Walks each `NAME.gold.json` with its text and metadata and prints one line a fault: a string that
is not an exact substring of the text, an unknown kind, role or stance, a field left out. Texts of
`second/` (the second, blind annotation) are looked up in `texts/`. Exit status 1 on any fault.
Texts of `other/` have no mentions. What the annotation means is in docs and in the guide to the cases; this checks form alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROLES = {
    "supply": {"supplier", "recipient", "goods", "via"},
    "shipment": {"supplier", "recipient", "goods", "via"},
    "cooperation": {"party", "field", "form"},
    "production": {"maker", "goods", "place"},
    "ownership": {"owner", "owned"},
    "designation": {"authority", "target", "programme", "reason"},
    "trade_flow": {"reporter", "partner", "goods"},
    "denial": {"denier", "denied"},
    "measure": {"actor", "measure", "target"},
    "status": {"subject", "state"},
}
STANCES = {"asserts", "denies", "suspects", "expects", "calls_for", "announces"}
MENTIONS = {"person", "organization", "place", "goods", "vessel", "date", "number"}
LICENCES = {"public domain (US government work)", "public domain (VOA)"}
OURS = "written for this project"
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")


def strings(value: Any) -> list[str]:
    """A content or evidence may be one string or the parts of a split quotation."""
    return [value] if isinstance(value, str) else list(value or ())


def attribution_faults(text: str, item: dict[str, Any]) -> Iterator[str]:
    for key in ("speaker_text", "cue", "role", "source"):
        if item.get(key) is not None and item[key] not in text:
            yield f"{key} not in the text: {item[key]!r}"
    if not item.get("speaker"):
        yield f"no speaker: {item.get('content')!r}"
    if not strings(item.get("content")):
        yield f"no content: {item.get('speaker')!r}"
    yield from (f"content not in the text: {s!r}" for s in strings(item.get("content")) if s not in text)
    if item.get("stance") not in STANCES:
        yield f"unknown stance: {item.get('stance')!r}"
    if item.get("said_on") and not DATE.match(item["said_on"]):
        yield f"said_on is no date: {item['said_on']!r}"


def further_faults(text: str, item: dict[str, Any]) -> Iterator[str]:
    """A further attribution: source, cue and content as they stand, the source perhaps unnamed."""
    for key in ("source", "cue"):
        if item.get(key) is not None and item[key] not in text:
            yield f"{key} of a further attribution not in the text: {item[key]!r}"
    if not strings(item.get("content")):
        yield f"a further attribution without content: {item.get('cue')!r}"
    yield from (f"content of a further attribution not in the text: {s!r}" for s in strings(item.get("content")) if s not in text)


def frame_faults(text: str, item: dict[str, Any]) -> Iterator[str]:
    kind = item.get("kind")
    if kind not in ROLES:
        yield f"unknown kind: {kind!r}"
        return
    if not strings(item.get("evidence")):
        yield f"{kind} without evidence"
    yield from (f"evidence not in the text: {s!r}" for s in strings(item.get("evidence")) if s not in text)
    if item.get("stance") not in STANCES:
        yield f"unknown stance: {item.get('stance')!r}"
    if not item.get("roles"):
        yield f"{kind} without roles: {item.get('evidence')!r}"
    for role, fillers in (item.get("roles") or {}).items():
        if role not in ROLES[kind]:
            yield f"{kind} has no role {role!r}"
        yield from (f"{role} not in the text: {s!r}" for s in strings(fillers) if s not in text)
    for key in ("count", "period", "value", "change"):
        part = item.get(key)
        if part and part.get("text") and part["text"] not in text:
            yield f"{key} text not in the text: {part['text']!r}"
    for end in ("from", "to"):
        value = (item.get("period") or {}).get(end)
        if value and not DATE.match(value):
            yield f"period {end} is no date: {value!r}"


def mention_faults(text: str, items: list[dict[str, Any]]) -> Iterator[str]:
    seen = set()
    for item in items:
        form = item.get("text")
        if not form or form not in text:
            yield f"mention not in the text: {form!r}"
        if item.get("kind") not in MENTIONS:
            yield f"unknown mention kind: {item.get('kind')!r}"
        if form in seen:
            yield f"mention twice: {form!r}"
        seen.add(form)


def meta_faults(meta: dict[str, Any]) -> Iterator[str]:
    own = meta.get("licence") == OURS
    yield from (f"meta lacks {k}" for k in ("url", "title", "publisher", "date", "lang", "licence") if not meta.get(k) and not (own and k == "url"))
    if not own and meta.get("licence") not in LICENCES:
        yield f"unknown licence: {meta.get('licence')!r}"
    if not DATE.match(meta.get("date") or ""):
        yield f"meta date is no date: {meta.get('date')!r}"


def faults(gold_path: Path, text_folder: Path) -> Iterator[str]:
    """All faults of one document, in the order of its fields."""
    name = gold_path.name.removesuffix(".gold.json")
    text_path, meta_path = text_folder / f"{name}.txt", text_folder / f"{name}.meta.json"
    if not text_path.exists() or not meta_path.exists():
        yield "text or metadata missing"
        return
    text = text_path.read_text("utf8")
    gold = json.loads(gold_path.read_text("utf8"))
    if gold.get("doc") != name:
        yield f"doc says {gold.get('doc')!r}"
    for key in ("attributions", "frames", *(["mentions"] if "mentions" in gold or text_folder.name != "other" else [])):
        if not isinstance(gold.get(key), list):
            yield f"{key} missing"
            return
    yield from meta_faults(json.loads(meta_path.read_text("utf8")))
    for item in gold["attributions"]:
        yield from attribution_faults(text, item)
    for item in gold.get("more_attributions", []):
        yield from further_faults(text, item)
    for item in gold["frames"]:
        yield from frame_faults(text, item)
    yield from mention_faults(text, gold.get("mentions", []))


def main(folders: list[Path]) -> int:
    bad = documents = 0
    for folder in folders:
        for gold_path in sorted(folder.glob("*.gold.json")):
            documents += 1
            for fault in faults(gold_path, HERE / "texts" if folder.name == "second" else folder):
                bad += 1
                print(f"{folder.name}/{gold_path.name}: {fault}")
    print(f"{documents} annotations, {bad} faults")
    return 1 if bad or not documents else 0


if __name__ == "__main__":
    sys.exit(main([Path(a) for a in sys.argv[1:]] or [HERE / "texts", HERE / "stories", HERE / "other", HERE / "second"]))
