"""The project as files: locks, versions, what must not stand in a tracked file, and the set-up scripts."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import rashomon

ROOT = Path(__file__).resolve().parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """The files under version control; in an unpacked sdist, which has none, all files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.decode().split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts and "build" not in path.parts]


def pins(lock: Path) -> dict[str, str]:
    """Package and version of each entry of a lock; one that differs by platform gives all its versions."""
    found: dict[str, str] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock.read_text(encoding="utf-8"), re.M):
        found[name] = f"{found[name]} {version}" if name in found else version
    return found


def base_name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


# ---- locks ----------------------------------------------------------------------------------------------------------


def test_there_are_three_locks() -> None:
    assert [lock.name for lock in LOCKS] == ["base.lock", "build.lock", "dev.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 5
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+(\[[^\]]*\])?==\S", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_a_package_has_one_version_in_all_locks() -> None:
    base, build, dev = (pins(lock) for lock in LOCKS)
    assert base.items() <= dev.items()
    shared = build.keys() & dev.keys()
    assert {name: build[name] for name in shared} == {name: dev[name] for name in shared}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    base, build, dev = (pins(lock) for lock in LOCKS)
    assert {base_name(r) for r in PROJECT["project"]["dependencies"]} <= base.keys()
    assert {base_name(r) for r in PROJECT["dependency-groups"]["dev"]} <= dev.keys()
    assert {base_name(r) for r in PROJECT["build-system"]["requires"]} <= build.keys()


def test_building_needs_the_same_by_both_lists() -> None:
    lines = (ROOT / "requirements" / "build.in").read_text(encoding="utf-8").splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    assert set(PROJECT["build-system"]["requires"]) <= listed


# ---- versions -------------------------------------------------------------------------------------------------------


def test_the_version_is_the_same_everywhere() -> None:
    version = PROJECT["project"]["version"]
    assert rashomon.__version__ == version
    assert re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert metadata.version("rashomon") == version


def test_the_set_up_scripts_take_the_pythons_that_the_package_takes() -> None:
    supported = bootstrap().SUPPORTED
    low, high = re.findall(r"3\.(\d+)", PROJECT["project"]["requires-python"])
    assert [minor for _, minor in supported] == list(range(int(low), int(high)))
    classified = [c.rsplit(".", 1)[1] for c in PROJECT["project"]["classifiers"] if "Python :: 3." in c]
    assert [int(minor) for minor in classified] == [minor for _, minor in supported]


# ---- what no tracked file holds -------------------------------------------------------------------------------------


def test_no_tracked_file_names_a_place_on_one_machine() -> None:
    # Put together here so that this file passes its own test.
    places = [f"/{top}/{rest}" for top, rest in (("root", ""), ("work", ""), ("opt", "py"), ("opt", "wheels"), ("home", "[a-z]"))]
    pattern = re.compile(rf"(?<![\w.:/-])(?:{'|'.join(places)})".encode())
    found = [f"{path.relative_to(ROOT)}: {hit[0].decode()}" for path in tracked() for hit in [pattern.search(path.read_bytes())] if hit]
    assert found == []


def test_the_made_gazetteer_is_not_tracked() -> None:
    assert not [path for path in tracked() if path.name.startswith("gazetteer.sqlite") and (ROOT / ".git").exists()]


# ---- importing ------------------------------------------------------------------------------------------------------


def test_importing_the_package_loads_neither_spacy_nor_the_database() -> None:
    code = "import sys, rashomon; print([m for m in ('spacy', 'sqlalchemy', 'numpy', 'trafilatura') if m in sys.modules])"
    environment = dict(os.environ, PYTHONPATH=str(ROOT / "src"))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


def imports(path: Path) -> set[str]:
    """The top-level packages that a source file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_the_package_imports_only_what_it_declares() -> None:
    declared = {base_name(requirement).replace("-", "_") for requirement in PROJECT["project"]["dependencies"]}
    used = {name for path in (ROOT / "src").rglob("*.py") for name in imports(path)} - set(sys.stdlib_module_names) - {"rashomon"}
    assert used <= declared


def test_the_program_starts_without_the_development_and_build_packages() -> None:
    kept_out = [base_name(r).replace("-", "_") for r in (*PROJECT["dependency-groups"]["dev"], *PROJECT["build-system"]["requires"])]
    code = (
        f"import sys; kept_out = {kept_out!r}\n"
        "for name in kept_out: sys.modules[name] = None\n"  # importing such a name raises ImportError
        "import rashomon.read.parse, rashomon.ingest, rashomon.store, rashomon.reconcile, rashomon.publish, rashomon.console\n"
        "from rashomon.cli import main\n"
        "sys.argv = ['rashomon', '--version']; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout.strip(), done.returncode) == (f"rashomon {rashomon.__version__}", 0), done.stderr


def test_a_model_is_loaded_in_one_place() -> None:
    room = ROOT / "src" / "rashomon"
    load = re.compile(r"\bspacy\.load\(")
    loads = [path.relative_to(room).as_posix() for path in room.rglob("*.py") if load.search(path.read_text(encoding="utf-8"))]
    assert loads == ["read/parse.py"]


def test_a_name_that_the_package_has_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'raed'"):
        _ = rashomon.raed  # type: ignore[attr-defined]
    assert {"read", "open", "__version__"} <= set(dir(rashomon))


def test_the_guard_against_the_network_works() -> None:
    with socket.socket() as out, pytest.raises(AssertionError, match="wanted the network"):
        out.connect(("192.0.2.1", 80))


# ---- setting up -----------------------------------------------------------------------------------------------------


def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "tools" / "bootstrap.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("command", ["show", "check", ".ci/run"])
def test_the_commands_can_be_run(command: str) -> None:
    assert os.access(ROOT / command, os.X_OK)


def test_without_a_fitting_python_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    module = bootstrap()
    monkeypatch.setattr(module, "works", lambda python: "3.9.1")
    with pytest.raises(module.SetupError, match=r"needs Python 3\.11, 3\.12 or 3\.13"):
        module.find_python()
    monkeypatch.setattr(module, "set_up", lambda lock: module.find_python())
    monkeypatch.chdir(ROOT)
    assert module.main(module.check, []) == 2
    said = capsys.readouterr().err.strip()
    assert "\n" not in said
    assert said.startswith("Rashomon needs Python")


def test_a_python_that_cannot_make_environments_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module = bootstrap()
    monkeypatch.setattr(module, "works", lambda python: "3.12.3")
    monkeypatch.setattr(module, "quiet", lambda command: None)
    with pytest.raises(module.SetupError, match="python3-venv"):
        module.find_python()


def test_what_is_installed_already_is_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = bootstrap()
    for name in ("pyproject.toml", "hatch_build.py", "requirements/base.lock", "requirements/dev.lock", "requirements/build.lock",
                 "tools/build_gazetteer.py", "src/rashomon/lexicon.py",
                 "src/rashomon/data/gazetteer.sqlite", ".venv/bin/rashomon"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    for name, value in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "STAMP": tmp_path / ".venv" / "stamp.json",
                        "RASHOMON": tmp_path / ".venv/bin/rashomon"}.items():  # fmt: skip
        monkeypatch.setattr(module, name, str(value))
    made: list[str] = []
    monkeypatch.setattr(module, "works", lambda python: "3.11.7")
    monkeypatch.setattr(module, "say", lambda text: None)
    monkeypatch.setattr(module, "make_venv", lambda: made.append("venv"))
    monkeypatch.setattr(module, "pip", lambda *arguments, **variables: made.append(" ".join(arguments[-3:-1]) + " " + " ".join(variables)))

    def done(lock: str) -> list[str]:
        made.clear()
        module.set_up(lock)
        return [step.strip() for step in made]

    project = "--no-build-isolation -e"
    assert done("base") == ["venv", "requirements/base.lock -r", f"{project} RASHOMON_REBUILD_GAZETTEER"]
    assert done("base") == []
    assert done("dev") == ["requirements/dev.lock -r", project]
    assert done("base") == done("dev") == []
    (tmp_path / "tools/build_gazetteer.py").write_text("changed")
    assert done("base") == [f"{project} RASHOMON_REBUILD_GAZETTEER"]
    (tmp_path / "requirements/dev.lock").write_text("changed")
    assert done("base") == []
    assert done("dev") == ["requirements/dev.lock -r", project]
    (tmp_path / "src/rashomon/data/gazetteer.sqlite").unlink()
    assert done("dev") == [f"{project} RASHOMON_REBUILD_GAZETTEER"]
    (tmp_path / "src/rashomon/data/gazetteer.sqlite").write_text("made")
    monkeypatch.setattr(module, "works", lambda python: "3.12.1")  # the Python under the environment was replaced
    assert done("base")[0] == "venv"
    assert json.loads((tmp_path / ".venv" / "stamp.json").read_text())["python"] == "3.12.1"
