"""`python -m tests.bench.echo URL`: the shortest bot there is, python-telegram-bot as it comes, polling there."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def _echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


if __name__ == "__main__":
    application = Application.builder().token("100:TEST").base_url(f"{sys.argv[1]}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()
