"""Which version of the bot this is."""

VERSION = "0.1.0"
