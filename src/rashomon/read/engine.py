"""The reader with its words and models loaded: runs the rules over reports, a batch of parses at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from rashomon.ingest.debris import find_debris
from rashomon.ingest.language import language_of
from rashomon.lexicon import Official, Organisation, Party, ReportingVerb, by_form, fold, load
from rashomon.model import Debris, NameMention, PlaceMention, Reading, Report, Span
from rashomon.profile import Profile
from rashomon.read import parse
from rashomon.read.actors import Cast, bare_organs
from rashomon.read.dateline import dateline_span, publication_day
from rashomon.read.disputes import find_disputes
from rashomon.read.document import Sentence, sentences_of
from rashomon.read.events import EventReader
from rashomon.read.figures import FigureReader
from rashomon.read.gazetteer import Gazetteer, packaged
from rashomon.read.learnt_places import learnt_places
from rashomon.read.moments import find_moments, resolve_all
from rashomon.read.name_index import NameIndex
from rashomon.read.names import carry_surnames, find_names
from rashomon.read.page import Page
from rashomon.read.places import find_places, resolve_places

READABLE = frozenset({"en"})


class Engine:
    """Everything the rules need, loaded once per process."""

    def __init__(self, model: str | None = None) -> None:
        self.nlp = parse.load_nlp(model)
        self.version = f"reader 1, {parse.model_name(model)}"
        self.verbs = by_form("reporting_verbs.toml", ReportingVerb)
        self.officials = dict(load("officials.csv", Official))
        self.parties = dict(load("parties.csv", Party))
        self.organisations = dict(load("organisations.csv", Organisation))
        self.figures = FigureReader()
        self.events = EventReader()
        self._profiles: dict[int, tuple[Profile | None, NameIndex, Gazetteer, dict[str, Party]]] = {}

    def tools(self, profile: Profile | None) -> tuple[NameIndex, Gazetteer, dict[str, Party]]:
        """The name index, gazetteer and parties with the profile's own added."""
        key = id(profile)
        if key not in self._profiles or self._profiles[key][0] is not profile:
            parties = dict(self.parties)
            if profile is not None:
                parties.update({p.name: p for p in profile.parties if p.name not in parties})
            gazetteer = packaged()
            if profile is not None and profile.places:
                gazetteer = Gazetteer(places=profile.places)
            self._profiles[key] = (profile, NameIndex.build(profile), gazetteer, parties)
        _, names, gazetteer, parties = self._profiles[key]
        return names, gazetteer, parties

    def read(self, reports: Sequence[Report], profile: Profile | None = None) -> Iterator[Reading]:
        """Readings of a batch of reports, in order; their sentences are parsed together."""
        languages = [r.language or language_of(r.text) for r in reports]
        drafts: list[list[Sentence] | None] = []
        texts: list[str] = []
        for report, language in zip(reports, languages, strict=True):
            if language not in READABLE:
                drafts.append(None)
                continue
            head = dateline_span(report.text)
            holes = self._debris(report) + ((Debris(head, "dateline"),) if head is not None else ())
            sentences = sentences_of(report.text, holes)
            drafts.append(sentences)
            texts.extend(s.text for s in sentences)
        docs = parse.pipe(self.nlp, texts)
        for report, language, draft in zip(reports, languages, drafts, strict=True):
            if draft is None:
                yield Reading(report=report, published=report.published, published_from=report.published_from, readable=False,
                              note=f"in {language}, which is not read", reader=self.version)  # fmt: skip
                continue
            for sent in draft:
                sent.doc = next(docs)
            yield self._read(report, draft, profile)

    def _debris(self, report: Report) -> tuple[Debris, ...]:
        found = {(d.span.start, d.span.end): d for d in find_debris(report.text)}
        found.update({(d.span.start, d.span.end): d for d in report.debris})
        return tuple(found[k] for k in sorted(found))

    def _read(self, report: Report, sentences: list[Sentence], profile: Profile | None) -> Reading:
        index, gazetteer, parties = self.tools(profile)
        text = report.text
        raws = find_moments(text)
        published, origin, days = publication_day(report, raws, profile=profile, officials=self.officials)
        moments = resolve_all(raws, published=published, conflict_start=profile.start if profile else None)
        names = carry_surnames(find_names(text, index=index, day=published), text)
        countries = tuple(profile.country) if profile else ()
        places = resolve_places(
            find_places(text, gazetteer=gazetteer, countries=countries), gazetteer=gazetteer, countries=countries, text=text
        )
        inside = _inside(sentences, dateline_span(text))
        moments = [m for m in moments if inside(m.span.start)]
        names = [n for n in names if inside(n.span.start)]
        places = _no_persons([p for p in places if inside(p.span.start)], names)
        places = sorted([*places, *learnt_places(text, places, names)], key=lambda p: p.span)
        names = bare_organs(text, sentences, names, places, index)
        cast = Cast(text, sentences, names, parties, profile, places, self.organisations, self.officials, published)
        page = Page(report, sentences, cast, moments, places, published, self.verbs, profile or Profile(), self.organisations)
        demonyms = frozenset(fold(n.text) for n in names if n.kind == "party")
        figures = self.figures.read(page, demonyms)
        events = self.events.read(page)
        disputes = find_disputes(page, figures, events)
        return Reading(
            report=report, published=published, published_from=origin, days=days, attributions=page.attributions(),
            moments=tuple(moments), places=tuple(places), names=tuple(names), figures=tuple(figures), events=tuple(events),
            disputes=tuple(disputes), reader=self.version,
        )  # fmt: skip


def _inside(sentences: Sequence[Sentence], dateline: Span | None) -> Callable[[int], bool]:
    """Whether a character of the report lies in a sentence or in the dateline, and not in debris."""
    starts = [s.span.start for s in sentences]

    def inside(offset: int) -> bool:
        if dateline is not None and dateline.start <= offset < dateline.end:
            return True
        i = bisect_right(starts, offset) - 1
        return i >= 0 and sentences[i].span.start <= offset < sentences[i].span.end

    return inside


def _no_persons(places: Iterable[PlaceMention], names: Sequence[NameMention]) -> list[PlaceMention]:
    """Places that are no part of a person's name: "Jordan" in "Jordan Ali"."""
    persons = [n.span for n in names if n.kind == "person"]
    return [p for p in places if not any(s.covers(p.span) for s in persons)]

