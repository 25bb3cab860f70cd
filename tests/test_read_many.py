"""Many reports at once: the same readings from several processes as from one, in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from rashomon.model import Report
from rashomon.read import BATCH, read_many

TEXTS = [f"The ministry said on 3 October 2020 that {n} soldiers were killed near Stepanakert." for n in range(2, 2 * BATCH + 5)]


def test_two_processes_read_what_one_reads_in_the_same_order() -> None:
    reports = [Report(id=f"r{n}", text=text) for n, text in enumerate(TEXTS)]
    one = list(read_many(reports, processes=1))
    assert [reading.report.id for reading in one] == [report.id for report in reports]
    assert all(reading.figures for reading in one)
    assert list(read_many(iter(reports), processes=2)) == one


def test_a_script_that_does_not_guard_its_commands_is_told_so(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from rashomon.model import Report\n"
        "from rashomon.read import read_many\n"
        "list(read_many([Report(id=str(n), text='Two men died.') for n in range(40)], processes=2))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "RashomonError: A process that reads reports ended early." in done.stderr
