"""The command line: one function a command, no logic. What is slow to load is loaded by the command that needs it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from rashomon import __version__
from rashomon.errors import InputError, ProfileError, RashomonError, Refusal

EPILOG = "Exit codes: 0 done, 1 nothing could be read or the request failed, 2 wrong usage or profile, 130 interrupted."

app = typer.Typer(
    name="rashomon", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False, epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
lexicon_app = typer.Typer(
    no_args_is_help=True, help="Look after the word lists.\n\n\b\nExample:\n  rashomon lexicon check", rich_markup_mode=None
)
dev_app = typer.Typer(
    no_args_is_help=True, help="For those who work on Rashomon itself.\n\n\b\nExample:\n  rashomon dev manual", rich_markup_mode=None
)
app.add_typer(lexicon_app, name="lexicon")
app.add_typer(dev_app, name="dev")


class What(StrEnum):
    """The tables that ``show`` knows."""

    tolls = "tolls"
    disputes = "disputes"
    incidents = "incidents"
    reports = "reports"
    figures = "figures"
    events = "events"
    refusals = "refusals"


class Format(StrEnum):
    """The formats that ``export`` writes."""

    jsonl = "jsonl"
    csv = "csv"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH", help="Files or folders: .json, .jsonl, .txt, .html; '-' for standard input.", show_default=False),
]
LedgerPath = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.", show_default=False)]
ProfilePath = Annotated[
    Path | None, typer.Option("--profile", "-p", metavar="FILE", help="A conflict profile (TOML): parties, persons, places, first day.")
]


@app.callback(invoke_without_command=True)
def top(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    """Read news reports of an armed conflict; keep a ledger of who claims what.

    \b
    Example:
      rashomon add war.ledger reports/ --profile war.toml
      rashomon show war.ledger tolls
    """
    if version:
        print(f"rashomon {__version__}")
        raise typer.Exit


@app.command()
def read(
    paths: Paths,
    profile: ProfilePath = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="OUT.jsonl", help="File to write, else standard output.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Give each report's text too.")] = False,
) -> None:
    """Read reports into claims, without a ledger.

    The claims are written in the interchange form, one JSON object per report, one per line. What could not be read is
    listed on standard error. Exit code 1 when nothing could be read.

    \b
    Example:
      rashomon read reports/ --profile war.toml -o claims.jsonl
      cat page.html | rashomon read -
    """
    from rashomon import console, pipeline
    from rashomon.publish.interchange import line, to_json

    refusals: list[Refusal] = []
    notes: list[Refusal] = []
    known, _ = console.profile(profile)
    readings = pipeline.read_paths(paths, known, refusals, notes)
    with console.output(out) as stream:
        done = console.write_lines(stream, (line(to_json(reading, with_text=text)) for reading in readings))
    console.say([*notes, *refusals])
    raise typer.Exit(0 if done else 1)


@app.command()
def add(ledger: LedgerPath, paths: Paths, profile: ProfilePath = None) -> None:
    """Add reports to a ledger, and read them.

    The ledger is made when it is not there. Reports that it has are not read again, so the command may be run twice, or
    after it was stopped. What could not be read is listed with the reason. Exit code 0 when some were refused and the rest
    went in, 1 when nothing could be read.

    \b
    Example:
      rashomon add war.ledger reports/ --profile war.toml
    """
    from rashomon import console, pipeline

    known, run = console.profile(profile)
    with console.ledger(ledger, create=True, run=run) as opened, console.progress("Reading") as progress:
        done = pipeline.add(opened, paths, known, progress=progress)
    console.say([*done.notes, *done.refusals])
    print(console.summary(ledger, done))
    raise typer.Exit(0 if done.added or done.known else 1)


@app.command()
def reread(ledger: LedgerPath, profile: ProfilePath = None) -> None:
    """Read every report of a ledger again.

    For a newer version, or another profile. The older readings are kept, superseded.

    \b
    Example:
      rashomon reread war.ledger --profile war.toml
    """
    from rashomon import console, pipeline

    known, run = console.profile(profile)
    with console.ledger(ledger, run=run) as opened, console.progress("Reading") as progress:
        changed, reports = pipeline.read_again(opened, known, progress=progress)
    print(f"{ledger}: {console.count(reports, 'report')} read again, {changed} with another reading than before.")


@app.command()
def show(ledger: LedgerPath, what: Annotated[What, typer.Argument(help="What to show.", show_default=False)]) -> None:
    """Show a table of what the ledger holds.

    \b
    Example:
      rashomon show war.ledger tolls
      rashomon show war.ledger disputes
    """
    from rashomon import console
    from rashomon.publish import tables

    with console.ledger(ledger) as opened:
        print(tables.render(tables.TABLES[what.value](opened)), end="")


@app.command()
def why(
    ledger: LedgerPath, id: Annotated[str, typer.Argument(metavar="ID", help="An id, or the beginning of one.", show_default=False)]
) -> None:
    """Show why a row is there.

    The report, the sentence and its words, the rules and lexicon entries that read them, what it was linked to and why.
    For a report: its day of publication with the reasons, and all that was read from it.

    \b
    Example:
      rashomon why war.ledger c41f
    """
    from rashomon import console
    from rashomon.publish import why as reasons

    with console.ledger(ledger) as opened:
        print(reasons.show(reasons.why(opened, id)), end="")


@app.command()
def export(
    ledger: LedgerPath,
    format: Annotated[
        Format, typer.Option("--format", "-f", help="jsonl: the interchange, one report a line; csv: for spreadsheets.")
    ] = Format.jsonl,
    out: Annotated[
        str | None, typer.Option("-o", "--out", metavar="PATH", help="A file, or a folder for a file of each kind; else standard output.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="With jsonl: give each report's text too.")] = False,
) -> None:
    """Write the ledger's claims to files.

    A PATH that is a folder, or ends in '/', gets reports, incidents, tolls and disputes in files of their own.

    \b
    Example:
      rashomon export war.ledger --format jsonl -o claims.jsonl
      rashomon export war.ledger --format csv -o tables/
    """
    from rashomon import console
    from rashomon.publish import files

    with console.ledger(ledger) as opened:
        target, folder = console.target(out)
        for made in files.export(opened, format.value, target, folder=folder, with_text=text):
            print(made)


@lexicon_app.command("check")
def lexicon_check() -> None:
    """Check every word list against its schema.

    \b
    Example:
      rashomon lexicon check
    """
    from rashomon import console, lexicon_check

    for file, entries in lexicon_check.check().items():
        print(f"{file:<28} {console.count(entries, 'entry', 'entries')}")


@dev_app.command("manual")
def manual(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The page to write.")] = Path("docs/cli.md"),
) -> None:
    """Write the manual of the command line from its own help.

    \b
    Example:
      rashomon dev manual
    """
    from rashomon import manual as pages

    out.write_text(pages.page(app), "utf-8", newline="\n")
    print(out)


def main() -> None:
    """Runs the command line. A failure that was foreseen is one sentence on standard error and an exit code."""
    try:
        app()
    except ProfileError as err:
        fail(err, 2)
    except RashomonError as err:
        fail(err, 1)
    except KeyboardInterrupt:
        fail(InputError("stopped; what was added stays, and the same command goes on from there."), 130)


def fail(err: RashomonError, code: int) -> None:
    print(f"rashomon: {err}", file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main()
