"""The sentence for each problem: what is wrong, and what to do next."""

from collections.abc import Mapping

from bot.domain.errors import Problem, ShopError
from bot.views.lang import Html, Lang, mark
from bot.views.text import clip

_SENTENCES: Mapping[Problem, str] = {
    Problem.NOT_A_NUMBER: mark("That isn't a whole number. Send one in digits, such as 1000."),
    Problem.BELOW_MIN: mark("The least is {minimum}. Send a larger number."),
    Problem.ABOVE_MAX: mark("The most is {maximum}. Send a smaller number."),
    Problem.NOT_A_LINK: mark(
        "That isn't a link. Copy it from the app's Share button, and send it alone."
    ),
    Problem.NOT_A_USERNAME: mark(
        "That isn't a user name. Send it without spaces, such as anna.smith."
    ),
    Problem.NOT_A_HASHTAG: mark("That isn't a hashtag. Send one word, with or without #."),
    Problem.NOT_A_DATE: mark("That isn't a date. Send it as day/month/year, such as 31/12/2030."),
    Problem.DATE_PAST: mark("That day is past. Send a later one."),
    Problem.EMPTY: mark("Nothing is in there. Send some text."),
    Problem.TOO_LONG: mark("That is too long: at most {maximum} characters. Send a shorter one."),
    Problem.TOO_FEW_LINES: mark(
        "That makes {count}, and the least is {minimum}. Send all lines again, with more."
    ),
    Problem.TOO_MANY_LINES: mark(
        "That makes {count}, and the most is {maximum}. Send all lines again, with fewer."
    ),
    Problem.BAD_LINE: mark(
        "Line {line} can't be used: {text}. Correct it and send all lines again."
    ),
    Problem.NOT_A_CHOICE: mark("That isn't one of the choices. Tap a button."),
    Problem.NOT_A_COUNTRY: mark(
        "I don't know that country. Send its two-letter code, such as US, or WW for all."
    ),
    Problem.TOTAL_ABOVE_MAX: mark(
        "All {runs} runs together may not exceed {maximum}. Send a smaller number."
    ),
    Problem.MIN_ABOVE_MAX: mark(
        "The minimum per post can't be above the maximum. Send another number."
    ),
    Problem.NOT_A_TEXT_FILE: mark(
        "I can read plain text files only (.txt). Send one, or paste the lines."
    ),
    Problem.FILE_TOO_BIG: mark("That file is too big: at most {maximum} KB. Send a smaller one."),
    Problem.DRAFT_GONE: mark("This form is closed. Your orders are under My orders."),
    Problem.SERVICE_GONE: mark("This service isn't offered any more. Pick another one."),
    Problem.SERVICE_NOT_ORDERABLE: mark(
        "This service can't be ordered right now. Pick another one."
    ),
    Problem.FORM_INCOMPLETE: mark(
        "Something is still missing in this form. Continue it from the menu."
    ),
    Problem.TOO_EXPENSIVE: mark("The price is beyond all bounds. Send a smaller number."),
    Problem.ORDER_UNKNOWN: mark("You have no such order. Look in My orders."),
    Problem.NOT_REFILLABLE: mark(
        "This order can't be refilled: it isn't done yet, or its service has no refill."
    ),
    Problem.NOT_CANCELABLE: mark(
        "This order can't be canceled: it has ended, or its service doesn't allow it."
    ),
    Problem.ALREADY_ASKED: mark("You've asked for that already. We'll tell you how it goes."),
    Problem.ORDER_RUNNING: mark("That isn't possible right now. Try again in a minute."),
    Problem.BUTTON_UNKNOWN: mark("This button is too old. Go on from the menu."),
    Problem.NOT_FOUND: mark(
        "Nothing found. Try an order's number, a link, or a person's @name, id or first name."
    ),
    Problem.NOT_ALLOWED: mark("Only operators can do that."),
    Problem.NO_RIGHT: mark("You haven't got the right to do that. Ask an owner for it."),
    Problem.INVITE_USED: mark(
        "This invitation was used already, or taken back. Ask for a new one."
    ),
    Problem.TICKET_UNKNOWN: mark("There is no such question any more. Look in Support."),
    Problem.TOO_MANY_QUESTIONS: mark(
        "{maximum} questions of yours wait for an answer. Add to one of them: /support shows them."
    ),
    Problem.TOO_MANY_MESSAGES: mark(
        "That is a lot at once: at most {maximum} messages a minute. Send this one again in a minute."
    ),
    Problem.NOT_CARRIED: mark(
        "That can't be passed on. Send it as a text, a picture, a voice message or a file."
    ),
    Problem.OWN_QUESTION: mark("This is your own question. Another operator answers it."),
    Problem.PERSON_BLOCKED: mark(
        "They are blocked, so nothing reaches them. Unblock them, then answer again."
    ),
    Problem.NOT_UNCONFIRMED: mark("This order has been decided already."),
    Problem.PANEL_ORDER_UNKNOWN: mark(
        "The panel doesn't know an order {id}. Check the number and send it again."
    ),
    Problem.PANEL_ORDER_TAKEN: mark(
        "The panel's order {id} is our order #{order} already. Check the number and send it again."
    ),
    Problem.TOO_EARLY: mark(
        "Too early to say: the panel may still show it. Look again in {minutes} min."
    ),
    Problem.PANEL_BUSY: mark("The service doesn't answer right now. Try again in a minute."),
    Problem.ONE_WORD: mark("One word or phrase at a time, please: no commas, no second line."),
    Problem.WORD_BLOCKED: mark("“{word}” is on the list already."),
    Problem.WORD_GONE: mark("This word isn't on the list any more."),
    Problem.TYPE_GONE: mark("This type isn't in the list any more. Look at the list again."),
    Problem.LIST_GONE: mark("This list is too old. Open it again: /orders or /log."),
    Problem.LIST_TOO_LONG: mark(
        "That is more than {maximum} at once. Narrow the list down, or tick single ones."
    ),
    Problem.NOTHING_THERE: mark("There is nothing in this list."),
    Problem.USER_UNKNOWN: mark(
        "Nobody here is called so. They must have written to this bot once."
    ),
    Problem.IS_OPERATOR: mark("They are an operator. An owner must dismiss them first, in /team."),
    Problem.OPERATOR_BLOCKED: mark("They are blocked. Unblock them first."),
    Problem.NAMED_OWNER: mark(
        "They are an owner by the bot's settings. Take them out of ADMIN_IDS first, and start the bot again."
    ),
    Problem.LAST_OWNER: mark("They are the last owner. Make somebody else an owner first."),
    Problem.NO_RIGHTS_CHOSEN: mark(
        "Tick what they may do first. To take everything away, dismiss them."
    ),
    Problem.INVITE_GONE: mark("This invitation is gone already: used, or taken back."),
    Problem.LAST_TO_HEAR: mark(
        "Somebody must hear of this, and you're the last who does. Let another operator turn it on first."
    ),
    Problem.NO_ROOM: mark("There is no staff room. Send /room to see how to make one."),
    Problem.BROADCAST_GONE: mark("This broadcast isn't there any more. See /broadcast."),
    Problem.BROADCAST_STARTED: mark("It has been started already, so it can't be changed."),
    Problem.NOBODY_THERE: mark("That is nobody right now. Change who gets it."),
    Problem.NOT_SENDABLE: mark("Telegram doesn't let me pass on such a message. Send another one."),
    Problem.ALBUM: mark("Albums can't be passed on. Send a single picture or video."),
    Problem.MESSAGE_GONE: mark(
        "The message isn't in the chat any more. Tap “Other message” and send it again."
    ),
    Problem.NOTHING_CALLED_SO: mark(
        "Nothing here is called “{text}”. Check the name or the number."
    ),
    Problem.LINK_REFUSED: mark("Telegram doesn't take one of these links. Check them."),
    Problem.NOT_A_STAND_IN: mark(
        "It can't stand in: it is at the same panel, or asks another form. Choose another one."
    ),
    Problem.STAND_INS_FULL: mark(
        "A service has {maximum} stand-ins at most. Take one away before you add another."
    ),
}


def sentence(lang: Lang, error: ShopError) -> Html:
    """For a message: HTML."""
    return lang.t(_SENTENCES[error.problem], **_details(lang, error))


def notice(lang: Lang, error: ShopError) -> str:
    """For the short notice over a tapped button: plain, 200 characters at most."""
    return clip(lang.label(_SENTENCES[error.problem], **_details(lang, error)), 190)


def _details(lang: Lang, error: ShopError) -> dict[str, str]:
    return {
        name: lang.number(value) if isinstance(value, int) and name != "order" else str(value)
        for name, value in error.details.items()
    }
