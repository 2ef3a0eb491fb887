"""The texts of all languages agree with those of the code."""
