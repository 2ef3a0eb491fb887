"""`python -m bot run`, only that orders are looked at many times a second.

It runs once it reads a line: so it can be got ready while another copy still works.
"""

import sys
from datetime import timedelta
from functools import partial

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
    sys.stdin.readline()
    return command.main(["run"])


if __name__ == "__main__":
    sys.exit(main())
