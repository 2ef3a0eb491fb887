"""Draws pictures of figures, in a process of its own: `python -m bot.charts` reads a `Picture` as JSON and writes a PNG.

What it costs in memory and time is the bot's for a second only, and never on its event loop.
"""
