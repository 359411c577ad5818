"""Answers of this process, kept while their snapshot is the newest and while there is room."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Memory(Generic[Answer]):
    """A cache bounded by the sum of its answers' weights; the one least asked for goes first.

    Two threads that ask the same at once compute it once: the second waits for the first.
    """

    def __init__(self, weight_max: int, weight: Callable[[Answer], int]) -> None:
        self._weight_max = weight_max
        self._weight = weight
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()
        self._busy: dict[Hashable, threading.Lock] = {}

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer kept under the key, else a fresh one."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            mine = self._busy.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                made = make()
                self._keep(key, made)
            finally:
                with self._lock:
                    self._busy.pop(key, None)
        return made

    def _keep(self, key: Hashable, made: Answer) -> None:
        weight = self._weight(made)
        if weight > self._weight_max:
            return
        with self._lock:
            self._kept[key] = made
            self._total += weight
            while self._total > self._weight_max:
                _, gone = self._kept.popitem(last=False)
                self._total -= self._weight(gone)

    def forget(self) -> None:
        """Empty the cache."""
        with self._lock:
            self._kept.clear()
            self._total = 0
