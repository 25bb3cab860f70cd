"""What holds for all tests: no network, the same examples on every run, and one ledger of the bundled war for who needs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# The same examples each time, so that a red test is red for everyone; a slow machine is no failure.
settings.register_profile("check", derandomize=True, deadline=None)
settings.load_profile("check")

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "karabakh-2020"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected texts anew instead of comparing; review the diff")


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled war as ``rashomon add`` makes it; beside it, added.txt holds what the command said.

    Not to be written to: it is made once for all tests.
    """
    folder = tmp_path_factory.mktemp("example")
    command = [sys.executable, "-m", "rashomon.cli", "add", "war.ledger", str(EXAMPLE), "--profile", str(EXAMPLE / "karabakh-2020.toml")]
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    (folder / "added.txt").write_text(done.stdout, encoding="utf-8")
    return folder / "war.ledger"


_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection beyond this machine fails the test that makes it."""

    def connect(self: socket.socket, address: Any) -> None:
        here = isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1", "localhost")
        if here or self.family == getattr(socket, "AF_UNIX", None):
            return _connect(self, address)
        raise AssertionError(f"a test wanted the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", connect)
