"""`python -m tests.bench.unpaced run`: the bot, with Telegram's limits far away: its work is measured, not its waiting."""

import sys

from bot.__main__ import main
from tests.bench.shop import limits_far_away

if __name__ == "__main__":
    with limits_far_away():
        sys.exit(main())
