"""How often may somebody try a password, and how often ask for what is costly?

`Attempts` makes who guesses wait longer each time: by account and address together, by address, and, for addresses from
which the account never logged in, by account. So a person who is attacked from elsewhere still comes in from where she always
does, and nobody can lock everybody out. `Budget` gives each session or address so many requests a second, with some in hand.
Both live in memory, hold a bounded number of keys and forget after an hour.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

FORGET, KEYS = 3600.0, 10_000  # seconds; keys of one table
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

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._failed: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def begin(self, account: str, address: str, known: bool) -> int:
        """Seconds to wait, or 0: go on. `known`: the account came in from this address before."""
        keys = _keys(account, network(address), known)
        with self._lock:
            now = self._clock()
            wait = max(self._wait(key, limit, now) for key, limit in keys)
            if wait <= 0:
                for key, _ in keys:
                    self._failed[key] = (self._count(key, now) + 1, now)
                    self._failed.move_to_end(key)
                while len(self._failed) > KEYS:
                    self._failed.popitem(last=False)
        return math.ceil(wait)

    def failed(self, account: str, address: str, known: bool) -> None:
        """The wait runs from here: checking a password takes a while itself."""
        with self._lock:
            for key, _ in _keys(account, network(address), known):
                if key in self._failed:
                    self._failed[key] = (self._failed[key][0], self._clock())

    def succeeded(self, account: str, address: str, known: bool) -> None:
        """Forget what was counted of this account from here; of the address only this attempt, where it was counted."""
        address = network(address)
        with self._lock:
            self._failed.pop((account, address), None)
            for key, _ in _keys(account, address, known)[1:]:
                count, at = self._failed.get(key, (0, 0.0))
                if count > 1:
                    self._failed[key] = (count - 1, at)
                else:
                    self._failed.pop(key, None)

    def _count(self, key: Hashable, now: float) -> int:
        count, at = self._failed.get(key, (0, now))
        return count if now - at < FORGET else 0

    def _wait(self, key: Hashable, limit: tuple[int, float], now: float) -> float:
        free, longest = limit
        count = self._count(key, now)
        if count < free:
            return 0.0
        return self._failed[key][1] + min(2.0 ** min(count - free, 20), longest) - now


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a second, and how many at once after a rest."""

    name: str
    each: float
    burst: int


class Budget:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def spend(self, rate: Rate, who: Hashable) -> int:
        """Seconds to wait, or 0: one request is spent."""
        key = (rate.name, who)
        with self._lock:
            now = self._clock()
            left, at = self._left.get(key, (float(rate.burst), now))
            left = min(left + (now - at) * rate.each, float(rate.burst))
            wait = 0.0 if left >= 1 else (1 - left) / rate.each
            self._left[key] = (left if wait else left - 1, now)
            self._left.move_to_end(key)
            while len(self._left) > KEYS:
                self._left.popitem(last=False)
        return math.ceil(wait)
