"""Who says it: cues that hand words over to a speaker, and the stretch of the sentence that each covers.

A sentence is given out among its cues: a cue that stands before what is said covers the words up to the next cue's clause,
one that stands after it covers the words before, one set between commas covers both. The innermost cue wins, since it names
the origin: in "RIA quoted the ministry as saying" the ministry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from rashomon.lexicon import ReportingVerb, fold
from rashomon.model import Span, Stance
from rashomon.read.document import Sentence
from rashomon.read.spans import children, noun_phrase, prepositional, subject

Way = Literal["forward", "backward", "both"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a sentence: who speaks (a token to resolve, None when nobody is named), and what it covers."""

    speaker: Token | None
    span: Span
    word: str
    kind: str
    """neutral, distanced, denial, admission, blame, hearsay"""
    covers: tuple[Span, ...]
    rule: str
    relayed_by: Token | None = None
    """Who passes the speaker's words on: "RIA" in "RIA quoted the ministry as saying"."""
    entries: tuple[str, ...] = ()
    takes_clause: bool = True

    @property
    def stance(self) -> Stance:
        return {"denial": "denied", "hearsay": "unconfirmed"}.get(self.kind, "asserted")  # type: ignore[return-value]


_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_NOUN_CUES = {
    "report", "statement", "claim", "account", "count", "estimate", "figure", "toll", "tally", "allegation", "accusation", "assertion",
    "announcement", "reckoning", "record", "data", "investigation", "inquiry", "tweet", "post", "information", "version", "word",
    "list", "calculation",
}  # fmt: skip
_HEARSAY_VERBS = {
    "say", "believe", "think", "claim", "allege", "rumour", "rumor", "presume", "suspect", "estimate", "understand", "accuse", "fear",
}  # fmt: skip
_NOT_SPEAKERS = {
    "it", "there", "this", "that", "which", "what", "these", "those", "video", "footage", "picture", "image", "attack", "strike",
    "war", "toll", "fighting", "shell", "rocket", "missile", "drone", "bomb", "blast", "explosion", "who", "we", "i", "you", "us",
}  # fmt: skip
_SPEECH = {
    "say", "tell", "report", "announce", "deny", "claim", "state", "accuse", "blame", "reject", "accord", "according", "insist",
    "confirm", "put", "count", "acknowledge",
}  # fmt: skip
_CONTRAST = {"but", "while", "whereas", "although", "though", "yet", "however"}


def said_that_clause(sent: Sentence, verbs: Mapping[str, ReportingVerb]) -> Iterator[Cue]:
    """A reporting verb with a subject; the clause or count it takes, before, after or around it.

    "The ministry said two soldiers were killed."
      speaker "ministry", cue "said", covers "two soldiers were killed."
    """
    assert sent.doc is not None
    for verb in sent.having(verbs):
        entry = verbs[fold(verb.text)]
        if verb.pos_ not in {"VERB", "AUX", "NOUN"} or (verb.pos_ == "NOUN" and not children(verb, "nsubj")):
            continue
        if entry.stance in {"denial", "blame"} and "clause" not in entry.takes and not children(verb, "dobj", "prep", "ccomp"):
            continue
        speaker = _speaker(verb)
        if speaker is None:
            continue
        if speaker.lower_ in _NOT_SPEAKERS and speaker.lower_ not in {"it", "who", "which"}:
            continue
        if verb.lemma_.lower() == "claim" and any(
            c.dep_ == "dobj" and c.lower_ in {"responsibility", "credit", "life", "lives", "victory"} for c in verb.children
        ):
            continue
        if verb.tag_ == "VB" and any(
            c.dep_ == "aux" and c.lower_ in {"to", "could", "would", "may", "might", "can", "should"} for c in verb.children
        ):
            continue
        if verb.lemma_.lower() == "tell" and any(c.dep_ == "xcomp" and c.tag_ == "VB" for c in verb.children):
            continue  # an order: "told residents to leave"
        if "clause" not in entry.takes and not _has_count_or_noun(verb):
            continue
        if _object_is_thing(verb, entry):
            continue
        speaker = _count_owner(speaker)
        kind: str = entry.stance
        if any(c.dep_ == "neg" for c in verb.children):
            kind = "silence"
        yield Cue(speaker, sent.of(verb), verb.lemma_.lower(), kind, _covered(sent, verb, speaker, entry), "said_that_clause",
                  entries=(f"reporting_verbs: {entry.name}",), takes_clause="clause" in entry.takes)  # fmt: skip


def _speaker(verb: Token) -> Token | None:
    """Who the verb's speaker is: its subject, or the noun that follows it in "…, said X"."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return None
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return None
    found = subject(verb)
    if found is not None and found.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl":
        return verb.head
    if found is not None:
        return found
    if verb.dep_ == "advcl" or verb.dep_ == "pcomp":
        found = subject(verb.head)
        return found
    # "… destroyed," said Ali Hasan: the parser may hang the name as an object.
    after = [c for c in verb.children if c.i > verb.i and c.dep_ in {"dobj", "attr", "npadvmod", "oprd"} and c.pos_ in {"PROPN", "NOUN"}]
    before = [t for t in verb.doc[: verb.i] if t.text in {",", '"', "”"}]
    if after and before and before[-1].i >= verb.i - 2:
        return after[0]
    return None


def _has_count_or_noun(verb: Token) -> bool:
    return any(c.dep_ in {"dobj", "prep", "ccomp", "oprd", "attr", "dative"} for c in verb.children)


def _object_is_thing(verb: Token, entry: ReportingVerb) -> bool:
    """Whether a verb that may take a clause stands here with a plain object and no harm in it: "gave an order", "put on a coat"."""
    if "clause" in entry.takes or entry.stance != "neutral":
        return False
    inside = [t for c in verb.children if c.i > verb.i for t in c.subtree]
    return not any(
        t.like_num
        or t.pos_ == "NUM"
        or t.lower_ in {"dozens", "hundreds", "thousands", "dead", "killed", "scores", "wounded", "casualties", "deaths", "toll", "figures"}
        for t in inside
    ) and entry.name in {
        "put", "give", "carry", "list", "name", "number", "count", "record", "register", "own", "update", "identify", "receive",
        "recover", "treat", "release",
    }


def _covered(sent: Sentence, verb: Token, speaker: Token, entry: ReportingVerb) -> tuple[Span, ...]:
    assert sent.doc is not None
    doc = sent.doc
    cue_start, cue_end = _cue_bounds(verb, speaker)
    own = {t.i for t in speaker.subtree} if speaker.i != verb.i else set()
    if speaker.i > verb.i:
        cue_end = max(cue_end, noun_phrase(speaker)[1])
    after = [t for t in doc[verb.i + 1 :] if t.i >= cue_end and t.i not in own]
    way = _way(sent, verb, speaker, cue_start, cue_end, after, entry)
    out: list[Span] = []
    if way in {"backward", "both"}:
        start = _clause_start(doc, cue_start)
        if start < cue_start:
            out.append(Span(sent.at(doc[start]), sent.at(doc[cue_start - 1]) + len(doc[cue_start - 1])))
    if way in {"forward", "both"} and cue_end < len(doc):
        out.append(Span(sent.at(doc[cue_end]), sent.span.end))
    return tuple(out)


def _cue_bounds(verb: Token, speaker: Token) -> tuple[int, int]:
    """Token bounds of subject and verb together."""
    start = min(verb.i, speaker.i)
    if speaker.i < verb.i:
        left = noun_phrase(speaker)[0]
        start = min(start, left if left <= speaker.i else speaker.i)
    for c in verb.children:
        if c.dep_ in {"aux", "neg"} and c.i < start:
            start = c.i
    return start, verb.i + 1


def _way(sent: Sentence, verb: Token, speaker: Token, start: int, end: int, after: list[Token], entry: ReportingVerb) -> Way:
    doc = verb.doc
    finite_after = any(t.tag_ in _FINITE and not _in_relative(t, verb) for t in after)
    before = [t for t in doc[:start] if not t.is_punct and not t.is_space]
    finite_before = any(t.tag_ in _FINITE for t in before) or any(t.like_num for t in before)
    comma_before = start > 0 and (doc[start - 1].is_punct or doc[start - 1].is_quote)
    comma_after = end < len(doc) and doc[end].text == ","
    that_after = any(t.lower_ in {"that", ":"} or t.text == ":" for t in doc[end : min(len(doc), end + 6)])
    clausal = "clause" in entry.takes
    closed = end >= len(doc) or doc[end].is_punct and doc[end].text not in {":", "-", "–", "—", '"', "“", "'", "‘"}
    if closed and before and (finite_before or comma_before):
        # "…, the ministry replied; what had suffered was private property."
        return "both" if end < len(doc) - 1 else "backward"
    if finite_before and comma_before and any(t.text == ":" for t in doc[end : min(len(doc), end + 6)]):
        return "both"
    if speaker.i > verb.i and (comma_before or sent.quotes):
        return "both" if finite_after and comma_after else "backward"
    if finite_before and comma_before and (not clausal or not that_after):
        if not finite_after and not _counts_after(after):
            if "figure" in entry.takes or "noun" in entry.takes:
                if any(c.dep_ in {"dobj"} for c in verb.children):
                    return "forward"
            return "backward"
        if comma_after:
            return "both"
    later = [
        c
        for c in verb.children
        if c.i > verb.i and c.dep_ in {"dobj", "ccomp", "xcomp"} and not (c.dep_ == "dobj" and verb.lemma_.lower() in {"tell", "inform"})
    ]
    if finite_before and not finite_after and clausal and not later and not _counts_after(after):
        return "backward"
    if not finite_after and verb.lemma_.lower() in {"tell", "inform"} and comma_before and finite_before:
        return "backward"
    return "forward"


def _counts_after(after: list[Token]) -> bool:
    """Whether a verb without a clause goes on to a number: "speak of thousands dead", "reported five dead"."""
    return any(
        t.like_num or t.lower_ in {"dozens", "hundreds", "thousands", "scores", "several", "many", "casualties", "losses", "toll"}
        for t in after[:12]
    )


def _in_relative(token: Token, limit: Token) -> bool:
    here = token
    for _ in range(30):
        if here.dep_ in {"relcl", "advcl"} and here.head is not limit:
            return True
        if here is limit or here.head is here:
            return False
        if here.dep_ == "relcl":
            return True
        here = here.head
    return False


def _clause_start(doc: object, before: int) -> int:
    """Where the words that a cue closes begin: the sentence's start, or after the last semicolon, colon or contrast."""
    tokens = list(doc)[:before]  # type: ignore[call-overload]
    for i in range(len(tokens) - 2, 0, -1):
        t = tokens[i]
        if t.text == ";":
            return i + 1
        if t.text == ":" and i > 3:
            return i + 1
        if (
            t.lower_ in _CONTRAST
            and i > 2
            and tokens[i - 1].text == ","
            and len(tokens) - i > 4
            and any(x.lemma_.lower() in _SPEECH for x in tokens[:i])
        ):
            return i + 1
    return 0


def according_to_source(sent: Sentence) -> Iterator[Cue]:
    """ "According to" and its like, at either end of a clause or between commas.

    "Ten people died, according to the ministry."
      speaker "ministry", cue "according to", covers "Ten people died"
    """
    assert sent.doc is not None
    for t in sent.having({"according", "citing", "quoting"}):
        if t.lower_ == "according" and t.i + 1 < len(sent.doc) and sent.doc[t.i + 1].lower_ == "to":
            to = sent.doc[t.i + 1]
            who = [c for c in to.children if c.dep_ == "pobj"] or [c for c in t.children if c.dep_ == "pobj"]
            speaker = who[0] if who else _next_noun(to)
            if speaker is None:
                continue
            speaker = _count_owner(speaker)
            yield Cue(
                speaker,
                Span(sent.at(t), sent.at(to) + 2),
                "according to",
                "neutral",
                _around(sent, t.i, _end_of(speaker)),
                "according_to_source",
            )
        if t.lower_ in {"citing", "quoting"} and t.pos_ in {"VERB", "ADP"}:
            who = children(t, "dobj", "pobj")
            if who:
                yield Cue(
                    _count_owner(who[0]),
                    sent.of(t),
                    t.lower_,
                    "neutral",
                    _around(sent, t.i, _end_of(who[0])),
                    "according_to_source",
                    relayed_by=subject(t),
                )


_COUNTS = frozenset(
    ["count", "estimate", "account", "figure", "tally", "reckoning", "word", "version", "calculation", "record", "number"]
)


def by_own_count(sent: Sentence) -> Iterator[Cue]:
    """A count, estimate or account of somebody's, after "by", "in", "on" or "from".

    "By the army's own count, more than 50 men were killed."
      speaker "army", cue "count", covers "more than 50 men were killed."
    """
    assert sent.doc is not None
    for t in sent.of_lemma(_COUNTS):
        back = list(sent.doc[max(0, t.i - 7) : t.i])
        preps = [
            x
            for x in back
            if x.lower_ in {"by", "in", "on", "from", "per"}
            and not any(y.pos_ in {"VERB", "AUX"} or y.is_punct for y in sent.doc[x.i + 1 : t.i])
        ]
        if not preps or any(x.like_num for x in sent.doc[preps[-1].i : t.i]):
            continue
        owner = _owner(t) or next((x for x in reversed(sent.doc[preps[-1].i + 1 : t.i]) if x.pos_ == "PROPN" or x.text[:1].isupper()), None)
        if owner is None or t.lemma_.lower() in {"number", "figure", "record", "word"} and owner.dep_ not in {"poss", "pobj"}:
            continue
        end = t.i + 1
        if t.i + 1 < len(sent.doc) and sent.doc[t.i + 1].lower_ in {"of"} and owner.i > t.i:
            end = _end_of(owner)
        covers = _around(sent, preps[-1].i, end)
        if end < len(sent.doc) and not sent.doc[end].is_punct:
            # "…, where by its account 89 of its men died": what comes after, to the end of the clause
            last = end
            while last < len(sent.doc) and sent.doc[last].text != ";":
                last += 1
            covers = (Span(sent.at(sent.doc[end]), sent.at(sent.doc[last - 1]) + len(sent.doc[last - 1])),)
        yield Cue(owner, sent.of(t), t.lower_, "neutral", covers, "by_own_count")


def _owner(noun: Token) -> Token | None:
    """Whose a count is: "the army's count", "U.N. estimates", "the count of the ministry"."""
    for c in noun.children:
        if c.dep_ in {"poss"}:
            return c
    of = prepositional(noun, "of", "from", "by")
    if of:
        return of[0]
    for c in noun.children:
        if c.dep_ in {"compound", "amod", "nmod"} and (c.pos_ == "PROPN" or c.text[:1].isupper() or c.lower_ in _COUNTERS):
            return c
    return None


_COUNTERS = {"army", "police", "ministry", "government", "military", "hospital", "intelligence", "state", "health", "official"}


def _count_owner(noun: Token) -> Token:
    """The body behind its paper: "according to a report by the ministry", "figures from the UN" -> ministry, UN."""
    if noun.lemma_.lower() in _NOUN_CUES:
        return _owner(noun) or noun
    return noun


def quoted_as_saying(sent: Sentence, verbs: Mapping[str, ReportingVerb]) -> Iterator[Cue]:
    """Somebody quoted by somebody else: the one quoted is the source.

    "RIA quoted the ministry as saying that ten people died."
      speaker "ministry", cue "quoted", covers "that ten people died."
    """
    assert sent.doc is not None
    for verb in sent.of_lemma({"quote", "cite"}):
        if verb.pos_ != "VERB" or verb.tag_ == "VBG":
            continue
        passive = children(verb, "nsubjpass")
        quoted = passive or children(verb, "dobj") or [c for cc in children(verb, "ccomp") for c in children(cc, "nsubj")]
        if not quoted:
            continue
        saying = [t for t in sent.doc[verb.i :] if t.lower_ in {"saying", "telling", "reporting"}]
        end = saying[0].i + 1 if saying else verb.i + 1
        start = min(verb.i, (subject(verb) or verb).left_edge.i, quoted[0].left_edge.i)
        finite_after = any(t.tag_ in _FINITE for t in sent.doc[end:])
        covers = (
            _around(sent, start, end)
            if not finite_after
            else ((Span(sent.at(sent.doc[end]), sent.span.end),) if end < len(sent.doc) else ())
        )
        yield Cue(quoted[0], sent.of(verb), verb.lower_, "neutral", covers, "quoted_as_saying", relayed_by=subject(verb))


def speaker_and_colon(sent: Sentence) -> Iterator[Cue]:
    """A name and a colon at the head of a sentence, or a speaker after a comma or dash at the end of a headline.

    "United Nations: two million are displaced"
      speaker "Nations", cue ":", covers "two million are displaced"
    """
    assert sent.doc is not None
    doc = sent.doc
    for t in doc[1:13]:
        if t.text == ":" and t.i + 2 < len(doc):
            before = [x for x in doc[: t.i] if x.pos_ in {"PROPN", "NOUN"}]
            if before and not any(x.tag_ in _FINITE for x in doc[: t.i]) and before[-1].i == t.i - 1:
                yield Cue(before[-1], sent.of(t), ":", "neutral", (Span(sent.at(doc[t.i + 1]), sent.span.end),), "speaker_and_colon")
            break
    noted = re.search(r"\((?:source|sources|via|data|according)\s*:?\s+([A-Z][^()]{2,60})\)", sent.text, re.I)
    if noted:
        token = sent.token_at(sent.span.start + noted.end(1) - 1)
        if token is not None:
            yield Cue(
                token,
                Span(sent.span.start + noted.start(), sent.span.start + noted.end()),
                "source",
                "neutral",
                (Span(sent.span.start, sent.span.start + noted.start()),),
                "speaker_and_colon",
            )
    tail = re.search(r"(?:: |, | - )([a-z][a-z ]{3,30})$", sent.text) or re.search(r": ([a-z][a-z ]{3,30})\.$", sent.text)
    if tail:
        token = sent.token_at(sent.span.start + tail.end(1) - 1)
        if (
            token is not None
            and token.pos_ in {"NOUN", "PROPN"}
            and fold(tail.group(1))
            in {
                "monitor", "police", "ministry", "report", "army", "officials", "activists", "un", "rescuers", "observatory",
                "state media", "medics", "witnesses", "watchdog", "monitors", "residents",
            }
        ):
            yield Cue(
                token,
                Span(sent.span.start + tail.start(1), sent.span.start + tail.end(1)),
                tail.group(1),
                "neutral",
                (Span(sent.span.start, sent.span.start + tail.start()),),
                "speaker_and_colon",
            )


def reportedly(sent: Sentence) -> Iterator[Cue]:
    """Hearsay with no speaker: "reportedly", "is said to have", "are believed", "unconfirmed reports".

    "Two men were reportedly killed."
      speaker nobody, cue "reportedly", covers the whole sentence
    """
    assert sent.doc is not None
    for t in sent.tokens:
        low = t.lower_
        if low in {"reportedly", "allegedly", "purportedly", "supposedly", "apparently", "purported"}:
            yield Cue(None, sent.of(t), low, "hearsay", (_clause_of(sent, t),), "reportedly")
        elif (
            t.tag_ == "VBN"
            and t.lemma_.lower() in _HEARSAY_VERBS
            and any(c.dep_ == "auxpass" for c in t.children)
            and not children(t, "agent")
        ):
            if children(t, "xcomp", "ccomp", "oprd") or t.lemma_.lower() in {"accuse"} or any(c.lower_ == "to" for c in t.children):
                yield Cue(None, sent.of(t), low, "hearsay", (_clause_of(sent, t),), "reportedly")
        elif low in {"unconfirmed", "unverified", "alleged"} and t.dep_ == "amod":
            yield Cue(
                None,
                sent.of(t),
                low,
                "hearsay",
                (Span(sent.at(sent.doc[t.head.left_edge.i]), sent.at(sent.doc[t.head.right_edge.i]) + len(sent.doc[t.head.right_edge.i])),),
                "reportedly",
            )


def _clause_of(sent: Sentence, token: Token) -> Span:
    assert sent.doc is not None
    doc = sent.doc
    start, end = 0, len(doc)
    for i in range(token.i, 0, -1):
        if doc[i].text == ";" or (doc[i].lower_ in _CONTRAST and doc[i - 1].text == ","):
            start = i + 1
            break
    for i in range(token.i + 1, len(doc)):
        if doc[i].text == ";" or (doc[i].lower_ in _CONTRAST and doc[i - 1].text == ","):
            end = i
            break
    return Span(sent.at(doc[start]), sent.at(doc[end - 1]) + len(doc[end - 1]))


def _next_noun(token: Token) -> Token | None:
    for t in token.doc[token.i + 1 : token.i + 8]:
        if t.pos_ in {"PROPN", "NOUN"} and not (t.i + 1 < len(token.doc) and token.doc[t.i + 1].pos_ in {"PROPN", "NOUN"}):
            return t
    return None


def _end_of(noun: Token) -> int:
    return max(noun.i + 1, noun_phrase(noun)[1])


def _around(sent: Sentence, start: int, end: int) -> tuple[Span, ...]:
    """What a phrase such as "according to X" covers: its clause, before and after it."""
    assert sent.doc is not None
    doc = sent.doc
    out: list[Span] = []
    head = [t for t in doc[:start] if not t.is_punct]
    closes = end >= len(doc) or doc[end].is_punct
    if head:
        first = _clause_start(doc, start)
        out.append(Span(sent.at(doc[first]), sent.at(doc[start - 1]) + len(doc[start - 1])))
    if end < len(doc) and (not head or closes):
        last = end
        while last < len(doc) and doc[last].text != ";" and not (head and doc[last].lower_ in _CONTRAST and doc[last - 1].text == ","):
            last += 1
        if last > end:
            out.append(Span(sent.at(doc[end]), sent.at(doc[last - 1]) + len(doc[last - 1])))
    return tuple(out)


_ADJUNCT = re.compile(
    r"^(?:\s*(?:,|on|in|at|via|late|early|earlier|later|also|yesterday|today|Monday|Tuesday|Wednesday|"
    r"Thursday|Friday|Saturday|Sunday|afternoon|morning|evening|night|a|an|the|its|his|her|their|"
    r"statement|briefing|interview|report|tweet|reporters|journalists|us|told|news|conference|Twitter|"
    r"Facebook|Telegram|website|television|state|by|phone|to|AFP|Reuters|AP|AFP\.|press|video|post|"
    r"message|social|media|TV|radio))*\s*[.!?\"”’')]*$",
)


def name_beside_verb(sent: Sentence, verbs: Mapping[str, ReportingVerb], names: Sequence[Span], taken: set[Span]) -> Iterator[Cue]:
    """A name right before or right after a reporting verb, where the parse gives the verb no speaker or another one.

    "At least 40 were wounded in the attack on the quarter the Observatory said on Saturday."
      speaker "Observatory", cue "said", covers the words before it
    """
    assert sent.doc is not None
    doc = sent.doc
    inside = [n for n in names if sent.span.covers(n)]
    for verb in sent.having(verbs):
        entry = verbs[fold(verb.text)]
        if (
            entry.stance in {"denial", "blame"}
            or verb.i == 0
            or sent.of(verb) in taken
            or verb.tag_ in {"VB", "VBG", "NN", "NNS"}
            and verb.lower_ not in {"said", "says", "reports"}
        ):
            continue
        rest = sent.text[verb.idx + len(verb) :]
        if re.match(r"\s+(?:responsibility|credit|victory|the lives|lives)\b", rest):
            continue
        at_end = bool(_ADJUNCT.match(rest))
        start = sent.at(verb)
        before = next(
            (
                n
                for n in inside
                if n.end <= start
                and re.fullmatch(
                    r"\s*(?:also |later |earlier |now |still |first |initially |again |then |has |had |have |,)?\s*",
                    sent.text[n.end - sent.span.start : verb.idx],
                )
            ),
            None,
        )
        noun = doc[verb.i - 1]
        if (
            before is None
            and (at_end or verb.lower_ == "said" and re.match(r"\s+(?:in|on|at|after|as|adding)\b", rest))
            and noun.pos_ in {"NOUN", "PROPN"}
            and noun.lower_ in _SPEAKING_NOUNS
        ):
            before = sent.of(noun)
        if before is not None:
            whose = next(
                (
                    n
                    for n in inside
                    if n.end < before.start and _BELONGS.fullmatch(sent.text[n.end - sent.span.start : before.start - sent.span.start])
                ),
                None,
            )
            before = whose or before  # "Ali Hasan of the Defence Ministry said"
            token = sent.token_at(before.end - 1)
            opening = sent.token_at(before.start)
            if token is None or opening is None:
                continue
            while (
                opening.i > 0
                and doc[opening.i - 1].pos_ in {"DET", "ADJ", "NOUN", "PROPN"}
                and doc[opening.i - 1].pos_ != "PROPN"
                and opening.i - 1 > 0
            ):
                opening = doc[opening.i - 1]
            if at_end and opening.i > 2:
                first = _clause_start(doc, opening.i)
                yield Cue(
                    token,
                    sent.of(verb),
                    verb.lemma_.lower(),
                    entry.stance,
                    (Span(sent.at(doc[first]), sent.at(doc[opening.i - 1]) + len(doc[opening.i - 1])),),
                    "name_beside_verb",
                    entries=(f"reporting_verbs: {entry.name}",),
                )
            elif (
                opening.i > 3
                and re.match(
                    r"\s+(?:in|on|at|after|as|adding|during|late|early|citing|contradicting|in an|following|[A-Z][a-z]+day)\b", rest
                )
                and any(x.tag_ in _FINITE for x in doc[: opening.i])
                and not re.match(r"[^.;]{0,30}\bthat\b", rest)
            ):
                first = _clause_start(doc, opening.i)
                yield Cue(
                    token,
                    sent.of(verb),
                    verb.lemma_.lower(),
                    entry.stance,
                    (Span(sent.at(doc[first]), sent.at(doc[opening.i - 1]) + len(doc[opening.i - 1])),),
                    "name_beside_verb",
                    entries=(f"reporting_verbs: {entry.name}",),
                )
            elif not at_end and verb.i + 1 < len(doc) and verb.tag_ in _FINITE:
                yield Cue(
                    token,
                    sent.of(verb),
                    verb.lemma_.lower(),
                    entry.stance,
                    (Span(sent.at(doc[verb.i + 1]), sent.span.end),),
                    "name_beside_verb",
                    entries=(f"reporting_verbs: {entry.name}",),
                )
            continue
        if doc[verb.i - 1].text in {",", '"', "”", "'", "’"}:
            after = next(
                (
                    n
                    for n in inside
                    if n.start > start
                    and re.fullmatch(
                        r"\s*(?:to us |us |to \w+ )?(?:the |a |an )?(?:\w+ )?", sent.text[verb.idx + len(verb) : n.start - sent.span.start]
                    )
                ),
                None,
            )
            token = sent.token_at(after.end - 1) if after is not None else None
            if token is not None and verb.i > 2:
                first = _clause_start(doc, verb.i)
                yield Cue(
                    token,
                    sent.of(verb),
                    verb.lemma_.lower(),
                    entry.stance,
                    (Span(sent.at(doc[first]), sent.at(doc[verb.i - 1]) + len(doc[verb.i - 1])),),
                    "name_beside_verb",
                    entries=(f"reporting_verbs: {entry.name}",),
                )


# What may stand between a speaker and the body named after:
# "Ali Hasan of the rights group X", "the WHO's office in X", "Ali, a doctor at X,"
_BELONGS = re.compile(r"\s+of\s+(?:the\s+)?(?:[\w'’-]+\s+){0,3}|(?:'s|’s)\s+\w+\s+in\s+(?:the\s+)?|,\s+(?:an?|the|who)\s+[^,;.]{0,60}\s")
_SPEAKING_NOUNS = {
    "monitor", "observatory", "ministry", "police", "officials", "official", "army", "activists", "witnesses", "residents", "medics",
    "doctors", "authorities", "spokesman", "spokeswoman", "group", "agency", "source", "sources", "rescuers", "statement", "bulletin",
    "report", "network", "office", "military", "government", "observers", "hospital", "rebels", "lawyers", "centre", "center",
}  # fmt: skip


def find_cues(sent: Sentence, verbs: Mapping[str, ReportingVerb], names: Sequence[Span] = ()) -> list[Cue]:
    """All cues of a sentence, in the order in which they begin; each with the stretch that is left to it.

    ``names`` are the spans of the persons, parties and organisations named in the report.
    """
    names = [n for n in names if sent.span.covers(n)]
    quoted = list(quoted_as_saying(sent, verbs))
    taken = {c.span for c in quoted}
    found = quoted + [c for c in said_that_clause(sent, verbs) if c.span not in taken]
    sound = {
        c.span
        for c in found
        if c.covers
        and c.speaker is not None
        and (c.speaker.pos_ == "PRON" or abs(c.speaker.i - (sent.token_at(c.span.start) or c.speaker).i) <= 12)
    }
    beside = list(name_beside_verb(sent, verbs, names, taken | {s for s in sound if not _doubtful(sent, s, found, names)}))
    found = [c for c in found if c.span not in {b.span for b in beside}] + beside
    found += [*source_in_brackets(sent, names), *speaker_and_count(sent, names)]
    found += [*according_to_source(sent), *by_own_count(sent), *speaker_and_colon(sent), *reportedly(sent)]
    return sorted(found, key=lambda c: (c.span.start, c.span.end))


def _doubtful(sent: Sentence, span: Span, cues: Sequence[Cue], names: Sequence[Span]) -> bool:
    """Whether the speaker that the parse gave stands apart from its verb while a name stands right beside the verb."""
    cue = next(c for c in cues if c.span == span)
    if cue.speaker is None or cue.speaker.pos_ == "PRON":
        return False
    beside = next((n for n in names if sent.span.covers(n) and 0 <= span.start - n.end <= 1), None)
    if beside is None:
        before = sent.text[: span.start - sent.span.start].rstrip()
        if not before.endswith((",", '"', "”", "'", "’")):
            return False
        beside = next(
            (
                n
                for n in names
                if sent.span.covers(n)
                and n.start > span.end
                and re.fullmatch(
                    r"\s*(?:to us |us |to \w+ )?(?:the |a |an )?(?:\w+ )?",
                    sent.text[span.end - sent.span.start : n.start - sent.span.start],
                )
            ),
            None,
        )
    if beside is None:
        return False
    own = [sent.at(t) for t in cue.speaker.subtree]
    return not any(beside.start <= at < beside.end for at in own)


def source_in_brackets(sent: Sentence, names: Sequence[Span]) -> Iterator[Cue]:
    """A body in brackets at the end of a sentence with a number is its source: "Displaced: 4.5 million (UNHCR)."

    "Deaths to the end of the year: 12,000 (UNDP)."
      speaker "UNDP", cue "(UNDP)", covers the sentence before it
    """
    if not re.search(r"\d", sent.text):
        return
    for n in names:
        if not sent.span.covers(n) or n.start == sent.span.start:
            continue
        start, end = n.start - sent.span.start, n.end - sent.span.start
        if (
            sent.text[start - 1] == "("
            and re.fullmatch(r"[^()]{0,12}\)[.\s\"”]*", sent.text[end:])
            and not re.search(r"[A-Z]\w+\s*\($", sent.text[:start])
        ):
            token = sent.token_at(n.end - 1)
            if token is not None:
                yield Cue(
                    token, Span(n.start - 1, n.end + 1), "source", "neutral", (Span(sent.span.start, n.start - 1),), "source_in_brackets"
                )


def speaker_and_count(sent: Sentence, names: Sequence[Span]) -> Iterator[Cue]:
    """A name, a comma and a count after a semicolon, where an earlier speaker's verb is left out: "…; Amnesty, at least 110".

    "The UN says 140 were killed; Human Rights Watch, at least 110."
      speaker "Human Rights Watch", cue ",", covers "at least 110."
    """
    for n in names:
        if not sent.span.covers(n):
            continue
        start, end = n.start - sent.span.start, n.end - sent.span.start
        match = re.match(r",?\s+(?:at least |more than |some |about |nearly |over |only |of )?\d[\d,]*\b", sent.text[end:])
        if match and "," in match.group()[:1] and re.search(r";\s+(?:the\s+)?$", sent.text[:start]):
            stop = sent.text.find(";", end)
            yield Cue(
                sent.token_at(n.end - 1),
                Span(n.end, n.end + 1),
                ",",
                "neutral",
                (Span(n.end + 1, sent.span.start + stop if stop > 0 else sent.span.end),),
                "speaker_and_count",
            )


def cue_for(cues: list[Cue], at: Span) -> Cue | None:
    """The cue that a word stands under: of those that cover it, the one that begins last before it, else the first after it."""
    over = [c for c in cues if any(s.covers(at) for s in c.covers) and c.kind not in {"hearsay", "silence"}]
    if len(over) > 1:
        over = [c for c in over if c.word not in {"receive", "recover", "treat", "release"}] or over
    relayed = [c for c in over if c.relayed_by is not None]
    if relayed:
        return relayed[-1]
    before = [c for c in over if c.span.start <= at.start]
    if before:
        return max(before, key=lambda c: c.span.start)
    return min(over, key=lambda c: c.span.start) if over else None


def hedged(cues: list[Cue], at: Span) -> Cue | None:
    """The hearsay cue that a word stands under, if any."""
    return next((c for c in cues if c.kind == "hearsay" and any(s.covers(at) for s in c.covers)), None)
