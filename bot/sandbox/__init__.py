"""Simulated counterparts of the bot: a reseller panel and a Telegram, for the demo and the tests."""
