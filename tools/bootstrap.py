"""Sets up a fresh clone for ./show and ./check: a virtual environment, the locked packages, the project itself.

Only the standard library, and no syntax newer than Python 3.6, so that an old Python can say what is wrong in a sentence.
What was installed is remembered by hash in .venv/rashomon-setup.json, so the second run starts at once.
pip keeps the user's own configuration; the locks hold versions and hashes and no address.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
RASHOMON = os.path.join(BIN, "rashomon.exe" if os.name == "nt" else "rashomon")
STAMP = os.path.join(VENV, "rashomon-setup.json")
SUPPORTED = ((3, 11), (3, 12), (3, 13))
EXAMPLE = os.path.join("examples", "karabakh-2020")
LEDGER = os.path.join("build", "karabakh-2020.ledger")
LINES = 40  # of each table, so that all four can be read


class SetupError(Exception):
    """Setting up cannot go on; the text is one sentence for the user."""


def main(command, arguments):
    """Run one of the commands below; out comes the exit status, 2 when setting up failed."""
    os.chdir(ROOT)
    try:
        return command(arguments)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on.", file=sys.stderr)
        return 130


# ---- the two commands -----------------------------------------------------------------------------------------------


def show(arguments):
    """Build a ledger of the bundled war in build/ and print what it holds."""
    if arguments:
        raise SetupError("./show takes no arguments; for reports of your own see `%s --help`." % relative(RASHOMON))
    set_up("base")
    os.makedirs("build", exist_ok=True)
    for ending in ("", "-wal", "-shm"):  # the example's ledger is made anew each time
        if os.path.exists(LEDGER + ending):
            os.remove(LEDGER + ending)
    profile = os.path.join(EXAMPLE, "karabakh-2020.toml")
    say("Reading the reports in %s into %s" % (EXAMPLE, LEDGER))
    status = subprocess.call([RASHOMON, "add", LEDGER, EXAMPLE, "--profile", profile])
    if status:
        return status
    for table in ("reports", "incidents", "disputes", "tolls"):
        status = show_table(table)
        if status:
            return status
    program = relative(RASHOMON)
    say("The ledger is %s. What to type next:" % LEDGER)
    for command, does in (
        ("why %s ID" % LEDGER, "where a row comes from, to the character; ID stands in the tables"),
        ("export %s --format csv -o tables/" % LEDGER, "everything, for a spreadsheet"),
        ("add my.ledger FOLDER", "the same for reports of your own"),
        ("--help", "all commands"),
    ):
        print("  %-77s %s" % (program + " " + command, does))
    return 0


def show_table(table):
    """Print the first lines of a table, and say how many more there are and how to see them."""
    command = "rashomon show %s %s" % (LEDGER, table)
    say(command)
    width = str(shutil.get_terminal_size((120, 24)).columns)
    environment = dict(os.environ, COLUMNS=width, PYTHONIOENCODING="utf-8")
    done = subprocess.run([RASHOMON, "show", LEDGER, table], stdout=subprocess.PIPE, env=environment, check=False)
    lines = done.stdout.decode("utf-8").splitlines()
    print("\n".join(lines[:LINES]), flush=True)
    if len(lines) > LINES:
        print("… %d more lines: %s" % (len(lines) - LINES, os.path.join(os.path.dirname(relative(RASHOMON)), command)), flush=True)
    return done.returncode


def check(arguments):
    """Run the linter, the type checker and the tests; all three run, and any failure makes the status 1."""
    set_up("dev")
    failed = []
    for name, command in (
        ("ruff", [PYTHON, "-m", "ruff", "check", "."]),
        ("mypy", [PYTHON, "-m", "mypy"]),
    ):
        say(name)
        if subprocess.call(command):
            failed.append(name)
    if failed:
        say("Failed before the tests: %s (see above)" % ", ".join(failed))
    say("pytest")
    status = subprocess.call([PYTHON, "-m", "pytest"] + arguments)
    return 1 if failed else status


# ---- setting up -----------------------------------------------------------------------------------------------------


def set_up(lock):
    """Make .venv hold the packages of requirements/<lock>.lock and this project, doing only what is not done yet."""
    build = digest(["requirements/build.lock"])
    wanted = {
        "packages": digest(["requirements/%s.lock" % lock]) + build,
        "project": digest(["pyproject.toml", "hatch_build.py", "requirements/build.lock"]) + ROOT,
        # lexicon.py folds the names that the gazetteer is looked up by
        "gazetteer": digest(["tools/build_gazetteer.py", "src/rashomon/lexicon.py", "requirements/build.lock"]),
    }
    with Turn():
        done = read_stamp()
        if done.get("python") and works(PYTHON) != done["python"]:
            done = {}
        known = done.get("packages", {})
        gazetteer = os.path.join(ROOT, "src", "rashomon", "data", "gazetteer.sqlite")
        fresh_packages = known.get(lock) == wanted["packages"]
        fresh_gazetteer = done.get("gazetteer") == wanted["gazetteer"] and os.path.exists(gazetteer)
        fresh_project = done.get("project") == wanted["project"] and os.path.exists(RASHOMON)
        if fresh_packages and fresh_gazetteer and fresh_project:
            return
        if not done:
            make_venv()
            known = {}
        if not fresh_packages:
            say("Installing the packages of requirements/%s.lock (some 500 MB; once)" % lock)
            # The locks name every package there is to install, so pip has nothing to resolve.
            pip("--require-hashes", "--no-deps", "-r", "requirements/%s.lock" % lock, "-r", "requirements/build.lock")
            # A package has one version in all locks of one commit, so the other lock's packages stand unless it has changed too.
            known = {name: value for name, value in known.items() if value == digest(["requirements/%s.lock" % name]) + build}
            known[lock] = wanted["packages"]
            write_stamp({"python": works(PYTHON), "packages": known})
        say("Installing Rashomon and making its gazetteer (once)")
        rebuild = {} if fresh_gazetteer else {"RASHOMON_REBUILD_GAZETTEER": "1"}
        pip("--no-deps", "--no-build-isolation", "-e", ".", **rebuild)
        write_stamp(
            {"python": works(PYTHON), "packages": known, "project": wanted["project"], "gazetteer": wanted["gazetteer"]}
        )


def make_venv():
    python = find_python()
    say("Making .venv with %s (Python %s)" % (python, works(python)))
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    run([python, "-m", "venv", VENV], "The virtual environment .venv could not be made")


def find_python():
    """A Python of a supported version that can make virtual environments: this one, or one on PATH."""
    names = ["python%d.%d" % version for version in reversed(SUPPORTED)] + ["python3", "python"]
    lame = None
    for path in [sys.executable] + [shutil.which(name) for name in names]:
        version = works(path) if path else None
        if version is None or tuple(int(part) for part in version.split(".")[:2]) not in SUPPORTED:
            continue
        if quiet([path, "-c", "import venv, ensurepip"]) is not None:
            return path
        lame = lame or path
    if lame:
        raise SetupError(
            "%s cannot make virtual environments, because its modules venv and ensurepip are missing; install them "
            "(on Debian and Ubuntu the package is called python3-venv) and run this again." % lame
        )
    raise SetupError(
        "Rashomon needs Python 3.11, 3.12 or 3.13; this is Python %d.%d and none of those is on PATH: install one and run this again."
        % sys.version_info[:2]
    )


def works(python):
    """The version of a Python as "3.11.7", or None when it cannot be started (a shim may point to nothing)."""
    return quiet([python, "-c", "import platform; print(platform.python_version())"])


def pip(*arguments, **variables):
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0", PYTHONNOUSERSITE="1", **variables)
    environment.pop("PYTHONPATH", None)
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input"] + list(arguments)
    run(command, "pip could not install what is needed (is there a network, or a package index that pip is set to use?)", environment)


def run(command, complaint, environment=None):
    status = subprocess.call(command, env=environment)
    if status:
        raise SetupError("%s: `%s` ended with status %d." % (complaint, " ".join(command), status))


def quiet(command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return None
    return done.stdout.decode().strip() if done.returncode == 0 else None


# ---- what was done --------------------------------------------------------------------------------------------------


class Turn:
    """One setting-up at a time in one clone: the second to come waits for the first."""

    def __enter__(self):
        os.makedirs(os.path.join(ROOT, "build"), exist_ok=True)
        self.file = open(os.path.join(ROOT, "build", "setup.lock"), "w")
        if fcntl is not None:
            fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *exception):
        self.file.close()


def digest(names):
    total = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, *name.split("/")), "rb") as file:
            total.update(file.read() + b"\0")
    return total.hexdigest()


def read_stamp():
    try:
        with open(STAMP, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def write_stamp(done):
    with open(STAMP, "w", encoding="utf-8") as file:
        json.dump(done, file, indent=1)


def relative(path):
    return os.path.relpath(path, ROOT)


def say(text):
    print("\n== " + text, flush=True)
