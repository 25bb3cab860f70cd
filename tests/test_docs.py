"""The pages under docs/: they name the files that are there, and no link leads nowhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARCHITECTURE = ROOT / "docs" / "architecture.md"
ROOMS = ("ingest", "read", "reconcile", "store", "publish", "")
FILES = re.compile(r"(<!-- files: [^\n]*-->\n).*?(<!-- end -->)", re.S)
PAGES = sorted(path for pattern in ("*.md", "docs/*.md", "examples/*/README.md", "tests/gold/*/README.md") for path in ROOT.glob(pattern))


def first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0].replace("``", "`")


def table() -> str:
    lines = []
    for room in ROOMS:
        lines += ["", f"### {room or 'beside the rooms'}", "", "| file | what it is for |", "|---|---|"]
        for path in sorted((ROOT / "src" / "rashomon" / room).glob("*.py")):
            lines.append(f"| {path.name} | {first_line(path)} |")
    return "\n".join([*lines[1:], ""])


def test_the_map_names_every_file_and_what_it_is_for(request: pytest.FixtureRequest) -> None:
    text = ARCHITECTURE.read_text("utf-8")
    now = FILES.sub(lambda found: found[1] + table() + found[2], text)
    if request.config.getoption("--update"):
        ARCHITECTURE.write_text(now, "utf-8", newline="\n")
        return
    assert text == now, "files were added, renamed or taken away; ./check tests/test_docs.py --update writes the map anew"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text("utf-8"), flags=re.S)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    inside = [link for link in links if link and not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_files_that_pages_name_are_there() -> None:
    known = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.*") if ".venv" not in path.parts}
    missing = []
    for page in PAGES:
        for name in re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|toml|csv|md|jsonl|sqlite))`", page.read_text("utf-8")):
            if "*" not in name and not any(path.endswith(name) for path in known):
                missing.append(f"{page.name}: {name}")
    assert missing == []
