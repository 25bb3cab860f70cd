"""The README: what it shows is what the program prints, its Python runs, its commands and links are there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench.gate import floors
from typer.main import get_command

from rashomon.cli import app

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SHOWN = re.compile(r"(<!-- shown: [^\n]*-->\n).*?(<!-- end -->)", re.S)
LINES = {"disputes": 16, "tolls": 16}


def shown(ledger: Path) -> str:
    """The beginning of what ./show prints of its last two tables, as the README quotes it."""
    added = (ledger.parent / "added.txt").read_text(encoding="utf-8").strip()
    parts = [f"$ rashomon add war.ledger examples/karabakh-2020 --profile examples/karabakh-2020/karabakh-2020.toml\n{added}"]
    environment = dict(os.environ, COLUMNS="110", PYTHONPATH=str(ROOT / "src"), PYTHONIOENCODING="utf-8")
    for table, lines in LINES.items():
        command = [sys.executable, "-m", "rashomon.cli", "show", ledger.name, table]
        done = subprocess.run(command, cwd=ledger.parent, capture_output=True, encoding="utf-8", check=True, env=environment)
        printed = done.stdout.splitlines()
        more = [f"… {len(printed) - lines} more lines"] if len(printed) > lines else []
        parts.append("\n".join([f"$ rashomon show war.ledger {table}", *(line.rstrip() for line in printed[:lines]), *more]))
    return "```\n" + "\n\n".join(parts) + "\n```\n"


def test_what_it_shows_is_what_the_program_prints(example_ledger: Path, request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    found = SHOWN.search(text)
    assert found
    now = found[1] + shown(example_ledger) + found[2]
    if request.config.getoption("--update"):
        README.write_text(text.replace(found[0], now), encoding="utf-8", newline="\n")
        return
    assert found[0] == now, "the README quotes other output; ./check tests/test_readme.py --update writes it anew"


def test_its_table_of_quality_is_what_the_bench_reached(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    reached = floors()["karabakh"]
    rows = [
        f"| {layer} | {reached[f'{layer} found F1']:.3f} | " + (f"{reached[f'{layer} exact F1']:.3f} |" if layer != "disputes" else "|")
        for layer in ("figures", "events", "disputes")
    ]
    if request.config.getoption("--update"):
        for row in rows:
            text = re.sub(rf"^{re.escape(row[: row.index('|', 2) + 1])} [0-9].*$", row, text, flags=re.M)
        README.write_text(text, encoding="utf-8", newline="\n")
    assert [row for row in rows if row not in text.splitlines()] == []


def test_its_python_runs(example_ledger: Path, tmp_path: Path) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S)
    shutil.copy(example_ledger, tmp_path / "war.ledger")
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"), PYTHONIOENCODING="utf-8")
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "Two" in done.stdout
    assert len(done.stdout.splitlines()) > 100


def test_its_commands_are_there() -> None:
    text = README.read_text(encoding="utf-8")
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"^rashomon ([a-z]+)", text, re.M)) | set(re.findall(r"`rashomon ([a-z]+)", text))
    assert {"add", "show", "why", "export", "read", "lexicon"} <= named <= known


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_its_links_lead_to_files(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
