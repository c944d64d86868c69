"""How often may somebody try a password, and how often ask for what is costly?

`Attempts` makes who guesses wait longer each time: by account and address together, by address, and, for addresses from
which the account never logged in, by account. So a person who is attacked from elsewhere still comes in from where she always
does, and nobody can lock everybody out. `Budget` gives each session or address so many requests a second, with some in hand.
Both count in a `Counted`, which all servers of a case share.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Hashable
from dataclasses import dataclass

from supplyline.serve.counted import Counted

# What may be tried before a wait, and the longest wait in seconds: the wait doubles from one second on.
PAIR, ADDRESS, ACCOUNT = (3, 900.0), (15, 300.0), (10, 60.0)


def network(address: str) -> str:
    """Whom an address belongs to: of IPv6 a household or machine has 2^64."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _keys(account: str, address: str, known: bool) -> list[tuple[Hashable, tuple[int, float]]]:
    """What an attempt is counted under, each with what is free of a wait."""
    own: tuple[Hashable, tuple[int, float]] = ((account, address), PAIR)
    return [own] if known else [own, (("address", address, ""), ADDRESS), (("account", account, ""), ACCOUNT)]


class Attempts:
    """Logins that failed. An attempt counts as failed until it is said to have succeeded, so many at once do not slip by."""

    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def begin(self, account: str, address: str, known: bool) -> int:
        """Seconds to wait, or 0: go on. `known`: the account came in from this address before."""
        keys = _keys(account, network(address), known)
        with self._counted.alone() as now:
            wait = max(self._wait(key, limit, now) for key, limit in keys)
            if wait <= 0:
                for key, _ in keys:
                    count, _at = self._counted.get(key, now) or (0, now)
                    self._counted.put(key, count + 1, now)
        return math.ceil(wait)

    def failed(self, account: str, address: str, known: bool) -> None:
        """The wait runs from here: checking a password takes a while itself."""
        with self._counted.alone() as now:
            for key, _ in _keys(account, network(address), known):
                if found := self._counted.get(key, now):
                    self._counted.put(key, found[0], now)

    def succeeded(self, account: str, address: str, known: bool) -> None:
        """Forget what was counted of this account from here; of the address only this attempt, where it was counted."""
        address = network(address)
        with self._counted.alone() as now:
            self._counted.drop((account, address))
            for key, _ in _keys(account, address, known)[1:]:
                count, at = self._counted.get(key, now) or (0, now)
                if count > 1:
                    self._counted.put(key, count - 1, at)
                else:
                    self._counted.drop(key)

    def _wait(self, key: Hashable, limit: tuple[int, float], now: float) -> float:
        free, longest = limit
        count, at = self._counted.get(key, now) or (0, now)
        return at + min(2.0 ** min(count - free, 20), longest) - now if count >= free else 0.0


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second, and how many at once after a rest."""

    name: str
    each: float
    burst: int


class Budget:
    def __init__(self, counted: Counted) -> None:
        self._counted = counted

    def spend(self, rate: Rate, who: Hashable) -> int:
        """Seconds to wait, or 0: one request is spent."""
        key = (rate.name, who)
        with self._counted.alone() as now:
            left, at = self._counted.get(key, now) or (float(rate.burst), now)
            left = min(left + (now - at) * rate.each, float(rate.burst))
            wait = 0.0 if left >= 1 else (1 - left) / rate.each
            self._counted.put(key, left if wait else left - 1, now)
        return math.ceil(wait)
