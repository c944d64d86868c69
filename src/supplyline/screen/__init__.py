"""Is this party on that list, and what does it mean that it is not?

`hits` compares the parties of a case with listings and says why; `gaps` says for each supplier and list: listed,
possible, or no match as of that version. `current` picks the version of each list to go by, `counted` counts lists
without counting a republished entry twice. Nothing here ever says that a party is cleared.
"""

from supplyline.read.lists import shrank
from supplyline.screen.gaps import counted, gaps
from supplyline.screen.hits import hits
from supplyline.screen.versions import current

__all__ = ["counted", "current", "gaps", "hits", "shrank"]
