"""People, as operators see them."""

from bot.callbacks.people import Invite
from bot.views.lang import Lang
from bot.views.menu import cockpit_row
from bot.views.screen import Screen, button


def invitation(lang: Lang, link: str) -> Screen:
    text = lang.t(
        "Send this link to the person you invite. It lets one person in, once:\n<code>{link}</code>",
        link=link,
    )
    return Screen(text, ((button(lang.label("✉️ Another one"), Invite()),), cockpit_row(lang)))
