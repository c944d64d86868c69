"""What does this JSON hold, whatever its types?

`loads` reads JSON and raises ValueError for all that is none: also numbers and nestings too long to read; `whole` reads
a file that is one JSON value and says where it breaks. `text` and
`texts` give values as a list has them, a string or a number, and nothing for what has another shape. Promises: no
string holds half a surrogate pair, which JSON can write and UTF-8 cannot.
"""

from __future__ import annotations

import json
from typing import Any

from supplyline.model import BadInput
from supplyline.read.lists import tables
from supplyline.read.lists.common import Reading, Source


def loads(text: str) -> Any:
    try:
        value = json.loads(text)
        if "\\ud" in text or "\\uD" in text:
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def whole(source: Source, reading: Reading, mend: str) -> Any:
    try:
        return loads(tables.text_lines(source, reading).read())
    except ValueError as error:
        place = getattr(error, "lineno", 1)
        raise BadInput(f"{source.name}:{place}: not readable as JSON ({error}). {mend}") from error


def text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts(value: Any) -> list[str]:
    """The texts of an array; a lone value is an array of one."""
    found = [text(one) for one in (value if isinstance(value, list) else [value])]
    return [one for one in found if one]
