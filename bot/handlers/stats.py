"""The shop's figures: a picture with a few lines under it, edited in place, and the same as files."""

import asyncio

from bot.callbacks.stats import LeaveStats, Shade, Stats, StatsFile
from bot.context import Area, Visit
from bot.domain.errors import Problem, ShopError
from bot.domain.figures import By, Figures, Period
from bot.domain.staff import Right
from bot.transport import media
from bot.transport.patience import until_taken
from bot.usecases import drawing, figures, incidents
from bot.views import stats as views
from bot.views import stats_files as files
from bot.views import stats_tables as tables
from bot.views.cockpit import cockpit
from bot.views.screen import Screen
from bot.views.stats_picture import picture


async def command(visit: Visit, _: str) -> None:
    await show(visit, Stats())


async def show(visit: Visit, action: Stats) -> None:
    period, by = _asked(action.period, action.by)
    found = await figures.look(visit.desk, visit.user.id, period, by)
    await _show(visit, found, dark=visit.user.dark)


async def shade(visit: Visit, action: Shade) -> None:
    period, by = _asked(action.period, action.by)
    dark = bool(action.dark)
    found = await figures.look(visit.desk, visit.user.id, period, by)
    async with visit.desk.storage.transaction() as tx:
        await tx.users.set_dark(visit.user.id, dark=dark)
    await _show(visit, found, dark=dark)


async def _show(visit: Visit, found: Figures, *, dark: bool) -> None:
    several = len(visit.desk.panels) > 1
    screen = views.under_picture(visit.lang, found, dark=dark, panels=several)
    try:
        drawn = await drawing.draw(picture(visit.lang, found, dark=dark))
    except drawing.DrawingError as error:
        number = await incidents.report(visit.desk, error)
        plain = views.without_picture(visit.lang, found, number, dark=dark, panels=several)
        await _leave_for(visit, plain)
        return
    await visit.answer()
    await until_taken(
        lambda: media.edit_or_send_photo(
            visit.bot,
            visit.user.id,
            visit.message_id,
            drawn,
            caption=screen.text,
            keyboard=screen.markup,
        )
    )


async def send_file(visit: Visit, action: StatsFile) -> None:
    period, by = _asked(action.period, action.by)
    if action.kind == "xlsx":
        book = await figures.book(visit.desk, visit.user.id, period)
        found = book[0]
        pages = [tables.summary(visit.lang, found)]
        pages += [tables.table(visit.lang, each) for each in book]
        name = files.book_name(found)
        content = await asyncio.to_thread(files.as_xlsx, pages)
    else:
        found = await figures.table(visit.desk, visit.user.id, period, by)
        name = files.table_name(found)
        content = await asyncio.to_thread(files.as_csv, tables.table(visit.lang, found))
    await visit.answer()
    caption = views.title(visit.lang, found)
    await until_taken(lambda: media.send_file(visit.bot, visit.user.id, content, name, caption))


async def leave(visit: Visit, _: LeaveStats) -> None:
    await _leave_for(visit, cockpit(visit.lang, visit.user))


async def _leave_for(visit: Visit, screen: Screen) -> None:
    """The text comes before the picture goes, so that the chat doesn't jump."""
    shown = visit.query.message if visit.query else None
    pictured = shown is not None and bool(getattr(shown, "photo", None))
    left, visit.message_id = visit.message_id, None if pictured else visit.message_id
    await visit.answer()
    await visit.show(screen)
    if pictured and left is not None:
        await media.take_away(visit.bot, visit.user.id, left)


def _asked(period: str, by: str) -> tuple[Period, By]:
    """What a forged button says is none of these."""
    try:
        return Period(period), By(by)
    except ValueError:
        raise ShopError(Problem.BUTTON_UNKNOWN) from None


AREA = Area(
    right=Right.MONEY,
    taps={Stats: show, Shade: shade, StatsFile: send_file, LeaveStats: leave},
    commands={"stats": command},
)
