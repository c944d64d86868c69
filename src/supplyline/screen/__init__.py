"""Is this party on that list, and what does it mean that it is not?

`look_up` holds one name against lists, `hits` the parties of a case, and each hit says why; `gaps` says for each
supplier and list: listed, owned by listed parties, delisted, possible, or no match as of that version. `current` picks
the version of each list to go by, `decided` lets decisions of people hold, `counted` counts lists without counting a
republished entry twice. Nothing here ever says that a party is cleared.
"""

from supplyline.read.lists import shrank
from supplyline.screen.aside import decided, honoured
from supplyline.screen.beyond import beyond, shares
from supplyline.screen.gaps import counted, gaps
from supplyline.screen.held import of_case as held_in
from supplyline.screen.hits import LISTED, POSSIBLE, Thresholds, hits, look_up, screen
from supplyline.screen.index import ListsIndex
from supplyline.screen.versions import current

__all__ = [
    "LISTED",
    "POSSIBLE",
    "ListsIndex",
    "Thresholds",
    "beyond",
    "counted",
    "current",
    "decided",
    "gaps",
    "held_in",
    "hits",
    "honoured",
    "look_up",
    "screen",
    "shares",
    "shrank",
]
