"""For those who write rules: records the parses that the examples are tested on, and shows what a change gains and loses.

``python -m rashomon.dev parses`` and ``python -m rashomon.dev gains``; docs/add-a-rule.md says when.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rashomon.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

LAYERS = ("figures", "events", "disputes")
"""The layers of the interchange that hold claims."""


# ---- parses ---------------------------------------------------------------------------------------------------------


def example_sentences(folder: Path) -> list[str]:
    """The sentences of all example files in a folder that ask for a parse (``parse = true``), sorted, each once."""
    from rashomon.read.document import sentences_of

    found: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        raw = tomllib.loads(path.read_text("utf-8"))
        if raw.get("parse"):
            found.update(sentence.text for case in raw["case"] for sentence in sentences_of(case["text"]))
    return sorted(found)


def parse_row(doc: Doc) -> dict[str, Any]:
    """A parse as plain lists, one item for each token; ``heads`` are token numbers within the sentence."""
    return {
        "text": doc.text,
        "words": [t.text for t in doc],
        "spaces": "".join("1" if t.whitespace_ else "0" for t in doc),
        "tags": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "lemmas": [t.lemma_ for t in doc],
        "heads": [t.head.i for t in doc],
        "deps": [t.dep_ for t in doc],
    }


def record_parses(folder: Path, out: Path) -> int:
    """Parses every sentence of the examples anew with the default model and writes them, one JSON object a line.

    In: the folder of the example files and the file to write. Out: how many sentences it holds. Raises ModelError.
    """
    from rashomon.read.parse import load_nlp, pipe

    sentences = example_sentences(folder)
    rows = [parse_row(doc) for doc in pipe(load_nlp(), sentences)]
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return len(rows)


def load_parses(path: Path) -> Mapping[str, Doc]:
    """Recorded parses as Docs, sentence -> Doc, made with a blank vocabulary: no model is loaded.

    A Doc has what the rules use (text, tags, lemmas, heads, labels, and the lexical flags of English); it has no vectors and
    no named entities.
    """
    import spacy

    vocab = spacy.blank("en").vocab
    return {row["text"]: _doc(vocab, row) for row in map(json.loads, path.read_text("utf-8").splitlines())}


def _doc(vocab: Any, row: Mapping[str, Any]) -> Doc:
    from spacy.tokens import Doc

    spaces = [mark == "1" for mark in row["spaces"]]
    return Doc(
        vocab,
        words=row["words"],
        spaces=spaces,
        tags=row["tags"],
        pos=row["pos"],
        lemmas=row["lemmas"],
        heads=row["heads"],
        deps=row["deps"],
    )


def changed_parses(nlp: Language, recorded: Mapping[str, Doc]) -> list[str]:
    """The recorded sentences that a model now parses in another way."""
    from rashomon.read.parse import pipe

    return [doc.text for doc in pipe(nlp, list(recorded)) if parse_row(doc) != parse_row(recorded[doc.text])]


# ---- gains ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A claim that one reading has and another has not, or has otherwise, with the sentence it stands in."""

    what: Literal["gained", "lost", "changed"]
    report: str
    layer: str
    id: str
    sentence: str
    fields: str
    """What the claim says; for a changed one each field that differs, before and after."""


def gains(before: Path, after: Path, reports: Path | None = None) -> list[Change]:
    """What a change of the rules gained, lost and changed, by report and place.

    In: two readings of the same reports in the interchange form (JSONL), and, where those hold no texts, a folder of
    reports (JSON with ``id`` and ``text``) to take the sentences from. Claims are the same when report, layer and id
    are. Raises InputError where a line is not JSON.
    """
    old, new = _claims(before), _claims(after)
    texts = dict(_texts(reports)) if reports else {}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        report, layer, claim = key
        row = now or was or {}
        what: Literal["gained", "lost", "changed"] = "gained" if was is None else "lost" if now is None else "changed"
        fields = _differing(was, now) if was is not None and now is not None else _said(row)
        changes.append((row.get("start") or 0, Change(what, report, layer, claim, _sentence(row, texts.get(report, "")), fields)))
    return [change for _, change in sorted(changes, key=lambda c: (c[1].report, c[0], c[1].layer, c[1].id))]


def show_gains(changes: Iterable[Change]) -> Iterator[str]:
    """Lines to print: each change with its sentence, then how many of each kind."""
    counted = {"gained": 0, "lost": 0, "changed": 0}
    for change in changes:
        counted[change.what] += 1
        sign = {"gained": "+", "lost": "-", "changed": "~"}[change.what]
        yield f"{sign} {change.report} {change.layer} {change.id}  {change.fields}"
        yield f"    {change.sentence}"
    yield ", ".join(f"{number} {what}" for what, number in counted.items())


def _claims(path: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            report = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path} line {number} is not JSON: {error}.") from error
        for layer in LAYERS:
            for row in report.get(layer, ()):
                found[report["id"], layer, str(row.get("id"))] = row
    return found


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("**/*.json")):
        raw = json.loads(path.read_text("utf-8"))
        if isinstance(raw, dict) and "text" in raw:
            yield raw.get("id", path.stem), raw["text"]


def _sentence(row: Mapping[str, Any], text: str) -> str:
    """The sentence that a claim stands in, on one line; its evidence where the text is not known."""
    from rashomon.read.document import split_sentences

    start = row.get("start")
    if text and start is not None:
        for span, _ in split_sentences(text):
            if span.start <= start < span.end:
                return " ".join(span.within(text).split())
    evidence = row.get("evidence") or " | ".join(side.get("evidence") or "" for side in row.get("sides", ()))
    return " ".join(str(evidence).split())


_QUIET = {"id", "start", "end", "evidence", "rules", "sides"}


def _said(row: Mapping[str, Any]) -> str:
    return " ".join(f"{key}={value}" for key, value in row.items() if key not in _QUIET and value not in (None, [], ""))


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    keys = [key for key in dict.fromkeys((*was, *now)) if was.get(key) != now.get(key)]
    return "; ".join(f"{key}: {was.get(key)} -> {now.get(key)}" for key in keys)


def main(argv: Sequence[str] | None = None) -> int:
    """``parses [FOLDER OUT]`` or ``gains BEFORE AFTER [REPORTS]``; 2 when the words do not fit."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["parses"] and len(words) in (1, 3):
        folder, out = (Path(words[1]), Path(words[2])) if len(words) == 3 else (Path("tests/examples"), Path("tests/parses.jsonl"))
        sys.stdout.write(f"{record_parses(folder, out)} sentences in {out}\n")
        return 0
    if words[:1] == ["gains"] and len(words) in (3, 4):
        for line in show_gains(gains(Path(words[1]), Path(words[2]), Path(words[3]) if len(words) == 4 else None)):
            sys.stdout.write(line + "\n")
        return 0
    sys.stderr.write("usage: python -m rashomon.dev parses [FOLDER OUT] | gains BEFORE AFTER [REPORTS]\n")
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
