"""Make names_lexicon_world.tsv, given_names_world.tsv and han_simplified.tsv from permissive tables.

    python scripts/make_names_world.py RIGOUR_RESOURCES OPENCC_DICTIONARY

RIGOUR_RESOURCES is rigour's folder `resources` (names/symbols.yml, text/ordinals.yml; MIT), OPENCC_DICTIONARY the folder
with TSCharacters.txt and JPVariants.txt of opencc-python-reimplemented (Apache-2.0, from OpenCC). A group of words that
holds a form of our own lexicon joins its concept; forms that our lexicon knows are left out. Needs PyYAML.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml

from supplyline.names import data
from supplyline.names.scripts import clean, letter_script

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data"
MIT = "".join(
    line + "\n"
    for line in (OUT / "legal_forms_world.tsv").read_text(encoding="utf-8").split("\n")
    if line.startswith("# ") and ("Permission" in line or "Copyright" in line or "documentation" in line or "rights to" in line
    or "persons to" in line or "this permission" in line or "WARRANT" in line or "COPYRIGHT HOLDERS" in line or "OTHERWISE" in line)
)  # fmt: skip
# Groups that are legal forms, parties of one name, too short to be safe, or whose words our lexicon translates one by one.
LEFT_OUT = frozenset(("skb", "npp", "co", "corp", "org", "ngo", "spv", "tpb", "snco", "nbco", "alqaeda", "hezbollah", "cia", "named", "socalled"))


def _forms(group: list[str]) -> list[str]:
    out: dict[str, None] = {}
    for form in group:
        form = clean(str(form)).casefold()
        kind = letter_script(form[0]) if form else ""
        if kind and "|" not in form and len(form) >= (1 if kind == "Han" and len(form) > 1 else 3):
            out.setdefault(form)
    return list(out)


def lexicon(symbols: dict[str, dict[str, list[str]]], ordinals: dict[int, list[str]]) -> list[str]:
    own = data.lexicon(world=False)
    lines = []
    for name, group in {**symbols["org_symbols"], **symbols["org_domains"]}.items():
        if name in LEFT_OUT:
            continue
        known: Counter[tuple[str, ...]] = Counter()
        new = []
        for form in _forms(group):
            found = own.han.get(form) if data.is_han(form) else own.phrases.get(data.pieces(form))
            if found is None and not data.is_han(form) and " " not in form:
                found = own.stem(data.pieces(form)[0], form.isascii()) if data.pieces(form) else None
            if found is None:
                new.append(form)
            else:
                known[found] += 1
        (best, count), *_ = known.most_common(1) or [((name,), 1)]
        concept = " ".join(best) if count * 2 > sum(known.values()) else name
        if new:
            lines.append(f"{concept}\tword\t0.3\t{'|'.join(new)}\n")
    for number, group in ordinals.items():
        forms = [f for f in _forms(group) if f.replace("-", "").replace(" ", "").isalpha() and len(f) > 4 and " " not in f]
        forms = [f for f in forms if own.phrases.get(data.pieces(f)) is None]
        if 0 < int(number) < 100 and forms:
            lines.append(f"{number}\tnumber\t0.6\t{'|'.join(forms)}\n")
    return lines


def main() -> None:
    rigour, opencc = (Path(p) for p in sys.argv[1:3])
    symbols = yaml.safe_load((rigour / "names/symbols.yml").read_text(encoding="utf-8"))
    ordinals = yaml.safe_load((rigour / "text/ordinals.yml").read_text(encoding="utf-8"))["ordinals"]
    (OUT / "names_lexicon_world.tsv").write_text(
        "# More forms of words of company names, and ordinal numbers; columns as in names_lexicon.tsv.\n"
        "# Source: rigour, resources/names/symbols.yml and resources/text/ordinals.yml\n"
        "# (https://github.com/opensanctions/rigour), made into this table by scripts/make_names_world.py. Licence: MIT.\n"
        + MIT + "concepts\tkind\tweight\tforms\n" + "".join(lexicon(symbols, ordinals)), encoding="utf-8",
    )  # fmt: skip
    nicks = [(_forms(g)[-1], _forms(g)) for g in symbols["person_nick"].values() if len(_forms(g)) > 1]
    (OUT / "given_names_world.tsv").write_text(
        "# Short forms of given names; columns as in given_names.tsv.\n"
        "# Source: rigour, resources/names/symbols.yml (https://github.com/opensanctions/rigour), made into this table by\n"
        "# scripts/make_names_world.py. Licence: MIT.\n"
        + MIT + "name\tforms\n" + "".join(f"{name}\t{'|'.join(forms)}\n" for name, forms in nicks), encoding="utf-8",
    )  # fmt: skip
    simple: dict[str, str] = {}
    for file in ("TSCharacters.txt", "JPVariants.txt"):
        for line in (opencc / file).read_text(encoding="utf-8").splitlines():
            one, _, others = line.partition("\t")
            other = others.split(" ")[0]
            if len(one) == len(other) == 1:
                if file == "TSCharacters.txt":
                    simple.setdefault(one, other)
                elif simple.get(one, one) != other:  # new Japanese form -> what its old form is in China
                    simple.setdefault(other, simple.get(one, one))
    (OUT / "han_simplified.tsv").write_text(
        "# Traditional Chinese and Japanese characters and the simplified one each is compared as.\n"
        "# Source: OpenCC (TSCharacters.txt, JPVariants.txt) as in opencc-python-reimplemented 0.1.7, made into this table by\n"
        "# scripts/make_names_world.py. Licence: Apache-2.0.\n"
        "character\tsimplified\n" + "".join(f"{a}\t{b}\n" for a, b in sorted(simple.items()) if a != b), encoding="utf-8",
    )  # fmt: skip


if __name__ == "__main__":
    main()
