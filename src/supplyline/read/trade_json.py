"""How does a JSON answer of UN Comtrade become a table?

`from_json(text, name)` gives the header and the records of the list under "data" (new API), "dataset" (classic)
or of a bare list, as a CSV reader would. Promises: the columns of all records in the order they are met; null
is an empty cell; a record that is no object is a row too short to be read, so it is named by its place; an answer that
tells of an error says so in its own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from supplyline.model import BadInput


def from_json(text: str, name: str) -> tuple[list[str], Iterator[list[str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name}: not valid JSON: {error}; download the answer again, whole") from error
    answer = found
    if isinstance(found, dict):
        found = found.get("data", found.get("dataset"))
    if not isinstance(found, list) or (not found and _error(answer)):
        raise BadInput(f"{name}: no list of records{_told(_error(answer))}; a Comtrade answer has one under data or dataset")
    if not found:
        raise BadInput(f"{name}: an answer without a record; ask for years, countries and goods that were reported")
    header = list(dict.fromkeys(key for record in found if isinstance(record, dict) for key in record))
    return header, ([_cell(record.get(key)) for key in header] if isinstance(record, dict) else ["?"] for record in found)


def _error(answer: Any) -> str:
    """What the API says of what it could not do."""
    if not isinstance(answer, dict):
        return ""
    validation = answer.get("validation")
    said = answer.get("error") or (validation.get("message") if isinstance(validation, dict) else None)
    return said if isinstance(said, str) else ""


def _told(said: str) -> str:
    return f" (it says: {said[:200]})" if said else ""


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
