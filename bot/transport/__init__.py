"""What this bot adds to python-telegram-bot: its HTTP, its intake of updates, its pacing."""

import os

# Waits come as timedelta: python-telegram-bot asks the environment for it, and warns at every 429 otherwise.
os.environ["PTB_TIMEDELTA"] = "true"
