"""How a transaction that only reads is told to the engines."""

READING = "reading"
"""The execution option that says so."""
