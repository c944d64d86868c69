"""Which names in the case are one party?

Three steps: `collect` counts the names of documents and `record` those of registers of shipments into a `Tally`, `resolve`
makes entities of the tally and lets the decisions of persons have the last word, `assign` writes entity ids into a claim and
`recorded` finds that of a line of a register. See `naming` for what counts as a name, `tally` for short names inside a document, `clusters` for what joins names.
"""

from supplyline.resolve.entities import Resolution, assign, recorded, resolve
from supplyline.resolve.naming import is_name, party
from supplyline.resolve.records import record
from supplyline.resolve.tally import Tally, collect

__all__ = ["Resolution", "Tally", "assign", "collect", "is_name", "party", "record", "recorded", "resolve"]
