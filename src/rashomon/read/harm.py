"""People harmed: which counts in a sentence count them, and of which kind of harm.

Each rule takes a parsed sentence, the counts found in it and the words, and yields links: this number, these people, this
harm, said by this word. A count that no rule links is not a figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rashomon.model import Count
from rashomon.read.document import Sentence
from rashomon.read.harm_nouns import NounRules
from rashomon.read.harm_parts import LeaningRules
from rashomon.read.harm_some import SomeRules
from rashomon.read.harm_uncounted import UncountedRules
from rashomon.read.harm_verbs import VerbRules
from rashomon.read.harm_words import Link

__all__ = ["HarmReader", "Link"]


class HarmReader(VerbRules, NounRules, LeaningRules, UncountedRules, SomeRules):
    """All rules about people harmed, and the order in which they are asked."""

    def __init__(self) -> None:
        super().__init__()
        self.alone: tuple[Callable[[Sentence, Count, frozenset[str]], Iterator[Link]], ...] = (
            *(self.harm_before_number, self.harm_after_number, self.harm_noun_counted, self.harmed_by_verb, self.toll_reaches_number),
            *(self.lives_lost, self.taken_to_hospital, self.harmed_by_phrase, self.label_and_number, self.among_the_harmed),
            self.harm_and_far_number,
        )
        """The rules that need a number and its sentence alone; the first that links a number has it."""

    def read(self, sent: Sentence, counts: Sequence[Count], demonyms: frozenset[str] = frozenset(), last: Link | None = None) -> list[Link]:
        """All links of a sentence in text order, one for each number and harm.

        In: a parsed sentence, its counts (offsets in the report), the folded names of peoples, and the last link of the
        sentence before, for numbers that leave out what they count. Out: links.
        """
        if sent.doc is None:
            return []
        found: dict[tuple[int, int, str], Link] = {}

        def keep(link: Link) -> None:
            key = (link.count.span.start, link.count.span.end, link.harm)
            found.setdefault(key, link)

        taken: set[int] = set()
        counts = [_entire(sent, c) for c in counts if not _no_count(sent, c)]
        for count in counts:
            if count.value == 0:
                for link in self.nobody_harmed(sent, count):
                    keep(link)
                    taken.add(count.span.start)
                continue
            for rule in self.alone:
                links = list(rule(sent, count, demonyms))
                for link in links:
                    keep(link)
                if links:
                    taken.add(count.span.start)
                    break
        for count in counts:
            if count.span.start not in taken and count.value != 0:
                for link in self.part_of_whole(sent, count, list(found.values())):
                    keep(link)
                    taken.add(count.span.start)
        for count in counts:
            if count.span.start not in taken and count.value != 0:
                for link in self.same_harm_carried(sent, count, list(found.values()), last):
                    keep(link)
                    taken.add(count.span.start)
        numbered = [c.span for c in counts]
        for link in self.uncounted_people(sent, numbered, demonyms, list(found.values())):
            keep(link)
        taken_words = {k.people.i for k in found.values() if k.people is not None}
        for link in (*self.uncounted_among(sent, numbered, demonyms), *self.one_of_them(sent, numbered, list(found.values()))):
            if link.people is None or link.people.i not in taken_words:
                keep(link)
        for link in self.share_of_the_harmed(sent, numbered):
            keep(link)
        for link in self.dead_and_wounded(sent, numbered, list(found.values())):
            keep(link)
        for link in self.uncounted_harms(sent, numbered, list(found.values())):
            keep(link)
        return self.marked_parts(sent, sorted(found.values(), key=lambda k: (k.count.span.start, k.count.span.end)))


_AGE = re.compile(r"\b(?:boy|girl|man|woman|child|son|daughter|youth|teenager|baby) of\s+$", re.I)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w{0,6}\.?\s*$")
_RATIO = re.compile(r"\s+(?:in|out of)\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|100|10|5|4|3)\b", re.I)
_DISEASE = re.compile(r"\b(?:cholera|measles|malaria|covid\S*|coronavirus|pandemic|epidemic|polio|dengue|ebola|diphtheria)\b", re.I)


def _no_count(sent: Sentence, count: Count) -> bool:
    """Whether a number is an age ("a boy of eleven"), part of a date, a share ("six in ten") or a toll of a disease."""
    start, end = count.span.start - sent.span.start, count.span.end - sent.span.start
    before, rest = sent.text[:start], sent.text[end:]
    if count.value != 0 and (_AGE.search(before) or _RATIO.match(rest)):
        return True
    if count.text.isdigit() and _MONTH.search(before) and count.value is not None and count.value > 9999:
        return True
    return (
        bool(_DISEASE.search(before[-120:] + " " + rest[:40]))
        and re.match(r"\s+(?:\w+\s+)?(?:deaths|cases|people (?:died|have died)|dead)\b", rest) is not None
    )


def _entire(sent: Sentence, count: Count) -> Count:
    """ "Five entire families": how many people that is, is not said."""
    if re.match(
        r"\s+(?:entire|whole)\s+(?:\w+\s+)?(?:families|family|households|households|villages)\b",
        sent.text[count.span.end - sent.span.start :],
        re.I,
    ):
        return replace(count, value=None, low=None, high=None, qualifier="vague")
    return count
