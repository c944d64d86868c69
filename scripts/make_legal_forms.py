"""Make src/supplyline/data/legal_forms_world.tsv from rigour's table of organisation types.

    python scripts/make_legal_forms.py ORG_TYPES_YML

rigour (https://github.com/opensanctions/rigour) is under the MIT licence; its notice goes into the
header of the file we make. Only incorporated forms are kept (companies, partnerships): schools, unions
and ministries are names here, not forms. Order and bytes of the output depend on the input alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/supplyline/data/legal_forms_world.tsv"
FAMILIES = ("JSC", "LLC", "LP", "LLP", "GP")
NO_FORMS = ("cía",)  # only "company", in any language: компания is found by it
HEADER = """\
# Legal forms of companies worldwide: code, family, forms separated by |.
# Source: rigour, resources/names/org_types.yml (https://github.com/opensanctions/rigour), made into this table by
# scripts/make_legal_forms.py. Licence: MIT.
# Copyright (c) 2023 OpenSanctions Datenbanken GmbH
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and
# this permission notice shall be included in all copies or substantial portions of the Software.
# THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
# WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
# COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
# OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
code\tfamily\tforms
"""


def value(line: str) -> str:
    text = line.split(" #")[0].strip().removeprefix("-").strip()
    text = text.split(":", 1)[1].strip() if text.startswith(("display:", "generic:", "compare:")) else text
    return text.strip("\"'")


def types(path: Path) -> list[tuple[str, str, list[str]]]:
    """(display, generic, aliases) of each type; the file uses one plain shape of YAML throughout."""
    found: list[dict[str, list[str]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith("#") or text == "types:":
            continue
        if line.startswith("  - "):
            found.append({"display": [], "generic": [], "aliases": []})
        for field in ("display", "generic"):
            if text.removeprefix("- ").startswith(field + ":"):
                found[-1][field].append(value(text.removeprefix("- ")))
        if line.startswith("      - "):
            found[-1]["aliases"].append(value(text))
    return [("".join(t["display"][:1]), "".join(t["generic"][:1]), t["aliases"]) for t in found]


def main() -> None:
    rows: dict[tuple[str, str], set[str]] = {}
    for display, generic, aliases in types(Path(sys.argv[1])):
        if generic in FAMILIES and display not in NO_FORMS:
            forms = {f for f in [display, *aliases] if f and "|" not in f and "\t" not in f}
            rows.setdefault((display or generic, generic), set()).update(forms)
    lines = [
        f"{code}\t{family}\t{'|'.join(sorted(forms))}\n" for (code, family), forms in sorted(rows.items())
    ]
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
