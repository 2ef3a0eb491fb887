"""`python -m bot …`, each a process of its own that starts at once; `run` looks at orders many times a second.

They are forked from one process that has imported everything already, so that a restart costs no seconds. It is told in
lines of JSON what to run, and answers with the process's number; asked for a process, with its exit code, null while it
goes on.
"""

import json
import os
import sys
from datetime import timedelta
from functools import partial
from typing import Any

from bot import __main__ as command
from bot import app
from bot.usecases.desk import Pace

_QUICK = Pace(
    first_check=timedelta(milliseconds=100),
    retry=timedelta(milliseconds=200),
    parked=timedelta(milliseconds=500),
    grace=timedelta(0),
    lease=timedelta(seconds=1),
    poll=timedelta(milliseconds=100),
)


def main() -> int:
    app.run = partial(app.run, pace=_QUICK)
    while line := sys.stdin.readline():
        order = json.loads(line)
        if isinstance(order, int):
            _answer(_exit_code(order))
            continue
        child = os.fork()
        if child == 0:
            return command.main(_moved(**order))
        _answer(child)
    return 0


def _moved(arguments: list[str], folder: str, environment: dict[str, str], log: str) -> list[str]:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    os.close(output)
    return arguments


def _exit_code(child: int) -> int | None:
    ended, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


def _answer(value: Any) -> None:
    sys.stdout.write(f"{json.dumps(value)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
