"""Any of the model's frozen dataclasses as plain JSON and back, by their own type hints.

A stored row outlives the code that wrote it. So an empty field whose default is just as empty is left out, a key that
the code no longer knows is passed over, and a field that an older row lacks takes its default: what was stored by an
older reader still opens. Other defaults are written out, since a default may change with the code.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

from rashomon.model import Span

T = TypeVar("T")


def encode(value: Any) -> Any:
    """A dataclass as JSON's own types: a Span as [start, end], a day as its ISO date, a tuple as a list.

    encode(Debris(Span(0, 6), "ad")) -> {"span": [0, 6], "kind": "ad"}
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [encode(x) for x in value]
    if isinstance(value, dict):
        return {str(k): encode(v) for k, v in value.items()}
    if dataclasses.is_dataclass(value):
        out = {}
        for f in dataclasses.fields(value):
            found = getattr(value, f.name)
            if found in (None, "", ()) and found == f.default:
                continue
            out[f.name] = encode(found)
        return out
    raise TypeError(f"{type(value).__name__} has no place in a ledger row")


def decode(kind: type[T], raw: Any) -> T:
    """What ``encode`` gave, as ``kind`` again. Raises TypeError when a field without a default is missing."""
    return typing.cast(T, _decoder(typing.cast(Any, kind))(raw))


def dumps(value: Any) -> str:
    """``encode`` as one line of JSON, keys sorted, so that equal values are equal texts."""
    return json.dumps(encode(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """What ``dumps`` gave, as ``kind`` again."""
    return decode(kind, json.loads(text))


@functools.cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    if kind is Span:
        return lambda raw: Span(raw[0], raw[1])
    if kind is dt.date:
        return dt.date.fromisoformat
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _tuple(args)
    if origin in (typing.Union, types.UnionType):
        return _union(args)
    if origin is dict:
        value = _decoder(args[1])
        return lambda raw: {k: value(v) for k, v in raw.items()}
    return _same


def _same(raw: Any) -> Any:
    return raw


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    fields = {f.name: _decoder(hints[f.name]) for f in dataclasses.fields(kind)}

    def build(raw: dict[str, Any]) -> Any:
        return kind(**{name: fields[name](value) for name, value in raw.items() if name in fields})

    return build


def _tuple(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _decoder(args[0])
        return lambda raw: tuple([item(x) for x in raw])
    items = [_decoder(a) for a in args]
    return lambda raw: tuple([one(x) for one, x in zip(items, raw, strict=True)])


def _union(args: tuple[Any, ...]) -> Callable[[Any], Any]:
    """None stays None; a list goes to the tuple among the choices, all else to the first other one."""
    choices = [a for a in args if a is not type(None)]
    lists = [_decoder(a) for a in choices if typing.get_origin(a) is tuple or a is Span]
    others = [_decoder(a) for a in choices if typing.get_origin(a) is not tuple and a is not Span]

    def pick(raw: Any) -> Any:
        if raw is None:
            return None
        if isinstance(raw, list) and lists:
            return lists[0](raw)
        return others[0](raw) if others else raw

    return pick
