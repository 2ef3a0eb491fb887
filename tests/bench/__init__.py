"""What the bot costs, measured: `make bench`, or `make bench ONLY=taps`. Nothing here is a test.

Every figure is a ratio of things measured in turns in one run, or a plain amount; medians of at least five rounds.
"""
