"""One report with all its layers, as the rules for claims ask about it: who says these words, where and when they place them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rashomon.lexicon import Organisation, ReportingVerb, fold
from rashomon.model import Attribution, Moment, PlaceMention, Report, Span, Stance, Trace
from rashomon.profile import Profile
from rashomon.read.actors import ORGAN_WORDS, Cast, Speaker
from rashomon.read.attribution import Cue, cue_for, find_cues, hedged
from rashomon.read.dateline import dateline_span
from rashomon.read.document import Sentence


@dataclass(frozen=True, slots=True)
class Said:
    """Under whose words a stretch of text stands."""

    name: str | None
    chain: tuple[str, ...]
    stance: Stance
    speaker: Speaker | None
    cue: Cue | None


OWN_VOICE = Said(None, (), "asserted", None, None)
_UNVERIFIED = re.compile(
    r"(?:could|can)(?:not| not)(?: immediately| yet)?(?: be)?(?: independently)?(?: immediately)? "
    r"(?:verif|confirm|corroborat)|not (?:immediately )?possible to (?:verify|confirm)|(?:was|were|is|are|"
    r"has|have) not (?:been )?(?:independently )?(?:verified|confirmed)|unable to (?:verify|confirm)|"
    r"no independent confirmation|could not immediately be|not be independently|impossible to verify|"
    r"not able to check",
    re.I,
)
_START = re.compile(
    r"\b(?:war|conflict|fighting|clashes|hostilities|uprising|invasion|insurgency|violence|bombardment|"
    r"campaign|battles|unrest|revolt)\b[^.;]{0,60}?\b(?:began|begun|started|broke out|erupted|"
    r"breaking out|broken out|breaks out|flared|start(?:ing)?|beginning)\b"
    r"|\b(?:start|outbreak|beginning|onset|eruption)\s+of\s+(?:the\s+)?(?:[\w'-]+\s+){0,3}?(?:war|"
    r"conflict|fighting|clashes|hostilities|uprising|invasion|campaign|insurgency|violence|battles)\b",
    re.I,
)


_TOLL_WORDS = re.compile(r"\b(?:killed|dead|died|deaths|losses|wounded|injured|casualties|fallen|toll)\b", re.I)
_DAYS_OF_WAR = re.compile(
    r"\b(?:in|after|for) (?:the )?(?:past |last )?(\w+) (days|weeks) of (?:fighting|war|clashes|conflict|fierce|heavy)", re.I
)
_SMALL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}


@dataclass(slots=True)
class Page:
    """A report, its sentences parsed, its layers found and resolved."""

    report: Report
    sentences: list[Sentence]
    cast: Cast
    moments: list[Moment]
    places: list[PlaceMention]
    published: dt.date | None
    verbs: Mapping[str, ReportingVerb]
    profile: Profile = field(default_factory=Profile)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    cues: list[list[Cue]] = field(default_factory=list)
    speakers: list[list[Speaker]] = field(default_factory=list)
    lasts: list[Speaker | None] = field(default_factory=list)
    """Who spoke last before each sentence."""
    start: dt.date | None = None
    """The first day of the conflict: the profile's, else what the text says the fighting began on."""
    unverified: list[int] = field(default_factory=list)
    """Indexes of the sentences that say a claim could not be verified."""

    def __post_init__(self) -> None:
        head = dateline_span(self.report.text)
        if head is not None:
            self.places = [p for p in self.places if not head.covers(p.span)]
            self.moments = [m for m in self.moments if not head.covers(m.span)]
        last: Speaker | None = None
        spans = [m.span for m in self.cast.mentions if m.kind in {"person", "party", "organisation", "office"}]
        for sent in self.sentences:
            self.lasts.append(last)
            found = find_cues(sent, self.verbs, spans) if sent.doc is not None else []
            spoken: list[Speaker] = []
            for cue in found:
                who = self.cast.source(cue.speaker, sent, last) if cue.speaker is not None else Speaker(None, None)
                if cue.rule == "speaker_and_colon" and not self._known_speaker(sent, cue):
                    spoken.append(Speaker(None, None))
                    continue
                if cue.speaker is not None and not self.cast.speaks(cue.speaker, sent, who):
                    spoken.append(Speaker(None, None))
                    continue
                spoken.append(who)
                if cue.kind != "hearsay" and who.name is not None:
                    last = who
            pairs = [
                (c, w)
                for c, w in zip(found, spoken, strict=True)
                if w.name is not None or (c.rule != "speaker_and_colon" and (c.speaker is None or self.cast.speaks(c.speaker, sent, w)))
            ]
            self.cues.append([c for c, _ in pairs])
            self.speakers.append([w for _, w in pairs])
            if _UNVERIFIED.search(sent.text):
                self.unverified.append(sent.index)
        self.start = self.profile.start or self._start_from_text()

    def _known_speaker(self, sent: Sentence, cue: Cue) -> bool:
        """Whether what stands before a colon is somebody: "Armenia: …", not "Repeated fire: …"."""
        if cue.speaker is None:
            return False
        noun = self.cast.nouns.get(fold(cue.speaker.text))
        return (
            self.cast.at(sent.at(cue.speaker)) is not None
            or (noun is not None and noun.kind == "authority")
            or fold(cue.speaker.text) in ORGAN_WORDS
        )

    def _start_from_text(self) -> dt.date | None:
        """The day on which the text says that the fighting began: "since the war broke out on April 15 last year"."""
        found: list[tuple[int, dt.date]] = []
        for sent in self.sentences:
            for match in _START.finditer(sent.text):
                at = sent.span.start + match.end()
                for m in self.moments:
                    if (
                        m.since
                        and sent.span.covers(m.span)
                        and (0 <= m.span.start - at <= 40 or sent.span.start + match.start() <= m.span.start < at)
                    ):
                        if self.published and m.since <= self.published:
                            found.append((0, m.since))
                        break
        if not found:
            return self._start_of_toll()
        return max(day for _, day in found)

    def _start_of_toll(self) -> dt.date | None:
        """The day that tolls are counted from: "58 dead since 27 September", "in three days of fighting"."""
        if self.published is None:
            return None
        days: list[dt.date] = []
        for sent in self.sentences:
            if not _TOLL_WORDS.search(sent.text):
                continue
            for m in self.moments_in(sent.span):
                if (
                    m.since
                    and m.precision == "day"
                    and m.trace.rule.startswith("since")
                    and (self.published - m.since).days < 400
                    and m.since <= self.published
                ):
                    days.append(m.since)
            counted = _DAYS_OF_WAR.search(sent.text)
            if counted:
                n = _SMALL.get(counted.group(1).lower()) or (int(counted.group(1)) if counted.group(1).isdigit() else 0)
                if n:
                    length = n * (7 if counted.group(2).lower().startswith("week") else 1)
                    days.append(self.published - dt.timedelta(days=length - (1 if length < 14 else 0)))
        return min(days) if days else None

    # -- who says ----------------------------------------------------------------------------------------------------

    def said(self, sent: Sentence, at: Span) -> Said:
        """Who says the words at ``at``: the innermost cue over them, else the quotation they stand in, else the report itself."""
        cues, speakers = self.cues[sent.index], self.speakers[sent.index]
        hedge = hedged(cues, at)
        cue = cue_for(cues, at)
        stance: Stance = "unconfirmed" if hedge is not None else "asserted"
        if cue is None:
            last = self.lasts[sent.index]
            if last is not None and (sent.starts_quoted or self._whole_quote(sent)) and not any(c.kind != "hearsay" for c in cues):
                return Said(last.name, (last.name,) if last.name else (), stance, last, None)
            return Said(None, (), stance, None, hedge)
        who = speakers[cues.index(cue)]
        chain = (who.name,) if who.name else ()
        if cue.relayed_by is not None:
            relay = self.cast.source(cue.relayed_by, sent, None)
            chain = (*chain, relay.name) if relay.name and relay.name != who.name else chain
        if cue.kind == "denial" and cue.takes_clause:
            stance = "denied"
        return Said(who.name, chain, stance, who, cue)

    def _whole_quote(self, sent: Sentence) -> bool:
        """Whether a sentence is nothing but a quotation."""
        quoted = sum(q.end - q.start for q in sent.quotes)
        return bool(sent.quotes) and quoted >= 0.8 * (sent.span.end - sent.span.start)

    def attributions(self) -> tuple[Attribution, ...]:
        """The layer of attributions, for the interchange."""
        out = []
        for sent, cues, speakers in zip(self.sentences, self.cues, self.speakers, strict=True):
            for cue, who in zip(cues, speakers, strict=True):
                if cue.kind == "silence" or not cue.covers:
                    continue
                inside = sum(1 for c in cue.covers if any(q.covers(c) or c.overlaps(q) for q in sent.quotes))
                whole = all(any(q.start <= c.start + 2 and c.end - 2 <= q.end for q in sent.quotes) for c in cue.covers)
                span = sent.of(cue.speaker) if cue.speaker is not None else None
                out.append(
                    Attribution(who.name, span, cue.word, cue.span, cue.covers, "direct" if whole else "mixed" if inside else "indirect",
                                cue.stance, (who.name,) if who.name else (), Trace(cue.rule, cue.entries))
                )  # fmt: skip
        return tuple(out)

    # -- when --------------------------------------------------------------------------------------------------------

    def sentence_of(self, m: Moment) -> Sentence:
        """The sentence that a time stands in."""
        return next(s for s in self.sentences if s.span.covers(m.span) or s.span.start <= m.span.start < s.span.end)

    def moments_in(self, span: Span) -> list[Moment]:
        return [m for m in self.moments if span.covers(m.span)]

    def of_telling(self, sent: Sentence, m: Moment) -> bool:
        """Whether a time belongs to the statement: "the ministry said on Tuesday", "in a report on Monday"."""
        for cue in self.cues[sent.index]:
            gap = self.report.text[cue.span.end : m.span.start]
            if cue.span.end <= m.span.start and len(gap) < 28 and not re.search(r"[,;:]|\bthat\b", gap):
                inside = (
                    cue.covers
                    and cue.covers[0].start <= m.span.start
                    and cue.takes_clause
                    and not re.fullmatch(r"\s*(?:in a \w+ )?(?:late |early )?(?:on |the )?", gap)
                )
                if not inside:
                    return True
            if cue.speaker is not None:
                between = self.report.text[m.span.end : cue.span.start]
                if m.span.end <= cue.span.start and m.span.start > sent.at(cue.speaker) and len(between) < 12:
                    return True
        return False

    def outside_words(self, sent: Sentence, m: Moment, at: Span) -> bool:
        """Whether a time stands outside what a speaker says there: "In October he estimated that 5,000 had died"."""
        cue = cue_for(self.cues[sent.index], at)
        return (
            cue is not None
            and cue.takes_clause
            and bool(cue.covers)
            and cue.rule == "said_that_clause"
            and not any(s.covers(m.span) for s in cue.covers)
        )

    def moment_at(self, sent: Sentence, at: Span) -> Moment | None:
        """The time that a word's clause gives: the nearest in its clause, else in its sentence; not the time of telling."""
        dated = [m for m in self.moments_in(sent.span) if m.since is not None and m.kind != "set"]
        told = [m for m in dated if not self.of_telling(sent, m) and not self.outside_words(sent, m, at)]
        if not told:
            # told as fresh: the day of telling stands for the day of the act, a month or year of telling does not
            fresh = [m for m in dated if m.precision == "day" and m.kind == "date"]
            return fresh[0] if fresh else None

        def distance(m: Moment) -> tuple[int, int]:
            gap = self.report.text[min(m.span.end, at.end) : max(m.span.start, at.start)]
            walls = len(re.findall(r"[;:]|, (?:but|while|and|which|who|after|before)\b|\b(?:while|but|since)\b", gap))
            return walls, abs(m.span.start - at.start)

        return min(told, key=distance)

    # -- where -------------------------------------------------------------------------------------------------------

    def places_in(self, span: Span) -> list[PlaceMention]:
        return [p for p in self.places if span.covers(p.span)]

    def locative(self, p: PlaceMention) -> bool:
        """Whether a place stands as a place: after "in", "at", "near"; not as a party ("Azerbaijan said")."""
        before = self.report.text[max(0, p.span.start - 40) : p.span.start].lower()
        return bool(
            re.search(
                r"\b(?:in|at|near|on|around|outside|inside|from|into|of|to|towards?|over|across|for|between|against|"
                r"throughout|along|via|through|into|city|town|village|district|region|province|state|neighbou?rhood|"
                r"capital)\s+(?:the\s+|its\s+|their\s+)?(?:[\w'’-]+\s+){0,4}?$",
                before,
            )
        ) or bool(re.search(r"\b(?:in|at|near|of)\s[^.;:]{0,30}(?:and|,)\s+(?:the\s+)?$", before))

    def place_at(self, sent: Sentence, at: Span, *, countries: bool = True) -> PlaceMention | None:
        """The place that a word's clause gives: nearest first, the finer one where two stand together ("Ganja, in Azerbaijan")."""
        rank = {"exact": 0, "district": 1, "region": 2, "country": 3}
        found = []
        for p in self.places_in(sent.span):
            party = self.cast.at(p.span.start)
            if p.precision == "country" and not (countries and self.locative(p)):
                continue
            if party is not None and party.span != p.span and party.span.covers(p.span) and party.kind != "party":
                continue
            if party is not None and party.kind == "party" and not self.locative(p):
                continue
            if self._of_speaker(sent, p):
                continue
            found.append(p)
        if not found:
            return None

        def cost(p: PlaceMention) -> tuple[float, int]:
            gap = self.report.text[min(p.span.end, at.end) : max(p.span.start, at.start)]
            walls = len(re.findall(r"[;]|, (?:but|while|and)\b|\b(?:while|but|whereas)\b", gap))
            return walls * 60 + rank[p.precision] * 25 + abs(p.span.start - at.start) / 2 - (10 if self.locative(p) else 0), p.span.start

        return min(found, key=cost)

    def _of_speaker(self, sent: Sentence, p: PlaceMention) -> bool:
        """Whether a place only says where the speaker sits: "prosecutors in Baku said"."""
        for cue in self.cues[sent.index]:
            if cue.speaker is None or cue.word in {"witness", "see"}:
                continue
            start = sent.at(cue.speaker)
            if start <= p.span.start <= cue.span.start and p.span.start - start < 45:
                return True
            if 0 <= p.span.start - cue.span.end < 30 and not any(s.covers(p.span) for s in cue.covers):
                return True  # "told a briefing in Moscow"
            if cue.span.start <= p.span.start < cue.span.end + 40 and start > cue.span.start and start <= p.span.start < start + 45:
                return True
        return False


def place_names(places: Sequence[PlaceMention]) -> set[str]:
    return {p.name for p in places}
