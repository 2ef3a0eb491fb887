"""The texts in every language but English, whose texts are the ids: `<language>/LC_MESSAGES/bot.po`."""
