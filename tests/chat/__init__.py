"""Whole dialogues: the real application on real books, before a simulated Telegram and a simulated panel."""
