"""``python -m bench quality | gate | speed | even``."""

from __future__ import annotations

import sys

from bench import even, gate, quality, speed

COMMANDS = {"quality": quality.main, "gate": gate.main, "speed": speed.main, "even": even.main}


def main() -> int:
    """Hands over to the command named first."""
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        print(f"usage: python -m bench {' | '.join(COMMANDS)} [--help]")
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    raise SystemExit(main())
