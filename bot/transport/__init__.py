"""What this bot adds to python-telegram-bot: its HTTP, its intake of updates, its pacing."""
