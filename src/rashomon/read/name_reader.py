"""The rules by which names are read in running text, one method each: what stands around a known name, and unknown names.

Names known to the lexicons are looked up; an organ after a country's name ("Azerbaijan's Defense Ministry"), a title before a person's
("Armenian army spokesman Surin Sarumyan"), a head noun at the end of a capitalised run ("the Harvest Committee") are read by rule.
No parse is needed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz

from rashomon.lexicon import NameWords, Official, Organ, Party, fold, load
from rashomon.model import NameKind, NameMention, Span, Trace
from rashomon.read.name_index import Known, NameIndex, surname

_WORDS = {name: frozenset(entry.forms) for name, entry in load("name_words.toml", NameWords).items()}
_FILLERS = _WORDS["fillers"]
_SIDED = _WORDS["sided"]
_RULED = _WORDS["ruled"]
_WHERE = _WORDS["where"]
_PLACED = _WORDS["placed"]
_PLACE_OF = _WORDS["place of"]
_LOYAL = _WORDS["loyal to"]
_SPEAKING = _WORDS["speaking"]
NOT_PERSONS = _WORDS["not persons"]
_ARMED_HEADS = _WORDS["armed heads"]
_ARMED_FIRST = _WORDS["armed first"]
_BODY_HEADS = _WORDS["body heads"]
_LOCAL_FIRST = _WORDS["local first"]
_PLACE_NOUNS = _WORDS["place nouns"]
_PARTICLES = _WORDS["particles"]
_GIVEN_NAMES = _WORDS["given names"]
_US_STATE = _WORDS["American Georgia"]
_STOPPED = _WORDS["shouted"]
_LOCAL = {
    "police",
    "authorities",
    "residents",
    "Civil Defence",
    "Emergency Service",
    "health authorities",
    "activists",
    "Prosecutor General's Office",
    "security forces",
}
"""Organs (by entry) that a town or province may have."""
_LINKS = {"of", "for", "and", "the", "in", "on", "against", "to", "de", "without"}
_RANKLIKE = {"officer", "courtesy", "doctor"}
"""Titles (by entry) that say no office: one that stands beside them is taken instead."""


@dataclass(frozen=True, slots=True)
class _Body:
    """A party or an institution read at a token: where it ends, what it is called, whose it is."""

    end: int
    name: str
    kind: NameKind
    party: str | None
    rule: str
    entries: tuple[str, ...]
    lexical: Party | None = None
    """The party itself when nothing but the party was named."""
    quiet: bool = False
    """Read, but not as an actor: "in Baku", "Iran-backed"."""


class Reader:
    """One pass over one text."""

    def __init__(self, text: str, index: NameIndex, day: dt.date | None) -> None:
        self.text = text
        self.index = index
        self.day = day
        self.toks = index.tokens(text)
        self.size = len(self.toks)
        self._parties: set[str] | None = None

    def read(self) -> list[NameMention]:
        out: list[NameMention] = []
        at = 0
        starts = self.index.starts
        while at < self.size:
            tok = self.toks[at]
            if tok.key not in starts and not tok.upper:
                at += 1
                continue
            found, at = self.at(at)
            if found:
                out.append(found)
        return out

    def at(self, at: int) -> tuple[NameMention | None, int]:
        """What stands at a token, and the token to go on from."""
        known = self.match(at)
        if known and known[1].how == "trap":
            return None, at + known[0]
        if known and known[1].how == "person":
            return self.person_or_side(at, known[0], known[1])
        if known and self.is_part_of_person(at, known[0], known[1]):
            end = self.name_run(at)
            return (self.bare_person(at, end), end) if end - at > 1 else (None, at + known[0])
        leaning = self.leaning(at) or self.against_government(at)
        if leaning:
            return self.mention(at, leaning), leaning.end
        body = self.body(at, known) if known else self.organ_of(at)
        named = self.unknown_body(at) if body and self.toks[at].upper else None
        if body and named and named[1] > body.end:
            return (replace(named[0], party=named[0].party or body.party), named[1]) if named[0] else named
        if body:
            return self.after_body(at, body)
        title = self.index.match_title(self.toks, at)
        if title:
            found = self.titled(at, None)
            if found:
                return found
        if self.toks[at].upper:
            return self.capitalised(at)
        return None, at + 1

    # Lexicon look-up and its traps

    def match(self, at: int) -> tuple[int, Known] | None:
        found = self.index.match(self.toks, at, self.day)
        if not found:
            return None
        if found[0] == 1:
            tok = self.toks[at]
            if tok.word in _STOPPED and self.shouted(at):
                return None
            if tok.gap == "'" and at and tok.key in ("s", "d"):
                return None
        return found

    def shouted(self, at: int) -> bool:
        """Whether the words around an acronym are all capitals, so that "US" may be "us"."""
        near = [t.word for t in self.toks[max(0, at - 2) : at + 3] if len(t.word) > 3 and t.word.isalpha()]
        return bool(near) and all(w.isupper() for w in near)

    def is_part_of_person(self, at: int, n: int, known: Known) -> bool:
        """Whether a country's name is a person's: "Jordan Bardella", "Michael Jordan", "Israel Ortiz"."""
        if n > 1 or known.how == "organisation":
            return False
        tok = self.toks[at]
        if tok.word == "Georgia" and any(f"{s}" in self.text for s in _US_STATE) and "Tbilisi" not in self.text:
            return True
        if tok.word not in _GIVEN_NAMES:
            return False
        after = self.toks[at + 1] if at + 1 < self.size else None
        if after and after.tied and after.gap == " " and after.upper and self.is_plain(at + 1):
            return True
        before = self.toks[at - 1] if at else None
        return bool(before and tok.gap == " " and before.upper and self.is_plain(at - 1) and not self.starts_sentence(at - 1))

    def is_plain(self, at: int) -> bool:
        """A capitalised word that no lexicon knows: so likely a part of a person's name."""
        tok = self.toks[at]
        return (
            tok.key not in NOT_PERSONS
            and not tok.word.isupper()
            and len(tok.word) > 1
            and not self.index.match(self.toks, at)
            and not self.index.match_organ(self.toks, at)
            and not self.index.match_title(self.toks, at)
            and tok.key not in _BODY_HEADS
            and tok.key not in _ARMED_HEADS
            and tok.key not in _SIDED
        )

    def starts_sentence(self, at: int) -> bool:
        if at == 0:
            return True
        gap = self.toks[at].gap
        return "\n" in gap or any(c in gap for c in '.!?:;"“”') and not self.toks[at].tied

    # Parties and institutions

    def body(self, at: int, known: tuple[int, Known] | None = None) -> _Body | None:
        """A party, an organisation, or an organ of either, from a token on."""
        known = known or self.match(at)
        if known and known[1].how in ("trap", "person"):
            return None
        if known:
            return self.party_body(at, *known)
        return self.organ_of(at)

    def party_body(self, at: int, n: int, known: Known) -> _Body | None:
        end = at + n
        body = self.plain_body(at, end, known)
        sided = self.sided(end)
        if sided:
            return self.sided_body(at, end, body, known)
        organ_at = self.skip_fillers(self.skip_possessive(end))
        organ = self.index.match_organ(self.toks, organ_at) if organ_at < self.size and self.near(end, organ_at) else None
        if organ and known.party and not (known.how == "people" and organ_at == end):
            after = organ_at + organ[0]
            if self.is_person_next(organ_at, organ[0]) or self.is_adjective(organ_at, after):
                return body
            if organ[1].kind == "party" and after < self.size and self.toks[after].tied and self.is_group(after):
                return replace(body, end=after, quiet=True, lexical=None)  # "the Lebanese armed group Hezbollah"
            return self.composed(known.party, organ[1], organ_at + organ[0], "party_then_organ", body.entries)
        if organ and known.organisation and organ[1].kind == "office" and known.organisation.kind not in ("agency", "media"):
            return replace(body, end=organ_at + organ[0])
        return body

    def is_adjective(self, at: int, end: int) -> bool:
        """Whether "official" only describes the name after it: "Syria's official SANA agency"."""
        return end - at == 1 and self.toks[at].key == "official" and end < self.size and self.toks[end].tied and self.toks[end].upper

    def is_group(self, at: int) -> bool:
        """Whether an armed group is named at a token."""
        known = self.match(at)
        return bool(known and known[1].party and known[1].party.kind == "group" and not self.index.is_people(known[1].party))

    def is_person_next(self, at: int, n: int) -> bool:
        """Whether what looks like an organ begins a longer title: "Defence" of "army chief of staff" is read as the army's chief."""
        title = self.index.match_title(self.toks, at)
        if not title or title[0] < n:
            return False
        end = at + n
        return title[0] > n or (end < self.size and self.toks[end].tied and self.toks[end].gap == " " and self.person_at(end) is not None)

    def plain_body(self, at: int, end: int, known: Known) -> _Body:
        if known.organisation:
            body = known.organisation
            kind: NameKind = "party" if body.kind == "bloc" else "office" if body.kind == "office" else "organisation"
            return _Body(end, body.name, kind, body.party or None, "known_organisation", (known.entry,))
        party = known.party
        assert party is not None
        if known.how == "member":
            organ = next((o for o in self.index.organs.values() if o.name == "military"), None)
            if party.kind == "state" and organ:
                return _Body(end, self.index.composed(party, organ), "organisation", party.name, "known_force", (known.entry,))
            return _Body(end, party.name, "party", party.name, "known_force", (known.entry,))
        if known.how == "capital":
            quiet = not self.is_metonym(at, end)
            return _Body(end, party.name, "party", party.name, "capital_for_its_government", (known.entry,), party, quiet)
        return _Body(end, party.name, "party", party.name, "known_party", (known.entry,), party)

    def is_metonym(self, at: int, end: int) -> bool:
        """Whether a capital stands for its government ("Baku said", "talks with Tehran") rather than for the city ("in Baku")."""
        if self.toks[at].word.isupper():  # a dateline: "BEIRUT, Oct 3"
            return False
        before = self.toks[at - 1].key if at and self.toks[at].tied else ""
        if before == "the" and at > 1:
            before = self.toks[at - 2].key
        after = self.toks[end].key if end < self.size and self.toks[end].tied else ""
        if before in _WHERE or after in _PLACED:
            return False
        if before in ("of", "from", "to"):
            other = self.toks[at - 2].key if at > 1 else ""
            if before == "of":
                return other not in _PLACE_OF
            return other in _LOYAL
        rest = self.text[self.toks[end - 1].end : self.toks[end - 1].end + 3]
        if rest.startswith((" (", " —", " –", " --", " - ", " |")):
            return False
        if rest.startswith(",") and end < self.size and self.toks[end].upper:
            return False
        return not (self.starts_sentence(at) and rest.startswith(":"))

    def sided(self, at: int) -> bool:
        return at < self.size and self.toks[at].key in _SIDED and self.toks[at].tied and self.toks[at].gap in ("-", "‑", "–", ".-")

    def sided_body(self, at: int, end: int, body: _Body, known: Known) -> _Body:
        """A compound: "Saudi-led coalition", "Hamas-run health ministry", "Iran-backed militias", "Russian-installed governor"."""
        word = self.toks[end].key
        after = self.skip_fillers(end + 1)
        organ = self.index.match_organ(self.toks, after) if after < self.size and self.near(end + 1, after) else None
        party = known.party
        if organ and party and word in _RULED and organ[1].kind == "organisation":
            return self.composed(party, organ[1], after + organ[0], "run_by", body.entries)
        head = self.toks[after].key if after < self.size and self.near(end + 1, after) else ""
        blocs = {"coalition", "alliance", "force", "mission"}
        if (
            party
            and word == "led"
            and (
                head in blocs
                or (head in ("military", "international", "multinational") and after + 1 < self.size and self.toks[after + 1].key in blocs)
            )
        ):
            stop = after + (1 if head in blocs else 2)
            stop += 1 if stop < self.size and self.toks[stop].tied and self.toks[stop].key == "forces" else 0
            name = f"{self.index.adjective(party)}-led {'coalition' if head in ('alliance', 'military', 'international') else head}"
            return _Body(stop, name, "party", name, "led_coalition", body.entries)
        if (
            party
            and organ
            and organ[1].kind == "party"
            and word in ("backed", "supported", "allied", "aligned", "led", "affiliated", "linked", "funded")
        ):
            name = f"{self.index.adjective(party)}-{word} {self.text[self.toks[after].start : self.toks[after + organ[0] - 1].end]}"
            return _Body(after + organ[0], name, "party", name, "backed_fighters", body.entries)
        return replace(body, end=end + 1, quiet=True, lexical=None)

    def composed(self, party: Party, organ: Organ, end: int, rule: str, entries: tuple[str, ...]) -> _Body:
        name = self.index.composed(party, organ)
        whose = party.name
        kind: NameKind = organ.kind
        if name == party.name:
            kind = "party"
        elif organ.kind == "party" and organ.name != "government":
            whose = name
        return _Body(end, name, kind, whose, rule, (*entries, f"organs: {organ.name}"))

    def organ_of(self, at: int) -> _Body | None:
        """The organ first: "the Ministry of Defence of Azerbaijan", "the health ministry in Gaza"."""
        organ = self.index.match_organ(self.toks, at)
        if not organ:
            return None
        end = at + organ[0]
        if end >= self.size or not self.toks[end].tied:
            return None
        link = self.toks[end].key
        wants = {"of", "in", "for"} if organ[1].kind != "party" else {"of", "in"} if organ[1].name == "government" else {"of"}
        if link not in wants or (link == "in" and organ[1].name in ("military", "media", "journalists", "residents", "Embassy")):
            return None
        start = end + 1
        if start < self.size and self.toks[start].key == "the":
            start += 1
        if start >= self.size or not self.near(end, start):
            return None
        known = self.match(start)
        if known and known[1].party and self.sided(start + known[0]):  # "the health ministry in Hamas-run Gaza"
            start += known[0] + 1
            known = self.match(start) if start < self.size else None
        if not known or not known[1].party:
            return None
        if known[1].how in ("adjective", "people") and known[1].name not in ("Palestinians",) and not self.index.is_people(known[1].party):
            return None
        if known[1].how == "capital" and organ[1].kind == "party":
            return None
        return self.composed(known[1].party, organ[1], start + known[0], "organ_of_party", (known[1].entry,))

    def leaning(self, at: int) -> _Body | None:
        """Fighters named by whom they lean to: "pro-Russian separatists", "anti-Assad rebels"."""
        if self.toks[at].key not in ("pro", "anti") or at + 1 >= self.size or self.toks[at + 1].gap not in ("-", "‑"):
            return None
        known = self.match(at + 1)
        if not known or not (known[1].party or known[1].official):
            return None
        after = at + 1 + known[0]
        organ = self.index.match_organ(self.toks, after) if after < self.size and self.near(after, after) else None
        if not organ or organ[1].kind != "party":
            return None
        end = after + organ[0]
        who = known[1].official
        led = self.index.parties.get(who.party) if who else None
        if known[1].party is None and self.toks[at].key == "pro" and led:
            return self.governing(led, end, (known[1].entry,))
        if known[1].party is None:
            name = self.text[self.toks[at].start : self.toks[end - 1].end]
            return _Body(end, name, "party", name, "leaning_fighters", (known[1].entry,))
        name = f"{self.toks[at].key}-{self.index.adjective(known[1].party)} {self.text[self.toks[after].start : self.toks[end - 1].end]}"
        return _Body(end, name, "party", name, "leaning_fighters", (known[1].entry,))

    def against_government(self, at: int) -> _Body | None:
        """Unnamed people by their stand: "anti-government activists"; "pro-government militia" is left to the report's context."""
        if self.toks[at].key != "anti" or at + 2 >= self.size or self.toks[at + 1].key not in ("government", "regime", "junta", "coup"):
            return None
        organ = self.index.match_organ(self.toks, at + 2)
        if not organ or not self.toks[at + 2].tied or organ[1].kind == "organisation":
            return None
        end = at + 2 + organ[0]
        name = self.text[self.toks[at].start : self.toks[end - 1].end].lower()
        return _Body(
            end, name, "party" if organ[1].kind == "party" else "office", name, "against_government", (f"organs: {organ[1].name}",)
        )

    def skip_possessive(self, at: int) -> int:
        """Past the s of "Armenia's"; the bare apostrophe of "the Houthis'" is a gap and needs no skipping."""
        if at < self.size and self.toks[at].key == "s" and self.toks[at].gap in ("'", "’", "‘", "`"):
            return at + 1
        return at

    def skip_fillers(self, at: int) -> int:
        start = at
        while at < self.size and at - start < 2 and self.toks[at].key in _FILLERS and not self.index.match_organ(self.toks, at):
            if self.index.match_title(self.toks, at):
                break
            at += 1
        return at

    def near(self, start: int, end: int) -> bool:
        """Whether the tokens from ``start`` to ``end`` follow with nothing but spaces and apostrophes between."""
        for tok in self.toks[start : end + 1]:
            if not tok.tied and tok.gap.strip() not in ("'", "’"):
                return False
            if "\n" in tok.gap.strip(" ") and tok.gap.count("\n") > 1:
                return False
        return True

    def after_body(self, at: int, body: _Body) -> tuple[NameMention | None, int]:
        """A body, or the person whose title follows it: "Armenian Prime Minister Nikol Pashinyan"."""
        if not body.quiet:
            next_at = self.skip_fillers(self.skip_possessive(body.end))
            if next_at < self.size and self.near(body.end, next_at) and self.index.match_title(self.toks, next_at):
                found = self.titled(next_at, body, at)
                if found:
                    return found
        if body.quiet:
            return None, body.end
        return self.mention(at, body), body.end

    def mention(self, at: int, body: _Body) -> NameMention:
        span = Span(self.toks[at].start, self.toks[body.end - 1].end)
        return NameMention(span, span.within(self.text), body.name, body.kind, body.party, Trace(body.rule, body.entries))

    # Persons

    def known_person(self, at: int, n: int, known: Known) -> NameMention:
        who = known.official
        assert who is not None
        span = Span(self.toks[at].start, self.toks[at + n - 1].end)
        return NameMention(
            span,
            span.within(self.text),
            who.name,
            "person",
            who.party or None,
            Trace("known_person", (known.entry,)),
            who.institution or None,
            who.office or None,
        )

    def person_or_side(self, at: int, n: int, known: Known) -> tuple[NameMention | None, int]:
        """A known person, or the side that is named after one: "Assad's forces" is the Syrian government, "Haftar's troops" his army."""
        end = at + n
        if self.bears_more(at, n, known):
            stop = self.name_run(at)
            if stop > end and self.name_run(at) - at <= 5:
                return self.unknown_person(at, stop), stop
            return None, end
        side = self.side_of_leader(end, known)
        if side:
            return self.mention(at, side), side.end
        if not self.is_likely(n, at, known):
            return None, end
        return self.known_person(at, n, known), end

    def bears_more(self, at: int, n: int, known: Known) -> bool:
        """Whether a known surname or forename is part of another's name: "Abbas Ibrahim", "Melania Trump", "Saleh Muhammad"."""
        if (
            n > 1
            and " " in known.name
            and self.toks[at].upper
            and len(known.demands) > 1
            and not self.toks[at].key.startswith(("al", "el"))
        ):
            return False
        end = at + n
        if end < self.size and self.toks[end].tied and self.toks[end].gap == " " and self.toks[end].upper and self.is_plain(end):
            return True
        before = at - 1
        return bool(
            at
            and self.toks[at].tied
            and self.toks[at].gap in (" ", "-")
            and self.toks[before].upper
            and self.is_plain(before)
            and not self.starts_sentence(before)
        )

    def unknown_person(self, at: int, end: int) -> NameMention | None:
        """A capitalised run as a person, when it speaks or is presented; else nothing."""
        presented = self.presented(end)
        if presented:
            return self.introduced((end, None), presented[0], presented[1], at)
        return self.bare_person(at, end) if end < self.size and self.toks[end].tied and self.toks[end].key in _SPEAKING else None

    def side_of_leader(self, at: int, known: Known) -> _Body | None:
        """What a leader's name and an organ after it stand for: "Assad's troops", "the Gaddafi regime"."""
        who = known.official
        party = self.index.parties.get(who.party) if who else None
        if party is None or who is None or who.office not in ("president", "prime minister", "leader", "commander", "king"):
            return None
        organ_at = self.skip_fillers(self.skip_possessive(at))
        organ = self.index.match_organ(self.toks, organ_at) if organ_at < self.size and self.near(at, organ_at) else None
        if not organ or not (organ[1].kind == "party" or organ[1].name == "military"):
            return None
        end = organ_at + organ[0]
        if end < self.size and self.index.match_title(self.toks, end) and organ[1].name == "military":
            return None
        return self.governing(party, end, (known.entry, f"organs: {organ[1].name}"))

    def governing(self, party: Party, end: int, entries: tuple[str, ...]) -> _Body:
        """The side that a party's leader leads: a state's government, or the group itself."""
        government = next((o for o in self.index.organs.values() if o.name == "government"), None)
        name = self.index.composed(party, government) if party.kind == "state" and government else party.name
        return _Body(end, name, "party", party.name, "side_of_leader", entries)

    def is_likely(self, n: int, at: int, known: Known) -> bool:
        """Whether a bare name that several bear means the one on file: only where the report names that one's party too."""
        if n > 1 or known.profile or len(self.index.common.get(self.toks[at].key, ())) < 2:
            return True
        if at and self.index.match_title(self.toks, at - 1):
            return True
        who = known.official
        return who is not None and who.party in self.party_names()

    def party_names(self) -> set[str]:
        """The parties named anywhere in the text; worked out when first asked for."""
        if self._parties is None:
            self._parties = set()
            for at in range(self.size):
                found = self.index.match(self.toks, at, self.day)
                if found and found[1].party:
                    self._parties.add(found[1].party.name)
                elif found and found[1].official and found[0] > 1:
                    self._parties.add(found[1].official.party)
        return self._parties

    def titled(self, at: int, body: _Body | None, start: int | None = None) -> tuple[NameMention | None, int] | None:
        """A title and the person it introduces, with the party or institution that stands before or after the title.

        "Maj. Gen. Herzi Halevi" · "a spokesman for the Lebanese army, Ali Kanso" · "Karabakh army spokesman Surin Sarumyan"
        """
        office = ""
        end = at
        while end < self.size and (end == at or self.toks[end].tied):
            title = self.index.match_title(self.toks, end)
            if not title:
                break
            office = title[1] if not office or office in _RANKLIKE else office
            end += title[0]
        name_at = end
        if body is None and end < self.size and self.toks[end].key in ("of", "for", "at", "to", "with") and self.toks[end].tied:
            inner_at = end + 1 + (end + 1 < self.size and self.toks[end + 1].key in ("the", "s"))
            inner = self.body(inner_at) if inner_at < self.size and self.near(end, inner_at) else None
            if inner is None:
                return None
            name_at = self.skip_titles(inner.end)
            comma = name_at < self.size and (self.toks[name_at].gap in (", ", ",") or name_at > inner.end)
            if not (name_at < self.size and (comma or self.toks[name_at].gap == " ") and self.name_run(name_at) - name_at >= 2):
                return None
            person = self.person_at(name_at)
            return (self.introduced(person, office, inner, name_at), person[0]) if person else None
        if body is not None and end < self.size and self.toks[end].key in ("of", "for", "to", "in") and self.toks[end].tied:
            inner_at = end + 1 + (end + 1 < self.size and self.toks[end + 1].key == "the")
            inner = self.body(inner_at) if inner_at < self.size and self.near(end, inner_at) else None
            if inner and inner.end < self.size and self.toks[inner.end].gap in (" ", ", ") and self.name_run(inner.end) - inner.end >= 2:
                person = self.person_at(inner.end)
                if person:
                    return self.introduced(person, office, body, inner.end), person[0]
        if name_at < self.size and (self.toks[name_at].tied or self.toks[name_at].gap == ", "):
            needs = 2 if self.toks[name_at].gap == ", " or office == "king" else 1
            name_at = self.skip_titles(name_at)
            person = self.person_at(name_at)
            if (
                person
                and (person[1] or person[0] - name_at >= needs)
                and (person[1] or self.toks[at].upper or body or person[0] - name_at > 1)
            ):
                if not (person[1] is None and office in ("courtesy", "witness") and person[0] - name_at < 1):
                    return self.introduced(person, office, body, name_at), person[0]
        if body is None or start is None:
            return None
        if office == "spokesperson":
            spoken = replace(
                body, end=end, kind="office" if body.kind == "organisation" else body.kind, rule="spokesperson_of", lexical=None
            )
            return self.mention(start, spoken), end
        if body.lexical and office in (
            "president",
            "prime minister",
            "foreign minister",
            "defence minister",
            "interior minister",
            "health minister",
        ):
            holder = self.holder(body.lexical.name, office)
            if holder:
                span = Span(self.toks[start].start, self.toks[end - 1].end)
                trace = Trace("office_holder_on_the_day", (*body.entries, f"officials: {holder.name}"))
                return NameMention(span, span.within(self.text), holder.name, "person", holder.party, trace, None, holder.office), end
            name = f"{self.index.adjective(body.lexical)} {office}"
            return self.mention(start, replace(body, end=end, name=name, kind="office", rule="office_of_party", lexical=None)), end
        return None

    def skip_titles(self, at: int) -> int:
        """Past the ranks before a name: "Rear Admiral" of "the army's spokesman, Rear Admiral Ivan X"."""
        while at < self.size and (title := self.index.match_title(self.toks, at)) and at + title[0] < self.size and self.toks[at].upper:
            if not self.toks[at + title[0]].tied:
                break
            at += title[0]
        return at

    def holder(self, party: str, office: str) -> Official | None:
        """Who held an office on the day of the report: "Azerbaijan's president"; None unless the day is known and one person fits."""
        if self.day is None:
            return None
        fitting = [
            o
            for o in self.index.of_office(office)
            if o.party == party and o.since and o.since <= self.day and (not o.until or self.day <= o.until)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def person_at(self, at: int) -> tuple[int, Known | None] | None:
        """A person's name from a token on: (token after it, the lexicon's person or None)."""
        known = self.match(at)
        if known and known[1].how == "person":
            return at + known[0], known[1]
        if known and known[1].how in ("organisation", "trap"):
            return None
        end = self.name_run(at)
        return (end, None) if end > at else None

    def introduced(self, person: tuple[int, Known | None], office: str, body: _Body | None, at: int) -> NameMention:
        end, known = person
        speaks_for = body.name if body and office == "spokesperson" else None
        party = body.party if body else None
        if known:
            found = self.known_person(at, end - at, known)
            return replace(found, speaks_for=found.speaks_for or speaks_for, office=found.office or office or None)
        span = Span(self.toks[at].start, self.toks[end - 1].end)
        text = span.within(self.text)
        alike = self.misspelt(text, office, body)
        if alike:
            return replace(alike, span=span, text=text, speaks_for=alike.speaks_for or speaks_for)
        name = " ".join(text.split())
        entries = body.entries if body else ()
        return NameMention(
            span,
            text,
            name,
            "person",
            party,
            Trace("title_then_name", entries),
            speaks_for,
            None if office in ("courtesy", "witness") else office or None,
        )

    def misspelt(self, text: str, office: str, body: _Body | None) -> NameMention | None:
        """An official whose name is nearly the one written, of the same office and party: "Armenian Prime Minister Nicole Pashinyan".

        Without a party beside the name ("mayor Vitaliy Klychko"), the official's party must be named in the text. Spellings are compared
        as they sound, so that a transliteration of its own ("Pogosian", "Poghosyan") is no difference.
        """
        if " " not in text or not office:
            return None
        written, last = _sounding(text), _sounding(surname(text))
        best: tuple[float, Official | None] = (0.0, None)
        for who in self.index.of_office(office):
            if (who.party != body.party) if body and body.party else (who.party not in self.party_names()):
                continue
            if self.day and ((who.since and self.day < who.since) or (who.until and self.day > who.until)):
                continue
            score = max(fuzz.ratio(written, _sounding(form)) for form in (who.name, *who.forms) if " " in form or form == who.name)
            if score >= 82 and score > best[0] and fuzz.ratio(last, _sounding(surname(who.name))) >= 80:
                best = (score, who)
        found = best[1]
        if found is None:
            return None
        return NameMention(
            Span(0, 0),
            text,
            found.name,
            "person",
            found.party,
            Trace("misspelt_name", (f"officials: {found.name}",)),
            found.institution or None,
            found.office,
        )

    def name_run(self, at: int) -> int:
        """Where a run of capitalised words that may be a person's name ends: "Ahmed al-Sharaa", "Vivian van de Perre", "Jean-Pierre L."."""
        end = at
        words = 0
        if self.toks[at].key in NOT_PERSONS:
            return at
        while end < self.size and words < 5:
            tok = self.toks[end]
            if end > at and not (tok.tied and "\n" not in tok.gap):
                break
            if tok.gap in ("'", "’") and tok.key == "s" and end > at:
                break
            if end > at and tok.gap in ("'", "’", "‘", "ʼ", "`") and len(tok.word) > 1:
                end, words = end + 1, words
                continue
            joined = end > at and tok.gap == "-"
            if tok.upper and (joined or self.may_name(end, first=end == at)):
                end, words = end + 1, words + 1
            elif tok.key in _PARTICLES and self.leads_on(end):
                end += 1
            else:
                break
        while end > at and self.toks[end - 1].key in _PARTICLES and not self.toks[end - 1].upper:
            end -= 1
        return end

    def may_name(self, at: int, *, first: bool) -> bool:
        tok = self.toks[at]
        if tok.key in NOT_PERSONS or tok.word.isdigit() or (tok.word.isupper() and len(tok.word) > 2):
            return False
        known = self.index.match(self.toks, at)
        if known and known[0] > 1 and known[1].how != "person":
            return False
        if first and known and known[1].how in ("adjective", "people", "organisation"):
            return False
        if tok.key in _BODY_HEADS:
            return False
        return not (self.index.match_organ(self.toks, at) and tok.key not in ("force",))

    def leads_on(self, at: int) -> bool:
        """Whether a particle is followed, after at most two more, by a capitalised word."""
        for step in range(1, 4):
            if at + step >= self.size or not self.toks[at + step].tied:
                return False
            nxt = self.toks[at + step]
            if nxt.upper:
                return True
            if nxt.key not in _PARTICLES:
                return False
        return False

    def bare_person(self, at: int, end: int) -> NameMention:
        span = Span(self.toks[at].start, self.toks[end - 1].end)
        return NameMention(span, span.within(self.text), " ".join(span.within(self.text).split()), "person", None, Trace("capitalised_run"))

    def capitalised(self, at: int) -> tuple[NameMention | None, int]:
        """A run of capitalised words that no lexicon knows: a body by its head noun, or a person who speaks or is presented."""
        body = self.unknown_body(at)
        if body:
            return body
        if self.toks[at].key in _ARMED_FIRST and at + 1 < self.size and self.toks[at + 1].tied:
            stop = self.name_run(at)
            if stop - at >= 2:
                span = Span(self.toks[at].start, self.toks[stop - 1].end)
                name = " ".join(span.within(self.text).split())
                return NameMention(span, span.within(self.text), name, "party", name, Trace("armed_group_by_first_word")), stop
        end = self.name_run(at)
        local = self.local_body(at, end)
        if local:
            return local
        if end - at < 2 or end - at > 5 or self.index.match_title(self.toks, at):
            return None, at + 1
        presented = self.presented(end)
        if presented:
            office, inner = presented
            return self.introduced((end, None), office, inner, at), end
        words = [t.key for t in self.toks[at:end]]
        if not set(words) & (_BODY_HEADS | _ARMED_HEADS | NOT_PERSONS) and (self.described(end) or self.of_body(end) or self.quoted(end)):
            return self.bare_person(at, end), end
        speaks = end < self.size and self.toks[end].tied and self.toks[end].key in _SPEAKING
        spoken = (
            at > 0
            and self.toks[at].tied
            and self.toks[at - 1].key in _SPEAKING
            and self.text[self.toks[end - 1].end : self.toks[end - 1].end + 1] in ",.:"
        )
        if (speaks or spoken) and not self.is_place(at) and not set(words) & (_BODY_HEADS | _ARMED_HEADS | NOT_PERSONS):
            return self.bare_person(at, end), end
        return None, at + 1

    def presented(self, at: int) -> tuple[str, _Body | None] | None:
        """What stands in apposition to a name: ", spokeswoman for the Armenian Defence Ministry," gives the office and the body.

        ", the Turkish foreign minister," · ", a doctor at the hospital," · ", who heads"
        """
        if at >= self.size or self.toks[at].gap not in (", ", ","):
            return None
        step = at
        while step < self.size and self.toks[step].key in ("a", "an", "the", "who", "is", "s", "former", "senior", "then"):
            step += 1
        if step >= self.size or step - at > 3:
            return None
        body = self.body(step) if not self.index.match_title(self.toks, step) else None
        title_at = self.skip_fillers(self.skip_possessive(body.end)) if body else self.skip_fillers(step)
        title = self.index.match_title(self.toks, title_at) if title_at < self.size and self.near(step + 1, title_at) else None
        if not title:
            return None
        end = title_at + title[0]
        if body is None and end + 1 < self.size and self.toks[end].key in ("of", "for", "at", "to", "with", "in"):
            inner_at = end + 1 + (self.toks[end + 1].key == "the")
            body = self.body(inner_at) if inner_at < self.size else None
        return title[1], body

    def is_place(self, at: int) -> bool:
        """Whether the word before a capitalised run makes it a place: "in Deir X"."""
        return bool(at and self.toks[at].tied and (self.toks[at - 1].key in _WHERE or self.toks[at - 1].key in ("from", "to")))

    def described(self, at: int) -> bool:
        """Whether a name is followed by an age or by a description: "Mahmoud X, 34," · "Nadia Y, a nurse at"."""
        if at + 1 >= self.size or self.toks[at].gap not in (", ", ","):
            return False
        tok = self.toks[at]
        if tok.word.isdigit() and len(tok.word) == 2 and self.text[tok.end : tok.end + 1] in ",.":
            return True
        if tok.key not in ("a", "an", "who", "whose"):
            return False
        near = [t.key for t in self.toks[at + 1 : at + 6] if t.tied]
        return not set(near) & (_PLACE_NOUNS | _BODY_HEADS | _ARMED_HEADS)

    def of_body(self, at: int) -> bool:
        """Whether a name is followed by the body it belongs to: "Hiba X of the Sudan Doctors Network"."""
        if at + 1 >= self.size or not self.toks[at].tied or self.toks[at].key not in ("of", "from", "with"):
            return False
        inner = at + 1 + (self.toks[at + 1].key == "the")
        if inner >= self.size:
            return False
        body = self.body(inner)
        organ = self.index.match_organ(self.toks, inner)
        return bool(
            (body and body.kind == "organisation") or (organ and organ[1].kind == "office" and inner > at + 1) or self.unknown_body(inner)
        )

    def quoted(self, at: int) -> bool:
        """Whether a colon and a quotation follow a name."""
        rest = self.text[self.toks[at - 1].end : self.toks[at - 1].end + 3]
        return rest[:1] == ":" and rest.strip(": ")[:1] in ('"', "“", "«") and rest.strip(": ") != ""

    def local_body(self, at: int, end: int) -> tuple[NameMention | None, int] | None:
        """The police, the authorities, the people of a place that is no party: "Kirkuk police", "El Fasher residents"."""
        if end == at or end >= self.size or end - at > 3 or not self.toks[end].tied or self.toks[end].gap != " ":
            return None
        organ = self.index.match_organ(self.toks, end)
        if not organ or organ[1].name not in _LOCAL or self.toks[at].key in _LOCAL_FIRST or self.toks[at].key in NOT_PERSONS:
            return None
        if self.index.match_title(self.toks, at) or self.index.match_title(self.toks, end):
            return None
        span = Span(self.toks[at].start, self.toks[end + organ[0] - 1].end)
        name = " ".join(span.within(self.text).split())
        kind: NameKind = "office" if organ[1].kind == "office" else "organisation"
        return NameMention(span, span.within(self.text), name, kind, None, Trace("local_body", (f"organs: {organ[1].name}",))), end + organ[
            0
        ]

    def unknown_body(self, at: int) -> tuple[NameMention | None, int] | None:
        """A capitalised run that ends in the head noun of a body: "Madani Resistance Committee", "Islam Brigade"."""
        end, last = at, -1
        while end < self.size and end - at < 9:
            tok = self.toks[end]
            if end > at and not (tok.tied and "\n" not in tok.gap):
                break
            if tok.upper and tok.key != "s":
                if end > at and (tok.key in _BODY_HEADS or tok.key in _ARMED_HEADS):
                    last = end
                end += 1
            elif tok.key in _LINKS and end > at and end + 1 < self.size and self.toks[end + 1].upper and last >= 0:
                end += 1
            else:
                break
        start = at
        if last <= start or self.toks[start].key in NOT_PERSONS:
            return None
        organ = self.index.match_organ(self.toks, start)
        if organ and start + organ[0] > last:  # a bare "Interior Ministry" is left to the report's context
            return None
        for n in range(start + 1, last + 1):
            known = self.index.match(self.toks, n)
            if known and known[1].how not in ("person", "trap") and n + known[0] > last and known[0] > 1:
                return None
        after = last + 1
        if (
            after < self.size
            and self.toks[after].key in ("of", "for")
            and self.toks[after].tied
            and after + 1 < self.size
            and self.toks[after + 1].upper
        ):
            last = after + 1
            while last + 1 < self.size and self.toks[last + 1].tied and self.toks[last + 1].upper:
                last += 1
        armed = any(t.key in _ARMED_HEADS for t in self.toks[start : last + 1]) and self.toks[last].key not in _BODY_HEADS
        span = Span(self.toks[start].start, self.toks[last].end)
        name = " ".join(span.within(self.text).split())
        found = NameMention(
            span, span.within(self.text), name, "party" if armed else "organisation", name if armed else None, Trace("capitalised_body")
        )
        return found, last + 1


@cache
def _sounding(name: str) -> str:
    """A name as its sound is spelt, across ways of transliterating: "Poghosyan" and "Pogosian" give "pogosian"."""
    out = fold(name).replace("'", "").replace("-", " ")
    for said, spelt in (
        ("gh", "g"),
        ("kh", "h"),
        ("ck", "k"),
        ("ph", "f"),
        ("ou", "u"),
        ("oo", "u"),
        ("iy", "i"),
        ("yi", "i"),
        ("ij", "i"),
        ("ii", "i"),
        ("y", "i"),
        ("q", "k"),
        ("w", "v"),
        ("tch", "ch"),
        ("tsch", "ch"),
    ):
        out = out.replace(said, spelt)
    return "".join(c for n, c in enumerate(out) if n == 0 or c != out[n - 1])
