"""Verbs: what the shop does, where rules meet panels and books. Nothing here knows Telegram.

A call to a panel stands between transactions, never inside one.
"""
