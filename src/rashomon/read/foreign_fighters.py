"""Men from elsewhere who fight on a side: support for that side, however the sentence comes to speak of them.

"Close to 30 fighters from Syria have died on the Azerbaijani side" says that Syrians fight for Azerbaijan; "Ankara has sent
300 militants to Baku" that Turkey sends them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from rashomon.model import Names
from rashomon.read.document import Sentence
from rashomon.read.event_real import unreal
from rashomon.read.event_roles import Roles, as_list, doer
from rashomon.read.page import Page
from rashomon.read.spans import ancestors, is_passive, prepositional

_FIGHTERS = frozenset("fighter mercenary militant jihadist jihadi volunteer combatant militiaman".split())
_SENDING = frozenset("send move bring transfer transport fly hire recruit ferry dispatch take deliver supply".split())
_GOING = frozenset("travel go come pass arrive head leave cross".split())


@dataclass(frozen=True, slots=True)
class Joined:
    """Fighters from elsewhere on a side: the word for them, who sent them or who they are, and whose side."""

    token: Token
    agent: Names
    side: Names


def fighters_from_elsewhere(page: Page, roles: Roles, sent: Sentence) -> Iterator[Joined]:
    """Fighters of another origin than the sides', sent to a side, fighting for it or dead on it."""
    assert sent.doc is not None
    maybe = {t.i: t for t in sent.of_lemma(_FIGHTERS)}
    maybe |= {t.i: t for t, word in zip(sent.tokens, sent.folded, strict=True) if word.endswith("s") and _nation(page, sent, t)}
    for _, token in sorted(maybe.items()):
        origin = _origin(page, sent, token)
        hired = token.lemma_.lower() == "mercenary"
        if origin is None and not hired or origin in page.cast.sides:
            continue
        verb = next((v for v in ancestors(token) if v.pos_ in {"VERB", "AUX"}), None)
        side = _side(page, roles, sent, token, verb)
        if side is None or side == origin or verb is not None and unreal(verb, "support"):
            continue
        sender: Names = None
        if verb is not None and verb.lemma_.lower() in _SENDING and not is_passive(verb):
            who = doer(verb)
            sender = roles.party(who, sent, None) if who is not None and who != token else None
            sender = None if sender == side else sender
        yield Joined(token, sender or (f"{_adjective(page, sent, token, origin)} fighters" if origin else "mercenaries"), side)
        return


def _nation(page: Page, sent: Sentence, token: Token) -> bool:
    """Whether a word is the people of a state that takes no side: "more than 100 Syrians killed fighting for Azerbaijan"."""
    if token.tag_ not in {"NNPS", "NNS"} or not token.text.endswith("s"):
        return False
    m = page.cast.at(sent.at(token))
    return m is not None and m.kind == "party" and page.cast.kind(m.name) == "state" and m.name not in page.cast.sides


def _origin(page: Page, sent: Sentence, token: Token) -> str | None:
    if _nation(page, sent, token):
        m = page.cast.at(sent.at(token))
        return m.name if m is not None else None
    near = (
        [c for c in token.children if c.dep_ in {"amod", "compound", "nmod"}]
        + [token]
        + [o for p in token.children if p.dep_ == "prep" and p.lower_ == "from" for o in p.subtree]
    )
    verb = token.head
    if token.dep_ in {"dobj", "nsubjpass", "nsubj"} and verb.lemma_.lower() in _SENDING | _GOING:
        near += prepositional(verb, "from")
    for c in near:
        m = page.cast.at(sent.at(c))
        if m is not None and m.kind == "party":
            name = m.party or m.name
            if page.cast.kind(name) == "state" or name.lower().endswith("fighters"):
                return name.removesuffix(" fighters")
    return None


def _adjective(page: Page, sent: Sentence, token: Token, origin: str | None) -> str:
    """The origin as an adjective, for naming them: "Syria" -> "Syrian"."""
    entry = page.cast.parties.get(origin or "")
    return entry.demonyms[0] if entry is not None and entry.demonyms else origin or ""


def _side(page: Page, roles: Roles, sent: Sentence, token: Token, verb: Token | None) -> Names:
    """Whose side they are on: "on the Azerbaijani side", "fighting for Azerbaijan", "sent to Baku"."""
    assert sent.doc is not None
    for t in sent.doc:
        if t.lower_ == "side" and t.i > token.i and t.head.lower_ in {"on", "to"}:
            found = roles.owner(t, sent, None) or next((roles.party(o, sent, None) for o in prepositional(t, "of")), None)
            if found is not None and len(as_list(found)) == 1:
                return found
        if t.lower_ == "for" and t.i > token.i and t.head.lemma_.lower() == "fight":
            for o in t.children:
                if o.dep_ in {"pobj", "dobj"} and (found := roles.party(o, sent, None)) is not None:
                    return found
    if verb is not None and verb.lemma_.lower() in _SENDING | _GOING:
        for o in prepositional(verb, "to", "into"):
            m = page.cast.at(sent.at(o))
            if m is not None and m.kind == "party" and m.party in page.cast.sides:
                return m.party
    return None
