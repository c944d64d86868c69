"""Is this name that name?

Reach for `compare` to hold two names against each other and say why, for `key` to fold spellings, scripts and legal
forms of a name onto one string, for `Index` to find in a list the names worth comparing. All are deterministic and
bounded: a name of a million characters costs no more than one of six hundred.
"""

from supplyline.names.compare import Comparison, compare, score, why
from supplyline.names.facts import Facts
from supplyline.names.index import Index
from supplyline.names.many import scores
from supplyline.names.parse import key, tokens
from supplyline.names.scripts import clean, script

__all__ = ["Comparison", "Facts", "Index", "clean", "compare", "key", "score", "scores", "script", "tokens", "why"]
