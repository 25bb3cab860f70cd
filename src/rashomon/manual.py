"""The manual of the command line, made from its own help, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

HEAD = """# The command line

This page is made by `rashomon dev manual` from the program's own help; a test checks that it is up to date.

Exit codes:

| code | meaning |
|---|---|
| 0 | done; for `add` and `read` also when some inputs were refused and others went in (each reason is listed on standard error) |
| 1 | nothing at all could be read, the ledger cannot be opened, or an id is not there |
| 2 | wrong usage, or a conflict profile that does not hold together |
| 130 | interrupted; whole reports are in the ledger, and the same command goes on from there |
"""


def page(app: typer.Typer) -> str:
    """The manual as Markdown: each command's help as it is shown on a screen of 100 columns."""
    parts = [HEAD]
    for name, text in _helps(typer.main.get_command(app), "rashomon", None):
        parts.append(f"## {name}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _helps(command: Any, name: str, parent: Any) -> Iterator[tuple[str, str]]:
    context = command.context_class(command, info_name=name.split()[-1], parent=parent, terminal_width=100, max_content_width=100)
    yield name, "\n".join(line.rstrip() for line in command.get_help(context).strip().splitlines())
    for sub in getattr(command, "commands", {}):
        yield from _helps(command.commands[sub], f"{name} {sub}", context)
