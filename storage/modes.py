"""How the engines are told what a transaction is for: execution options."""

READING = "reading"
"""It only looks."""

PASSING = "passing"
"""What it writes survives the end of the process, but not that of the machine."""
