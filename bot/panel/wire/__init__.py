"""JSON as panels spell it ↔ the domain. Pure functions; what can't be understood is None, never an exception."""
