"""How many requests and tokens are left?

`take` reserves before a request is sent what it may cost at most, so that a budget is never exceeded; `back` returns what
was not used. Threads may share one.
"""

from __future__ import annotations

import threading


class Budget:
    def __init__(self, requests: int, tokens: int) -> None:
        self._requests, self._tokens = requests, tokens
        self._lock = threading.Lock()

    def take(self, requests: int, tokens: int) -> str | None:
        """Reserve both, or neither and say which of them does not suffice."""
        with self._lock:
            if requests > self._requests:
                return "requests"
            if tokens > self._tokens:
                return "tokens"
            self._requests -= requests
            self._tokens -= tokens
            return None

    def back(self, tokens: int) -> None:
        with self._lock:
            self._tokens += tokens
