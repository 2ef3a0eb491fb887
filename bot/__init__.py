"""A Telegram front end for reseller panels."""
