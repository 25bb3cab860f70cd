"""Figures: numbers of people harmed, with everything that decides their meaning.

``harm.py`` links numbers to harms; here each link gets its status, side, source, stance, scope, place, time and perpetrator, one small
function for each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from spacy.tokens import Token

from rashomon.lexicon import fold
from rashomon.model import Count, Figure, Moment, Names, PlaceMention, Scope, Span, Stance, Status, Trace
from rashomon.read.counts import find_counts
from rashomon.read.document import Sentence
from rashomon.read.harm import HarmReader, Link
from rashomon.read.page import Page, Said
from rashomon.read.spans import agents, prepositional, subject


class FigureReader:
    """Reads the figures of a page; the words are loaded once."""

    def __init__(self) -> None:
        self.harm = HarmReader()

    def read(self, page: Page, demonyms: frozenset[str]) -> list[Figure]:
        """All figures of a report in text order."""
        out: list[Figure] = []
        last: Link | None = None
        context = Context()
        for sent in page.sentences:
            if sent.doc is None:
                continue
            counts = find_counts(sent.text, sent.span.start)
            links = self.harm.read(sent, counts, demonyms, last)
            made: dict[int, Figure] = {}
            previous: Figure | None = None
            for link in links:
                figure = self._figure(page, sent, link, made, previous, context)
                made[link.count.span.start] = figure
                if link.part_of is None:
                    previous = figure
                out.append(figure)
            if links:
                last = links[0]
                context.note(out[-len(links) :], sent.paragraph)
        return _reported_unverified(page, out)

    def _figure(self, page: Page, sent: Sentence, link: Link, made: dict[int, Figure], previous: Figure | None, context: Context) -> Figure:
        count = link.count
        said = page.said(sent, count.span)
        whole = made.get(link.part_of) if link.part_of is not None else None
        carried = (
            context.last if link.rule == "same_harm_carried" and not made else (previous if link.rule == "same_harm_carried" else None)
        )
        status = self.status(
            link, sent, previous if whole is None else whole, carried, context.last if context.paragraph == sent.paragraph else None
        )
        if status == "unknown" and soldiers_meant(sent, link, said, page.sentences[sent.index - 1].text if sent.index else ""):
            status = "combatant"
        moment = page.moment_at(sent, count.span)
        scope = scope_of(page, sent, link, said, moment, whole or carried, context)
        place = where(page, sent, link, scope)
        place_name = (
            place.name
            if place
            else (whole.place if whole else carried.place if carried else context.place if scope == "incident" else None)
        )
        since, until = stretch(page, scope, moment, whole or carried, context)
        perpetrator = self.perpetrator(page, sent, link, said) or (whole.perpetrator if whole else carried.perpetrator if carried else None)
        side = self.side(page, sent, link, said, place, scope, previous, whole or carried, perpetrator, status, context)
        if side is None and scope == "total" and goes_on(page, sent, said, moment, context) and context.last is not None:
            side = context.last.victim_side
            status = context.last.status if status == "unknown" else status
        if (
            side is None
            and scope == "incident"
            and context.paragraph >= sent.paragraph - 1
            and context.side is not None
            and (
                said.speaker is None
                or said.speaker.party is None
                or said.speaker.party == context.side
                or said.speaker.party not in page.cast.parties
                or page.cast.kind(said.speaker.party) != "state"
                or said.speaker.party in page.cast.opponents(context.side if isinstance(context.side, str) else None)
            )
            and (place is None or place_name == context.place)
            and perpetrator != context.side
        ):
            if (status != "combatant" or context.side_status == "combatant") and not _of_one_land(page, perpetrator, context.side):
                side = context.side
        if scope == "incident" and place is not None:
            context.country = place.country
        stance: Stance = said.stance
        if said.cue is not None and said.cue.kind == "denial" and 0 <= count.span.start - said.cue.span.end < 80:
            stance = "denied"
        if stance == "asserted" and doubted(sent, count.span, link):
            stance = "unconfirmed"
        if status == "unknown" and isinstance(side, str) and side.endswith(" fighters"):
            status = "combatant"
        if (
            status == "unknown"
            and link.people is not None
            and isinstance(side, str)
            and page.cast.kind(side) == "group"
            and side in page.cast.parties
            and fold(link.people.text)
            in {
                "members", "member", "leaders", "leader", "commander", "men", "man", "expert", "he", "official", "officials",
                "personnel", "figure",
            }
        ):
            status = "combatant"
        rules = [Trace(link.rule, link.entries)]
        if said.cue is not None:
            rules.append(Trace(said.cue.rule, said.cue.entries))
        return Figure(
            span=sent.span, anchor=count.span, value=count.value, low=count.low, high=count.high, qualifier=count.qualifier, harm=link.harm,
            status=status, victim_side=side, source=said.name, source_chain=said.chain, stance=stance, scope=scope, place=place_name,
            since=since, until=until, perpetrator=perpetrator, rules=tuple(rules),
        )  # fmt: skip

    # -- whom ----------------------------------------------------------------------------------------------------------

    def status(
        self, link: Link, sent: Sentence, previous: Figure | None, carried: Figure | None, carried_from: Figure | None = None
    ) -> Status:
        """Civilian, combatant or not said, by the noun that names the people, its adjectives, or what it is counted with.

        "killing 13 civilians and wounding 52" -> both civilian
        """
        if link.people is not None:
            found = self._kind(link.people)
            if found != "unknown":
                return found
            low = fold(link.people.text)
            if low in {"members", "member"} and any(fold(t.text) in {"family", "families", "household"} for t in link.people.subtree):
                return "civilian"
            if low in {"men", "members", "fighters", "personnel", "man"} and any(
                c.dep_ == "poss" and c.lower_ in {"its", "their", "his"} for c in link.people.children
            ):
                return "combatant"
            if link.part_of is not None and previous is not None and low in {"men", "people", "persons"}:
                return previous.status
            if low in {"others", "other"} and (previous is not None or carried_from is not None):
                return (previous or carried_from).status  # type: ignore[union-attr]
            if fold(link.people.text) not in {
                "people", "persons", "person", "others", "men", "man", "bodies", "body", "victims", "dead", "members", "member",
            }:
                return found
        for t in (link.people, link.word):
            if t is None:
                continue
            for c in [*t.children, *([t.head] if t.head is not t and t.head.pos_ == "NOUN" else [])]:
                low = fold(c.text)
                if c.dep_ in {"amod", "compound", "poss", "nmod"} or c is t.head:
                    if low in {"civilian", "civilians"}:
                        return "civilian"
                    if low in {"military", "army", "troop", "combat"}:
                        return "combatant"
        if link.people is not None and fold(link.people.text) in {"men", "members", "member", "man"}:
            mod = " ".join(t.lower_ for t in link.people.subtree)
            if re.search(r"\b(?:army|forces|armed|militia|brigade|military|unit|group|enemy|adversary)\b", mod) or re.search(
                r"\b(?:its|his|their) (?:own )?$", sent.text[: link.count.span.start - sent.span.start][-12:]
            ):
                return "combatant"
        if link.part_of is not None and previous is not None:
            return previous.status
        if carried is not None and not _OTHERS_DEAD.search(sent.text):
            return carried.status
        if link.people is None and previous is not None and previous.status != "unknown" and link.rule != "nobody_harmed":
            return previous.status
        left = sent.text[max(0, link.count.span.start - sent.span.start - 90) : link.count.span.start - sent.span.start].lower()
        if link.rule in {"toll_reaches_number", "harm_after_number", "harm_noun_counted"} and re.search(
            r"\b(?:military|army'?s?|army’s|soldiers?'?|troops?)\b[^.;]{0,40}(?:losses|dead|casualties|toll)", left
        ):
            return "combatant"
        if re.search(r"\bcivilian(?:s|\b)[^.;]{0,40}(?:dead|toll|casualties|deaths)", left) or left.strip().startswith("civilians:"):
            return "civilian"
        return "unknown"

    def _kind(self, people: Token) -> Status:
        entry = self.harm.people.get(fold(people.text))
        kind = entry.kind if entry else "unknown"
        mods = {fold(c.text) for c in people.children if c.dep_ in {"amod", "compound", "nmod"}}
        if kind == "unknown":
            if mods & {"civilian"}:
                return "civilian"
            if mods & {"army", "military", "combat", "security", "enemy"} and fold(people.text) not in {"people", "official", "officials"}:
                return "combatant"
        if kind == "civilian" and mods & {"army", "military"}:
            return "combatant"
        return kind  # type: ignore[return-value]

    def side(
        self,
        page: Page,
        sent: Sentence,
        link: Link,
        said: Said,
        place: PlaceMention | None,
        scope: Scope,
        previous: Figure | None,
        whole: Figure | None,
        perpetrator: Names,
        status: Status,
        context: Context,
    ) -> Names:
        """The party that the victims belong to: by their own name, by whose losses they are, by the land they were harmed in."""
        cast = page.cast
        if link.part_of is not None and whole is not None and (link.people is None or cast.at(sent.at(link.people)) is None):
            return whole.victim_side
        if link.people is not None:
            low = fold(link.people.text)
            own = cast.names(link.people, sent, said.speaker) if cast.at(sent.at(link.people)) else None
            if (
                isinstance(own, str)
                and _ON_A_SIDE.search(sent.text)
                and cast.kind(own) == "state"
                and own not in cast.sides
                and link.people.tag_ in {"NNPS", "NNP", "NNS"}
            ):
                return f"{link.people.text.removesuffix('s')} fighters"
            if own is None and low not in {"women", "men"}:
                own = cast._modifiers(link.people, sent, said.speaker, 0, located=False) or None
                if own is not None:
                    own = own[0] if len(own) == 1 else own
            if own is None and cast.nouns.get(low) is not None and cast.nouns[low].kind == "enemy":
                own = cast.names(link.people, sent, said.speaker)
            if own is not None:
                return _as_side(page, own)
            for p in link.people.children:
                if p.dep_ == "prep" and p.lower_ in {"of", "from"}:
                    for o in p.children:
                        if o.dep_ == "pobj":
                            found = cast.names(o, sent, said.speaker)
                            if found:
                                return found
        if (
            re.search(r"\b(?:each|both|two|either) (?:of the )?sides?\b", clause_around(sent, link.count.span))
            and link.rule != "part_of_whole"
        ):
            return None
        for t in (link.word,):
            if link.rule != "lives_lost" and t.pos_ in {"NOUN", "ADJ", "PROPN"}:
                found = cast._modifiers(t, sent, said.speaker, 0)
                if found:
                    return found[0]
        if re.match(r"\s+of (?:them|those|these)\b", sent.text[link.count.span.end - sent.span.start :]):
            for m in reversed([m for m in cast.mentions if sent.span.start <= m.span.start and m.span.end <= link.count.span.start]):
                if m.kind == "party" and cast.nouns.get(fold(m.text).split()[-1]) is not None:
                    return m.party or m.name
        if link.word.lemma_.lower() == "lose":
            loser = subject(link.word)
            found0 = cast.names(loser, sent, said.speaker) if loser is not None else None
            if found0:
                return found0
        before = sent.text[: link.count.span.start - sent.span.start]
        on_side = re.search(r"\bon (?:the )?([\w'’-]+) side\b", sent.text)
        if on_side and link.people is not None:
            token = sent.token_at(sent.span.start + on_side.start(1))
            found1 = cast.names(token, sent, said.speaker) if token is not None else None
            if found1:
                return found1
        toll = re.search(
            r"(?P<who>[\w'’.-]+(?:\s+[\w'’.-]+){0,3}?)\s+(?:own\s+)?(?:military\s+|army\s+)?(?:losses|dead|"
            r"casualties|death toll|toll)\b[^.;]{0,50}$",
            before,
        )
        if toll:
            token = next(
                (
                    t
                    for t in sent.tokens_in(Span(sent.span.start + toll.start("who"), sent.span.start + toll.end("who")))
                    if cast.at(sent.at(t)) or t.lower_ in {"its", "their"}
                ),
                None,
            )
            if token is not None:
                found2 = cast.names(token, sent, said.speaker)
                if found2:
                    return found2
        speaker = said.speaker.party if said.speaker else None
        if link.harm == "displaced" and link.people is None:
            return whole.victim_side if whole is not None else None
        if link.people is None and speaker in cast.fighting and _OTHERS_DEAD.search(sent.text):
            foes = cast.opponents(speaker)
            if foes:
                return foes[0]
        other_voice = (
            link.rule == "same_harm_carried"
            and whole is not None
            and said.name is not None
            and whole.source != said.name
            and speaker in cast.fighting
            and speaker != whole.victim_side
        )
        if whole is not None and whole.victim_side is not None and not other_voice:
            return whole.victim_side
        if previous is not None and link.people is None and previous.victim_side is not None:
            return previous.victim_side
        if scope == "past":
            return None
        if status == "combatant":
            return self._fighters_side(page, sent, link, said, perpetrator, place)
        if link.harm == "displaced":
            return None
        land = self._land_side(page, place, perpetrator) if link.harm != "captured" else None
        if land is not None:
            return land
        return self._speakers_side(page, sent, link, said, perpetrator, place, context.country)

    def _fighters_side(self, page: Page, sent: Sentence, link: Link, said: Said, perpetrator: Names, place: PlaceMention | None) -> Names:
        """Fighters named by no side: an army's own by who speaks, soldiers by the state fought over, militants by the group fought.

        "The army announced that three soldiers were killed." -> the army's party; "Troops killed 20 militants." -> the one group named
        """
        cast = page.cast
        own = self._speakers_side(page, sent, link, said, perpetrator, None, None)
        if own is not None:
            return own
        word = fold(link.people.text) if link.people is not None else ""
        done_by = {perpetrator} if isinstance(perpetrator, str) else set(perpetrator or ())
        if word in {"soldiers", "soldier", "troops", "servicemen", "serviceman", "conscripts", "pilot", "pilots", "airmen"}:
            speaker = said.speaker.party if said.speaker else None
            if speaker and cast.kind(speaker) == "state" and speaker not in done_by and _ARMED.search(said.name or ""):
                return speaker
            land = self._land_side(page, place, perpetrator)
            if land is not None:
                return land
            if cast.country and cast.country not in done_by:
                return cast.country
        if word in {
            "militants", "militant", "fighters", "fighter", "terrorists", "insurgents", "gunmen", "jihadists", "extremists", "rebels",
        }:
            groups = [
                p
                for p, _ in cast.weights.most_common()
                if cast.kind(p) == "group" and p in cast.parties and p not in done_by and cast.parties[p].name not in {"Kurds"}
            ]
            if groups:
                return groups[0]
        return None

    def _speakers_side(
        self, page: Page, sent: Sentence, link: Link, said: Said, perpetrator: Names, place: PlaceMention | None, country: str | None
    ) -> Names:
        """An authority that counts dead without saying whose counts its own: "The foreign ministry gave a toll of one dead".

        What it says of the other side's losses names that side, or follows it in the same sentence: "Baku does not publish its losses,
        but Armenian officials say several thousand have been killed."
        """
        party = said.speaker.party if said.speaker else None
        if party is None or party not in page.cast.parties:
            return None
        rivals = [
            m
            for m in page.cast.mentions
            if sent.span.covers(m.span) and m.span.end < link.count.span.start and m.party in page.cast.fighting and m.party != party
        ]
        contrast = re.search(r"\b(?:but|though|although|while)\b", sent.text[: link.count.span.start - sent.span.start])
        if rivals and contrast and link.people is None:
            return rivals[0].party
        if perpetrator == party or party not in page.cast.fighting:
            return None
        entry = page.cast.parties[party]
        if entry.kind == "region":
            return party
        bare = said.name == party or said.speaker is not None and said.speaker.person
        own_count = (
            said.cue is not None
            and said.cue.word in _TALLYING | {"confirm", "admit", "lose", "say"}
            and (said.cue.word != "say" or bool(re.search(r"\b(?:its|own|our|their)\b|\bon (?:its|their) side\b", sent.text)))
        )
        if (
            entry.kind == "state"
            and page.cast.between_lands(entry.country)
            and (place is None or place.country == entry.country)
            and (not bare or own_count or (place.country if place is not None else country) == entry.country)
        ):
            return party
        return None

    def _land_side(self, page: Page, place: PlaceMention | None, perpetrator: Names) -> Names:
        """Victims in one belligerent's land, in a war between two lands, are that land's: "killed two in Ganja" -> Azerbaijan."""
        sides = page.cast.sides
        if place is None or len(sides) < 2 or place.country is None or not page.cast.between_lands(place.country):
            return None
        holders = [place.name, *place.within]
        called = page.cast.at(place.span.start)
        if called is not None and called.kind == "party":
            holders.append(called.name)
        for s in page.cast.weights:
            if s in holders and page.cast.kind(s) == "region" and s != perpetrator:
                return s
        home = [p.name for p in page.cast.parties.values() if p.kind == "state" and p.country == place.country]
        if home:
            ours = {p for p in page.cast.fighting if (e := page.cast.parties.get(p)) is not None and e.country == place.country}
            return home[0] if ours and home[0] != perpetrator and not _of_one_land(page, perpetrator, home[0]) else None
        here = [s for s in sides if (e := page.cast.parties.get(s)) is not None and e.country == place.country]
        if len(here) == 1:
            party = page.cast.parties[here[0]]
            if party.kind == "group":
                return None
            return here[0]
        return None

    def perpetrator(self, page: Page, sent: Sentence, link: Link, said: Said) -> Names:
        """Who is said to have done it: the agent of the verb of harm, or the party whose shelling or strike it was."""
        verb = link.word
        doer: Token | None = None
        if verb.pos_ in {"VERB", "AUX"} and link.rule in {"harm_before_number", "harmed_by_verb", "harm_after_number", "uncounted_people"}:
            by = agents(verb)
            doer = by[0] if by else None
            if doer is None and not any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
                doer = subject(verb)
                if (
                    doer is not None
                    and link.people is not None
                    and (doer.i == link.people.i or doer.i in {t.i for t in link.people.subtree})
                ):
                    doer = None
            if doer is None:
                for o in prepositional(verb, "in", "by", "during", "after", "from"):
                    if o.pos_ in {"NOUN", "PROPN"} and re.search(
                        r"strike|shell|attack|raid|bomb|fire|assault|offensive|ambush|operation", o.lower_
                    ):
                        doer = o
                        break
        if doer is None or (doer.i + 1 < len(doer.doc) and doer.doc[doer.i + 1].text == ":"):
            return None
        found = page.cast.names(doer, sent, said.speaker)
        if isinstance(found, str) and link.people is not None and found == page.cast.names(link.people, sent, said.speaker):
            return None
        return found


def _of_one_land(page: Page, one: Names, other: Names) -> bool:
    """Whether two parties belong to one country, so that the one did not harm the other's people as a foreign land's: Hamas, Palestine."""
    a = page.cast.parties.get(one) if isinstance(one, str) else None
    b = page.cast.parties.get(other) if isinstance(other, str) else None
    return (
        a is not None
        and b is not None
        and bool(a.country)
        and a.country == b.country
        and a.name != b.name
        and a.kind != "region"
        and b.kind != "region"
    )


def _as_side(page: Page, side: Names) -> Names:
    """A party's fighters are the party where it fights in this report: "Karabakh fighters" -> Nagorno-Karabakh."""
    if isinstance(side, str) and side.endswith((" fighters", " soldiers", " troops", " forces")):
        for s in page.cast.sides:
            entry = page.cast.parties.get(s)
            if entry is not None and side.rsplit(" ", 1)[0] in {*entry.demonyms, *entry.forms, entry.name}:
                return s
    return side


# A party that speaks of losses not its own: "officials put those at several hundred", "more than 3,000 of them are dead".
_OTHERS_DEAD = re.compile(
    r"\bput (?:those|their|its|his)\b|\bbelieves? (?:its|their|those)\b|\bof them (?:are|were|"
    r"have been) (?:dead|killed)\b|\bthe (?:enemy|adversary|other side)\b",
    re.I,
)
_ON_A_SIDE = re.compile(
    r"\b(?:fighting (?:for|with|alongside)|on (?:the )?[\w'’-]+(?: \w+)? side|on (?:its|their) side|to the side of)\b", re.I
)
_ARMED = re.compile(r"\b(?:Ministry of Defence|army|military|Defence Army|General Staff|armed forces|Armed Forces)\b", re.I)


def soldiers_meant(sent: Sentence, link: Link, said: Said, earlier: str) -> bool:
    """Whether a bare count is of soldiers: an army's list of its dead, or a sentence that speaks of soldiers' losses.

    "The army named 59 more dead." -> True
    "Azerbaijan does not publish figures for its soldiers, but officials say thousands died." -> True
    """
    if link.people is not None and fold(link.people.text) not in {"men", "dead"}:
        return False
    if link.people is None and re.search(r"\bcivilians?\b", sent.text, re.I):
        return False
    before = sent.text[: link.count.span.start - sent.span.start]
    if (
        _OTHERS_DEAD.search(sent.text)
        and link.people is None
        and re.search(r"\b(?:soldiers|servicemen|troops|military|army)\b", earlier, re.I)
    ):
        return True
    if re.search(r"\b(?:soldiers|servicemen|troops|military losses|army of|fighters)\b", before, re.I) and link.people is None:
        return True
    named = (said.name is not None and bool(_ARMED.search(said.name))) or (
        said.cue is not None and said.cue.speaker is not None and bool(_ARMED.search(said.cue.speaker.text))
    )
    own = re.search(r"\b(?:names?|named|list|lists|listed|losses|lost|its|dead)\b", sent.text, re.I)
    return bool(named and own and not re.search(r"\b(?:shell|strike|attack|rocket|missile)\w*\b", sent.text, re.I))


class Context:
    """What the last figures said, for those that leave it out."""

    def __init__(self) -> None:
        self.last: Figure | None = None
        self.day: tuple[dt.date | None, dt.date | None] = (None, None)
        self.place: str | None = None
        self.paragraph = -1
        self.totals = False
        self.most = 0
        """The largest number harmed in one incident so far."""
        self.side: Names = None
        self.country: str | None = None
        self.side_status: Status = "unknown"

    def note(self, figures: Sequence[Figure], paragraph: int) -> None:
        self.last = figures[0]
        self.paragraph = paragraph
        self.totals = self.totals or any(f.scope == "total" for f in figures)
        self.most = max([self.most, *(f.value or 0 for f in figures if f.scope == "incident")])
        for f in figures:
            if f.scope == "incident" and f.since is not None:
                self.day = (f.since, f.until)
            if f.scope == "incident" and f.place:
                if f.place != self.place:
                    self.side = None
                self.place = f.place
            if f.scope == "incident" and f.victim_side is not None:
                self.side, self.side_status = f.victim_side, f.status


_TOTAL = re.compile(
    r"\bsince (?:the )?(?:start|beginning|outbreak|onset|eruption)\b|\b(?:in all|overall|altogether|so far|to date|until now|by now)\b"
    r"|\bsince (?:the )?(?:[\w'’-]+ ){0,3}?(?:war|conflict|fighting|clashes|hostilities|uprising|invasion|"
    r"revolt|violence|offensive|bombardment|battles|unrest)\b(?:[^.;]{0,40}\b(?:began|begun|broke|started|"
    r"erupted|flared|resumed)\b)?"
    r"|\b(?:war|conflict|fighting|uprising)\b[^.;]{0,40}\b(?:has|have) (?:killed|claimed|left|displaced|"
    r"cost|uprooted|taken)|\btotal (?:of|number|toll|at)\b|\bthe total\b|\bin the war\b|\bnow number|"
    r"\b(?:killed|died|dead|deaths?)\b[^.;]{0,25}\bin (?:a|the|this) (?:[\w'’-]+ ){0,4}?(?:war|"
    r"conflict)\b|\b(?:death|overall) toll (?:of|in|from) the (?:war|conflict|fighting)"
    r"|\bdays? of (?:the )?(?:fighting|war|conflict|clashes|battles)\b|\bin the (?:conflict|war) (?:of|"
    r"in)\b|\bsince (?:\d{1,2} \w+|\w+ \d{1,2}|\w+day(?: morning)?|20\d\d|the morning)\b",
    re.I,
)
# Words that make the number after them a running toll: "puts its losses at 633".
_TOTAL_BEFORE = re.compile(
    r"\b(?:its|own|their|whose|his) (?:own )?(?:losses|dead|military dead|military losses)\b|"
    r"\b(?:military|army'?s?|army’s) (?:own )?(?:losses|dead)\b|\bbringing (?:the|its|to)\b|"
    r"\blists?\b[^.;]{0,60}\b(?:stands?|stood|grows?|grew|rose|reach\w*)\b",
    re.I,
)
_MANY_ACTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|several|dozens of|recent|a series of|a string of|a wave of|"
    r"separate)\s+(?:[\w'’-]+\s+){0,3}?(?:attacks|strikes|air ?strikes|air-strikes|airstrikes|raids|"
    r"bombings|blasts|explosions|shellings|clashes)\b|\b(?:air ?strikes|airstrikes|strikes|raids|"
    r"attacks) on (?:two|three|four|five|several) \w+",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:in|over|during|within|for) the (?:past|last|first|previous|preceding|"
    r"same) (?:[\w-]+ )?(?:hours?|days?|weeks?|months?|years?|quarter|half)\b|\b(?:this|last) (?:week|"
    r"month|year)\b|\b(?:daily|every day|per day|a day|each day|in a single day|in 24 hours|in one day|"
    r"alone)\b|\bover the weekend\b|\bsince (?:last|early|mid|late|the beginning of the (?:year|month))\b"
    r"|\bthe same period\b|\b(?:first|second) half of\b|\bin recent (?:days|weeks|months)\b|"
    r"\bbetween\b[^.;]{0,30}\d[^.;]{0,20}\band\b|\bso far this\b|\bin (?:two|three|four|five|six|"
    r"\d+) (?:days|weeks|months)\b|\b(?:string|series|wave) of\b|\b(?:in|throughout|"
    r"during) (?:the (?:eight|\w+) years)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:that (?:war|conflict|genocide)|the war of|earlier war|previous war|first war|war in the|"
    r"civil war (?:of|in)|in the 19\d\ds|genocide|world war|the \d{4}(?:-\d{2,4})? (?:war|conflict)|"
    r"another war|the war the \w+ fought)\b",
    re.I,
)
_ACT = (
    r"(?:attack|strike|air ?strike|airstrike|raid|blast|explosion|bombing|shelling|massacre|ambush|"
    r"incident|assault|collapse|bomb|missile|rocket|shell|drone|stampede|crash|battle|bomber)"
)
_ONE_ACT = re.compile(
    rf"\b(?:an?|the|this|that|another|its|latest|one|second|single|same)\s+(?:[\w'’-]+\s+){{0,4}}?{_ACT}\b"
    rf"|\b{_ACT}s? (?:hit|struck|landed|slammed|killed|wounded|on|at|in)\b"
    r"|\b(?:hit|struck|shelled|bombed|targeted|attacked|stormed|raided)\b",
    re.I,
)
_WAR_BEGAN = re.compile(
    r"\b(?:fighting|clashes|war|hostilities|battles)\b[^.;]{0,60}\b(?:broke out|erupted|began|"
    r"continued for)\b|\bday (?:in a row|of (?:fighting|clashes|combat))\b",
    re.I,
)
_ADDS = re.compile(r"\b(?:more|another|further|new|additional|add(?:s|ed|ing))\b", re.I)
_TALLYING = {
    "count", "list", "name", "recognise", "recognize", "acknowledge", "disclose", "carry", "record", "register", "tally", "publish",
}  # fmt: skip
_COUNTING = {
    "count", "list", "name", "recognise", "recognize", "acknowledge", "disclose", "confirm", "record", "register", "carry", "put",
    "publish", "announce", "claim", "assure", "say", "estimate", "report", "speak", "confess", "tally", "believe",
}  # fmt: skip


def scope_of(
    page: Page, sent: Sentence, link: Link, said: Said, moment: Moment | None, from_whole: Figure | None, context: Context
) -> Scope:
    """What a figure counts: one incident, a stated stretch, the running total of this conflict, an earlier war.

    "104 soldiers have died since the fighting began" -> total; "in the past week" -> period; "in that war" -> past.
    """
    if from_whole is not None and link.rule == "part_of_whole":
        return from_whole.scope
    text = clause_around(sent, link.count.span)
    for m in page.moments_in(sent.span):
        if page.of_telling(sent, m) or page.outside_words(sent, m, link.count.span):
            text = text.replace(m.text, "")
    text = re.sub(r", (?:who|which)\b[^,;]*", lambda m: m.group() if link.count.text in m.group() else "", text)
    before = text[: text.find(link.count.text)] if link.count.text in text else text
    value = link.count.value or link.count.low or 0
    published, start = page.published, page.start
    day = moment.until or moment.since if moment else None
    since_word = re.search(r"\bsince\b", text, re.I)
    if day is not None and published is not None:
        old = (published - day).days
        if not since_word and ((start is not None and day < start and old > 60) or old > 3 * 365):
            return "past"
    if _PAST.search(text) and not since_word:
        return "past"
    near = (
        text[max(0, link.count.span.start - sent.span.start - 30) : link.count.span.end - sent.span.start + 25]
        if ";" not in sent.text
        else text
    )
    tail = sent.text[link.count.span.end - sent.span.start :][:14]
    near = (
        near
        if re.search(r"\bmore\b|\bnames\b", tail, re.I)
        else sent.text[max(0, link.count.span.start - sent.span.start - 25) : link.count.span.end - sent.span.start]
    )
    added = (
        link.word.pos_ in {"ADJ", "VERB", "NOUN"}
        and bool(_ADDS.search(near))
        and bool(re.search(r"\b(?:named?|names|list|announced|informed|added|bringing|in all|takes|took|making|so that)\b", text, re.I))
    )
    if (
        added
        and not re.search(r"\b(?:to|at|making|total of|in all,?)\s*$", sent.text[: link.count.span.start - sent.span.start])
        and not re.match(r"\s*(?:in all|since)\b", sent.text[link.count.span.end - sent.span.start :])
        and (link.rule != "same_harm_carried" or re.search(r"\badd", near))
    ):
        return "period"
    if re.search(r"\b(?:the |a )?total (?:at|of|to)\s+$", sent.text[: link.count.span.start - sent.span.start]):
        return "total"
    if re.search(r"\b(?:two|both|each|either) (?:of the )?sides?\b", text) and value >= 10 and not _ONE_ACT.search(text):
        return "total"
    if _WAR_BEGAN.search(text) and not _ONE_ACT.search(text) and value > 1 and link.harm in {"killed", "wounded", "casualties"}:
        return "total"
    one = bool(_ONE_ACT.search(text))
    if moment is not None and since_event(sent, moment):
        return "total" if _OPENS.search(text) else "period"
    if (
        since_word
        and moment is not None
        and moment.since is not None
        and moment.until is not None
        and published is not None
        and moment.until >= published
        and (moment.until - moment.since).days >= 0
    ):
        if start is not None and abs((moment.since - start).days) <= 2:
            return "total"
        if start is None or moment.since < start:
            return (
                "total"
                if re.search(
                    r"\bsince (?:the )?(?:[\w'’-]+ ){0,3}?(?:war|conflict|fighting|uprising|clashes|hostilities|revolt|invasion)\b|\bwar\b",
                    text,
                    re.I,
                )
                else "period"
            )
        return "period"
    if (
        moment is not None
        and start is not None
        and moment.since is not None
        and moment.until is not None
        and abs((moment.since - start).days) <= 1
        and (moment.until - moment.since).days > 2
    ):
        return "total"
    if _PERIOD.search(text) and not one:
        return "period"
    if value == 1 and not since_word:
        return "incident"
    if _MANY_ACTS.search(text) and value > 1:
        return "period"
    if _TOTAL_BEFORE.search(before[-110:]):
        return "total"
    if _TOTAL.search(text) and not (one and not re.search(r"\bsince\b|\bso far\b|\bwar\b|\bconflict\b|losses", text, re.I)):
        return "total"
    if one:
        return "incident"
    if link.harm == "displaced":
        fled = re.search(
            r"\b(?:have|has|had) (?:now |also |already )?(?:fled|left|been (?:displaced|uprooted|forced|driven))\b", text, re.I
        )
        if fled and value >= 10_000 and (moment is None or page.of_telling(sent, moment)):
            return "total"
        return "total" if value >= 1_000_000 or re.search(r"\b(?:war|conflict)\b", text, re.I) and value >= 100_000 else "period"
    if moment is not None and moment.since is not None and moment.until is not None and not page.of_telling(sent, moment):
        length = (moment.until - moment.since).days
        if length > 5 and value > 1 and not any(p.precision == "exact" and page.locative(p) for p in page.places_in(sent.span)):
            return "period"
    if from_whole is not None:
        return from_whole.scope
    if unplaced_toll(page, sent, link, said, moment, context) or goes_on(page, sent, said, moment, context):
        return "total"
    return "incident"


def goes_on(page: Page, sent: Sentence, said: Said, moment: Moment | None, context: Context) -> bool:
    """Whether a sentence without place, day or speaker goes on with the toll of the one before: "More than 100 are missing." """
    last = context.last
    if (
        last is None
        or last.scope != "total"
        or said.name is not None
        or context.paragraph != sent.paragraph
        or last.span != page.sentences[sent.index - 1].span
    ):
        return False
    return moment is None and not any(p.precision in {"exact", "district"} for p in page.places_in(sent.span))


_OPENS = re.compile(
    r"\bsince (?:the |a )?(?:[\w'’-]+ ){0,3}?(?:coup|war|conflict|fighting|invasion|uprising|revolt|"
    r"offensive|hostilities|clashes|insurgency|intervention|takeover|revolution)\b",
    re.I,
)


def since_event(sent: Sentence, moment: Moment) -> bool:
    """Whether a date is that of an event from which something is counted: "since the coup on February 1"."""
    before = sent.text[: moment.span.start - sent.span.start]
    return bool(re.search(r"\bsince (?:the |a |an )?(?:[\w'’-]+ ){1,5}(?:on |in )?$", before, re.I)) and not moment.trace.rule.startswith(
        "since"
    )


def unplaced_toll(page: Page, sent: Sentence, link: Link, said: Said, moment: Moment | None, context: Context) -> bool:
    """A count given by an authority with no act, town or day beside it: "Prosecutors count 65 civilians killed" is its running toll."""
    text = clause_around(sent, link.count.span)
    value = link.count.value
    if value is not None and value <= 1:
        return False
    dated = (
        moment is not None
        and not page.of_telling(sent, moment)
        and moment.precision == "day"
        and not re.search(
            r"\b(?:by|until|till|as of)\s+$",
            sent.text[max(0, moment.span.start - sent.span.start - 8) : moment.span.start - sent.span.start],
            re.I,
        )
    )
    if dated or re.search(r"\bthere\b|\bin the (?:attack|strike|raid|blast|incident)\b", text, re.I):
        return False
    if any(p.precision in {"exact", "district"} and page.locative(p) and not page._of_speaker(sent, p) for p in page.places_in(sent.span)):
        return False
    kept = re.search(r"\b(?:lost|losses|own|list|lists|listed|side|sides|disclosed?|acknowledged?|recogni[sz]e[sd]?)\b", text, re.I)
    if context.last is not None and context.last.scope == "incident" and not kept and (value is None or value < max(500, 3 * context.most)):
        return False
    if (
        link.harm in {"killed", "wounded", "casualties"}
        and said.name is not None
        and (value is not None and value >= 500 or value is None and re.search(r"\b(?:thousands|hundreds)\b", link.count.text, re.I))
    ):
        return True
    counting = (
        said.cue is not None
        and said.name is not None
        and (said.cue.word in _COUNTING or said.cue.rule in {"according_to_source", "by_own_count", "speaker_and_colon"})
    )
    if (
        context.last is None
        and counting
        and said.speaker is not None
        and not said.speaker.person
        and said.speaker.party in page.cast.fighting
        and value is not None
        and value >= 20
    ):
        return True
    strong = said.cue is not None and said.cue.word in _TALLYING
    perfect = re.search(
        r"\b(?:have|has|had) (?:so far |already |also |now )?(?:been )?(?:killed|died|wounded|injured|perished|lost|fallen)\b", text, re.I
    )
    running = page.start is not None or context.totals
    if context.paragraph == sent.paragraph and context.last is not None and context.last.scope == "incident" and not kept:
        return False
    return bool(
        (counting and kept)
        or (strong and running)
        or (counting and perfect and running and (value is None or value >= 10))
        or (counting and running and context.last is not None and context.last.scope == "total")
    )


def clause_around(sent: Sentence, at: Span) -> str:
    """The part of a sentence, between semicolons, that a span stands in."""
    start = sent.text.rfind(";", 0, at.start - sent.span.start) + 1
    end = sent.text.find(";", at.end - sent.span.start)
    return sent.text[start : end if end >= 0 else len(sent.text)]


def where(page: Page, sent: Sentence, link: Link, scope: Scope) -> PlaceMention | None:
    """Where the harm was done: the place of its clause; a running total has the place only where it is said beside it."""
    if scope == "total":
        return None
    return page.place_at(sent, link.count.span)


def stretch(
    page: Page, scope: Scope, moment: Moment | None, from_whole: Figure | None, context: Context
) -> tuple[dt.date | None, dt.date | None]:
    """From when to when the harm was done."""
    if scope == "total":
        since = page.start or (moment.since if moment else None)
        if moment is not None and moment.since is not None and since_event(page.sentence_of(moment), moment):
            return moment.since, page.published
        until = page.published
        if (
            moment is not None
            and moment.until is not None
            and moment.precision == "day"
            and since is not None
            and moment.until > since
            and moment.since == moment.until
        ):
            until = moment.until
        return since, until
    if moment is not None and since_event(page.sentence_of(moment), moment):
        return moment.since, page.published
    if moment is not None:
        return moment.since, moment.until
    if from_whole is not None:
        return from_whole.since, from_whole.until
    if scope == "incident":
        return context.day
    return None, None


_DOUBT = re.compile(
    r"\b(?:feared|believed|unconfirmed|unverified|alleged(?:ly)?|reportedly|presumed|may have|might have|"
    r"possibly|without offering evidence|without (?:giving|providing) evidence|purported(?:ly)?)\b",
    re.I,
)


def doubted(sent: Sentence, at: Span, link: Link) -> bool:
    """Whether the words beside a number doubt it: "feared dead", "reportedly", "without offering evidence"."""
    start = max(0, at.start - sent.span.start - 40)
    near = sent.text[start : at.end - sent.span.start + 50]
    return bool(_DOUBT.search(near)) or bool(
        re.search(r"without (?:offering|giving|providing|citing) (?:any )?(?:evidence|proof)", sent.text)
    )


def _reported_unverified(page: Page, figures: list[Figure]) -> list[Figure]:
    """ "The tolls could not be verified" makes the tolls of the incident before it unconfirmed."""
    from dataclasses import replace

    if not page.unverified:
        return figures
    out = []
    for f in figures:
        at, paragraph = _place_of(page, f)
        near = any(i - at >= 0 and _doubts(page, i, at, paragraph) for i in page.unverified)
        out.append(
            replace(f, stance="unconfirmed") if near and f.stance == "asserted" and f.scope != "past" and f.source is not None else f
        )
    return out


_OF_TOLLS = re.compile(r"\b(?:tolls|figures|numbers|counts|casualties|casualty figures|death tolls|claims of losses)\b", re.I)
_OF_ONE = re.compile(r"\ba (?:figure|claim|toll|number|report|statement|account) (?:that|which)\b", re.I)
_OF_CLAIMS = re.compile(r"\b(?:claims?|reports?|accounts?|allegations?|statements?|details|assertions?|it|which|this|that)\b", re.I)


def _doubts(page: Page, i: int, at: int, paragraph: int) -> bool:
    """Whether a sentence that something could not be verified speaks of a figure some sentences before it."""
    text = page.sentences[i].text
    if _OF_ONE.search(text):
        return i == at
    if _OF_TOLLS.search(text):
        return i - at <= 12
    return bool(_OF_CLAIMS.search(text)) and i - at <= 4 and page.sentences[i].paragraph - paragraph <= 1


def _place_of(page: Page, f: Figure) -> tuple[int, int]:
    """The sentence and the paragraph that a figure stands in."""
    return next(((s.index, s.paragraph) for s in page.sentences if s.span == f.span), (0, 0))


def numbered(counts: Sequence[Count]) -> list[Span]:
    return [c.span for c in counts]
