"""Who is named: parties, persons, organisations and their offices, in running text, with one canonical name each.

``find_names`` reads a text (the rules are in name_reader.py), ``carry_surnames`` carries names over a whole report: later surnames,
acronyms that the report explains, offices whose holder it has named.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from rashomon.lexicon import fold
from rashomon.model import NameMention, Span, Trace
from rashomon.read.name_index import SMALL, NameIndex, Tok, surname, tokens
from rashomon.read.name_reader import NOT_PERSONS, Reader


def find_names(text: str, offset: int = 0, *, index: NameIndex, day: dt.date | None = None) -> list[NameMention]:
    """The names in a text, in order, none overlapping.

    In: a text (a report or a sentence), the offset of its first character in the report, the index, and the day of the report when it
    is known (it decides between holders of one name). Out: mentions with spans in the report, ``text`` as written and ``name`` canonical.

    "Azerbaijan's Defense Ministry said on Monday" gives "Azerbaijan Ministry of Defence", an organisation whose party is Azerbaijan;
    "Hamas-run health ministry" gives "Gaza Health Ministry"; "Syrian troops" gives the party "Syria", "Syrian rebels" a party of that name.
    A bare "the ministry" or "the army" is left to whoever knows the report.
    """
    reader = Reader(text, index, day)
    return [
        NameMention(Span(m.span.start + offset, m.span.end + offset), m.text, m.name, m.kind, m.party, m.trace, m.speaks_for, m.office)
        for m in reader.read()
    ]


def carry_surnames(mentions: list[NameMention], text: str) -> list[NameMention]:
    """The mentions of a report, and with them the later shorter forms of names that it gave in full.

    In: what ``find_names`` gave for the whole report (spans in ``text``). Out: those and, in order of place, a mention for each bare
    surname of a person named before ("Mr Beglaryan", "Sarumyan said") and for each acronym that the report itself
    explains ("the Sudan Doctors Network (SDN)"), under the full name. A title with a bare surname takes the full name too.
    """
    toks = tokens(text)
    taken = sorted((m.span.start, m.span.end) for m in mentions)
    full: dict[str, NameMention] = {}
    short: dict[str, NameMention] = {}
    out: list[NameMention] = []
    for m in sorted(mentions, key=lambda m: m.span.start):
        if m.kind == "person":
            m = _filled(m, full)
            if " " in m.name or "-" in m.name:
                full.setdefault(surname(m.name), m)
        elif m.kind == "office" and m.trace.rule == "office_of_party":
            m = _held(m, [*full.values()])
        elif m.kind in ("organisation", "party"):
            acronym = _acronym_after(m, text)
            if acronym:
                short.setdefault(acronym, m)
        out.append(m)
    first = {key: m.span.end for key, m in full.items()}
    blocked = iter([*taken, (len(text) + 1, len(text) + 1)])
    hold = next(blocked)
    for at, tok in enumerate(toks):
        while tok.start >= hold[1]:
            hold = next(blocked)
        if tok.start >= hold[0] or not tok.upper:
            continue
        who = full.get(tok.key)
        if who and tok.start > first[tok.key] and len(tok.word) > 2 and not _goes_on(toks, at):
            out.append(
                replace(who, span=Span(tok.start, tok.end), text=tok.word, trace=Trace("surname_of_earlier_person", who.trace.entries))
            )
        elif tok.word in short and tok.start > short[tok.word].span.end:
            body = short[tok.word]
            out.append(
                replace(body, span=Span(tok.start, tok.end), text=tok.word, trace=Trace("acronym_explained_earlier", body.trace.entries))
            )
    return sorted(out, key=lambda m: (m.span.start, m.span.end))


def _filled(m: NameMention, full: dict[str, NameMention]) -> NameMention:
    """A surname after a title, under the full name that the report gave before; the party and office come with it."""
    known = full.get(surname(m.name))
    if known is None or m.trace.rule == "known_person":
        return m
    if " " not in m.name:
        return replace(
            m, name=known.name, party=known.party or m.party, speaks_for=known.speaks_for or m.speaks_for, office=known.office or m.office
        )
    if known.name == m.name:
        return replace(m, party=m.party or known.party, speaks_for=m.speaks_for or known.speaks_for, office=m.office or known.office)
    return m


def _held(m: NameMention, persons: list[NameMention]) -> NameMention:
    """An office whose holder the report has named: "the Turkish president" after "Recep Tayyip Erdogan"."""
    office = m.name.split(" ", 1)[-1]
    for who in persons:
        if who.party == m.party and who.office and m.name.endswith(who.office) and office.endswith(who.office):
            return replace(m, name=who.name, kind="person", office=who.office, trace=Trace("office_holder_named_earlier", m.trace.entries))
    return m


def _acronym_after(m: NameMention, text: str) -> str | None:
    """The acronym in brackets after a name, when its letters are initials of the name: "Sudan Doctors Network (SDN)"."""
    rest = text[m.span.end : m.span.end + 14]
    if not rest.startswith(" (") or ")" not in rest:
        return None
    acronym = rest[2 : rest.index(")")].strip("\"'“”‘’ ")
    if not (2 <= len(acronym) <= 9 and acronym.isalnum() and sum(c.isupper() for c in acronym) >= 2):
        return None
    initials = [w[0] for w in fold(m.text).replace("-", " ").split()]
    return acronym if acronym[0].casefold() in initials else None


def _goes_on(toks: list[Tok], at: int) -> bool:
    """Whether a surname is part of a longer name that was not read: "Sarah Putin", "Assad Airport"."""
    tok = toks[at]
    before = toks[at - 1] if at and tok.tied else None
    after = toks[at + 1] if at + 1 < len(toks) and toks[at + 1].tied and toks[at + 1].gap == " " else None
    named = (
        before is not None
        and before.upper
        and tok.gap == " "
        and before.key not in NOT_PERSONS
        and before.key not in SMALL
        and not _is_title(before)
    )
    return named or (after is not None and after.upper and after.key not in NOT_PERSONS and after.word[0].isalpha())


def _is_title(tok: Tok) -> bool:
    return tok.key in {
        "president",
        "minister",
        "general",
        "gen",
        "col",
        "colonel",
        "mr",
        "mrs",
        "ms",
        "dr",
        "chancellor",
        "secretary",
        "governor",
        "sheikh",
    }
