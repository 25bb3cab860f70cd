"""Reports that carry another's text: wire copy, cut, re-headlined or lightly rewritten.

Asked is how much of the shorter text stands in the longer (containment of three-word runs), not how alike the two are:
a paper that prints the first third of a dispatch has copied it whole.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rashomon.model import Reading, Span
from rashomon.reconcile.model import Copy, id_of

RUN = 3
"""Words in a run."""
ENOUGH = 0.35
"""Share of the shorter text's runs that makes it a copy by itself. Edited copies of one dispatch share 0.38 or more in our
reports, two reports of one event by different hands 0.08 or less."""
CREDITED = 0.2
"""Enough where the text credits the other's outlet, or repeats two of its quotations."""
COMMON = 40
"""A run that stands in more reports than this ("the ministry of defence said") points at nobody."""
FEW = 30
"""A text with fewer runs is too short to tell."""
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,300})[\"”]")


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    day: dt.date
    outlet: str
    plain: str
    runs: frozenset[int]
    quotations: frozenset[str]


def find_copies(readings: Sequence[Reading]) -> tuple[Copy, ...]:
    """The copies among the readings, each with the report it was most likely taken from, sorted by report.

    The original is the one that the other credits, else the one published first, else the longer, else the one whose
    id comes first. A report that is a copy of several is given the one that it shares most with.
    """
    texts = {t.id: t for t in map(_text, readings) if len(t.runs) >= FEW}
    best: dict[str, tuple[float, str, tuple[str, ...]]] = {}
    for a, b in _pairs(texts):
        found = _compare(a, b)
        if found is None:
            continue
        share, because = found
        original, copy = _ordered(a, b)
        known = best.get(copy.id)
        if known is None or (share, original.id) > (known[0], known[1]):
            best[copy.id] = (share, original.id, because)
    return tuple(Copy(id_of("k", copy, original), copy, original, share, why) for copy, (share, original, why) in sorted(best.items()))


def _text(reading: Reading) -> _Text:
    text = _without(reading.report.text, [d.span for d in reading.report.debris])
    words = _WORD.findall(text.casefold())
    return _Text(
        id=reading.report.id,
        day=reading.published or dt.date.max,
        outlet=(reading.report.outlet or "").casefold(),
        plain=text.casefold(),
        runs=frozenset(_number(words[i : i + RUN]) for i in range(len(words) - RUN + 1)),
        quotations=frozenset(" ".join(_WORD.findall(q.casefold())) for q in _QUOTED.findall(text)),
    )


def _without(text: str, spans: Iterable[Span]) -> str:
    for span in sorted(spans, reverse=True):
        text = text[: span.start] + " " + text[span.end :]
    return text


def _number(words: Sequence[str]) -> int:
    return hash(tuple(words))


def _pairs(texts: Mapping[str, _Text]) -> list[tuple[_Text, _Text]]:
    """Pairs that share at least a tenth of the shorter's runs, counted over runs that are not common."""
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for text in texts.values():
        for run in text.runs:
            holders[run].append(text.id)
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for ids in holders.values():
        if 2 <= len(ids) <= COMMON:
            ids.sort()
            for n, a in enumerate(ids):
                for b in ids[n + 1 :]:
                    shared[a, b] += 1
    return [(texts[a], texts[b]) for (a, b), n in sorted(shared.items()) if n >= 0.1 * min(len(texts[a].runs), len(texts[b].runs))]


def _compare(a: _Text, b: _Text) -> tuple[float, tuple[str, ...]] | None:
    share = round(len(a.runs & b.runs) / min(len(a.runs), len(b.runs)), 3)
    because = [f"{share:.0%} of the shorter text's runs of {RUN} words stand in the other"]
    quotations = len(a.quotations & b.quotations)
    if quotations:
        because.append(f"{quotations} quotations are the same")
    if _credits(a, b) or _credits(b, a):
        because.append("one credits the other's outlet")
    more = len(because) > 1 and (quotations >= 2 or because[-1].startswith("one credits"))
    return (share, tuple(because)) if share >= (CREDITED if more else ENOUGH) else None


def _credits(text: _Text, other: _Text) -> bool:
    """Whether a text names the other's outlet: in full, or by its first word in brackets, as datelines do ("(Tarvos)")."""
    if not other.outlet or text.outlet == other.outlet:
        return False
    return other.outlet in text.plain or f"({other.outlet.split()[0]})" in text.plain


def _ordered(a: _Text, b: _Text) -> tuple[_Text, _Text]:
    """The pair as (original, copy)."""

    def key(text: _Text, other: _Text) -> tuple[bool, dt.date, int, str]:
        return (_credits(text, other), text.day, -len(text.runs), text.id)

    return (a, b) if key(a, b) <= key(b, a) else (b, a)
