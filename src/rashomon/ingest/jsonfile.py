"""A .json file: one report, a list of reports, or several reports one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_SPACE = " \t\n\r"


def values(text: str) -> Iterator[tuple[Any, str, int] | str]:
    """Every report object of a JSON text with the characters that spell it and the line it starts on.

    "[{…}, {…}]" gives two, "{…}" gives one, "{…}\\n{…}" gives two. Where the text stops being JSON, the last thing given is a
    sentence fragment that says where and why; what stood before it has been given already.
    """
    decoder = json.JSONDecoder()
    at, listed = _skip(text, 0), False
    if text[at : at + 1] == "[":
        at, listed = _skip(text, at + 1), True
    line, counted = 1, 0
    while at < len(text) and not (listed and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as err:
            yield f"is not JSON at line {err.lineno}, column {err.colno} ({err.msg}); mend it there"
            return
        except (RecursionError, ValueError):  # nested too deep, or a number of too many digits
            yield f"holds JSON at line {line} that is too deep or too long to be a report; take it out"
            return
        yield value, text[at:end], line
        at = _skip(text, end)
        if listed:
            if text[at : at + 1] == ",":
                at = _skip(text, at + 1)
            elif text[at : at + 1] != "]":
                yield f"is not JSON at line {1 + text.count(chr(10), 0, at)} (a comma or the closing ] is missing); mend it there"
                return
    if listed and at >= len(text):
        yield "is a list that is not closed; the file may be cut off"


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
