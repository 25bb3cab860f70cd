"""docs/walk.md: the pages it gives are read by the commands it gives, and print what it says they print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
WALK = ROOT / "docs" / "walk.md"
BLOCK = re.compile(r"```(?P<kind>html|text|console)\n(?P<body>.*?)```\n", re.S)
NAMED = re.compile(r"`([\w-]+\.(?:html|txt))`:")
CHANGING = ((re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "(time of receipt)"), (re.compile(r"\b[0-9a-f]{64}\b"), "(64 hex digits)"))
"""What differs from run to run, or with the last blank of the page."""


def printed(command: str, folder: Path) -> str:
    words = command.split()
    assert words[0] == "rashomon"
    environment = dict(os.environ, COLUMNS="100", PYTHONPATH=str(ROOT / "src"), PYTHONIOENCODING="utf-8")
    run = [sys.executable, "-m", "rashomon.cli", *words[1:]]
    done = subprocess.run(run, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment)
    assert done.returncode == 0, done.stderr
    out = done.stdout
    for pattern, word in CHANGING:
        out = pattern.sub(word, out)
    return "".join(f"{line.rstrip()}\n" for line in out.strip().splitlines())


def test_the_walk_prints_what_it_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    page = WALK.read_text("utf-8")
    ran = []

    def walk(block: re.Match[str]) -> str:
        if block["kind"] != "console":
            (tmp_path / NAMED.findall(page[: block.start()])[-1]).write_text(block["body"], "utf-8")
            return block[0]
        commands = re.findall(r"^\$ (.+)$", block["body"], re.M)
        ran.extend(commands)
        return "```console\n" + "\n".join(f"$ {command}\n{printed(command, tmp_path)}" for command in commands).rstrip() + "\n```\n"

    walked = BLOCK.sub(walk, page)
    if request.config.getoption("--update"):
        WALK.write_text(walked, "utf-8")
    assert WALK.read_text("utf-8") == walked
    assert {command.split()[1] for command in ran} == {"add", "show", "why", "export"}
    assert (tmp_path / "claims.jsonl").read_text("utf-8").count("\n") == 2


def test_the_walk_leads_to_pages_that_are_there() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", WALK.read_text("utf-8"))
    assert links
    assert [link for link in links if not (WALK.parent / link).is_file()] == []


def test_the_number_that_the_walk_follows_is_the_one_that_its_row_shows() -> None:
    page = WALK.read_text("utf-8")
    followed = re.search(r"\$ rashomon why war\.ledger (c[0-9a-f]{12})\n+figure\s+(c[0-9a-f]{12})  2 killed", page)
    assert followed
    assert followed[1] == followed[2]
