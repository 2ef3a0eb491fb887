"""Operators write to many people: composed and seen first, to whom they choose, and sent to each once."""

import pytest

from bot.app import Bot
from bot.callbacks import pack
from bot.callbacks.broadcast import ShowBroadcast, StartBroadcast
from bot.domain.broadcast import BroadcastStatus
from bot.domain.staff import Right
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.messages import SimMessage
from bot.sandbox.telegram.methods import METHODS
from tests.chat.asking import appears, seat, staff_room
from tests.chat.casting import compose, picture, report, sent, to_start
from tests.chat.conftest import World
from tests.chat.ordering import LIKES, order
from tests.chat.talk import Guest


def got(guest: Guest, text: str = "We have news!") -> int:
    """How often they got it."""
    return sum(message.text == text for message in guest.from_bot)


async def test_from_the_menu_to_everybodys_chat(world: World, ann: Guest, olga: Guest) -> None:
    await olga.says("/start")
    await olga.taps("Run the shop", "Broadcasts", "New broadcast")
    await olga.says("We have news!")
    preview = olga.from_bot[-2]
    assert preview.text == "We have news!"
    assert "It goes to 1 person." in olga.text
    await olga.taps("Send it…")
    question = olga.last
    assert "Send it to 1 person?" in question.text
    await olga.taps("Yes, send it")
    await olga.until(lambda: "done" in question.text)
    assert "Sent: 1" in question.text
    told = await report(olga, "Broadcast #1", "done", "It took")
    assert told is not question
    assert got(ann) == 1
    assert ann.find("We have news!").forward_origin is None, "nobody sees who wrote it"
    assert got(olga) == 1, "only her preview"


async def test_a_picture_with_formatting_and_buttons_arrives_as_it_was_seen(
    world: World, ann: Guest, olga: Guest
) -> None:
    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    olga.person.send_photo(picture(), caption="Look: https://example.com")
    await world.settled()
    preview = olga.from_bot[-2]
    await olga.taps("Buttons")
    await olga.says(f"Our channel | t.me/ours\nLikes | {LIKES}\nInsta | Instagram")
    assert "Our channel → https://t.me/ours" in olga.text
    await olga.taps("Buttons", "Add “🛒 Order”")
    assert [button.text for button in preview.buttons] == [
        "Our channel",
        "Likes",
        "Insta",
        "🛒 Order",
    ]
    await olga.taps("Send it…", "Yes, send it")
    await report(olga)
    message = ann.find("Look:")
    assert message.photo is not None
    assert message.photo.content == picture()
    assert message.html == preview.html
    assert message.buttons == preview.buttons
    await ann.taps("Likes", message=message)
    assert "Instagram Likes" in ann.text
    await ann.taps("Insta", message=message)
    assert ann.has_button("Likes")
    await ann.taps("🛒 Order", message=message)
    assert ann.has_button("Instagram")
    assert message.buttons == preview.buttons, "the message itself stays"


@pytest.mark.parametrize("kind", ["document", "video", "voice", "sticker"])
async def test_anything_can_be_sent(world: World, ann: Guest, olga: Guest, kind: str) -> None:
    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    olga.person.send_media(kind, b"anything")
    await world.settled()
    await olga.taps("Send it…", "Yes, send it")
    await report(olga)
    media = [message.media for message in ann.from_bot if message.media]
    assert [(file.kind, file.content) for file in media] == [(kind, b"anything")]


async def test_what_was_seen_goes_out_even_if_her_own_message_is_deleted(
    ann: Guest, olga: Guest
) -> None:
    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    await olga.says("We have news!")
    own = next(message for message in olga.person.chat if message.text == "We have news!")
    assert not own.from_bot
    own.chat.forget(own)
    await olga.taps("Send it…", "Yes, send it")
    await report(olga)
    assert got(ann) == 1


async def test_the_message_and_its_buttons_can_be_changed(ann: Guest, olga: Guest) -> None:
    await compose(olga, "First")
    await olga.taps("Buttons")
    await olga.says("A | t.me/abc")
    await olga.taps("Other message", "Back", "Other message")
    await olga.says("Second")
    assert olga.has_button("A", olga.from_bot[-2]), "the new one has the buttons too"
    await olga.taps("Buttons", "No buttons")
    assert not olga.from_bot[-2].buttons
    await olga.taps("Send it…", "Back", "Send it…", "Yes, send it")
    await report(olga)
    assert (got(ann, "First"), got(ann, "Second")) == (0, 1)


async def test_she_sees_it_as_people_will(olga: Guest, ann: Guest) -> None:
    await compose(olga)
    await olga.taps("Buttons")
    await olga.says("A | t.me/abc")
    old_screen = olga.last
    await olga.taps("Show it to me")
    shown = olga.from_bot[-2]
    assert shown.text == "We have news!"
    assert [button.text for button in shown.buttons] == ["A"]
    assert olga.has_button("Send it…")
    assert not old_screen.buttons, "one goes on below"
    assert got(ann) == 0


async def test_typed_buttons_that_make_no_sense_are_asked_for_again(
    ann: Guest, olga: Guest
) -> None:
    await compose(olga)
    await olga.taps("Buttons")
    for typed, said in (
        ("Look", "Line 1 can't be used"),
        ("A | t.me/abc\nB | javascript://x", "Line 2 can't be used"),
        ("A | 999999", "Nothing here is called “999999”"),
        ("\n".join(f"{n} | t.me/abc" for n in range(11)), "the most is 10"),
    ):
        await olga.says(typed)
        assert said in olga.text
        assert olga.has_button("Back")
    await olga.says("A | t.me/abc")
    assert "A → https://t.me/abc" in olga.text


async def test_a_link_that_telegram_refuses_is_told_and_not_kept(
    olga: Guest, ann: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise bad_request("BUTTON_URL_INVALID")

    await compose(olga)
    await olga.taps("Buttons")
    monkeypatch.setitem(METHODS, "editmessagereplymarkup", ("editMessageReplyMarkup", refuse))
    await olga.says("A | t.me/abc")
    assert "Telegram doesn't take one of these links" in olga.text
    await olga.taps("Back")
    assert "t.me/abc" not in olga.text


async def test_a_message_that_cannot_be_passed_on_is_asked_for_again(
    olga: Guest, ann: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise bad_request("message can't be copied")

    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    with monkeypatch.context() as patch:
        patch.setitem(METHODS, "copymessage", ("copyMessage", refuse))
        await olga.says("Odd")
    assert "Telegram doesn't let me pass on such a message" in olga.text
    await olga.says("We have news!")
    assert olga.has_button("Send it…")


async def test_an_album_is_refused_once(world: World, ann: Guest, olga: Guest) -> None:
    await olga.says("/broadcast")
    await olga.taps("New broadcast")
    before = len(olga.from_bot)
    for number in (1, 2, 3):
        update = {
            "message_id": 900_000 + number,
            "from": olga.person.as_user(),
            "chat": olga.last.chat.as_chat(),
            "date": world.telegram.now(),
            "media_group_id": "13579",
            "photo": [],
        }
        world.telegram.updates.put("message", update)
    await world.settled()
    assert "Albums can't be passed on" in olga.text
    assert len(olga.from_bot) == before + 1
    await olga.says("We have news!")
    assert olga.has_button("Send it…")


async def test_nobody_to_send_it_to(olga: Guest) -> None:
    await compose(olga)
    assert "That is nobody right now" in olga.text
    assert not olga.has_button("Send it…")
    await olga.forges(pack(StartBroadcast(1)))
    assert "nobody" in olga.notice


async def test_who_gets_it_is_narrowed_down_and_counted(
    world: World, olga: Guest, ann: Guest, max_: Guest
) -> None:
    world.panel.fate(LIKES, "stall")
    await order(ann)
    await max_.says("/language")
    await max_.taps("Русский")
    await compose(olga)
    await olga.taps("Who gets it")
    for label, reaches in (
        ("7 days", 2),
        ("30 days", 2),
        ("90 days", 2),
        ("Active at any time", 2),
        ("Русский", 1),
        ("Never ordered", 1),
        ("Have ordered", 0),
        ("English", 1),
        ("With or without orders", 1),
        ("All languages", 2),
        ("Operators too", 3),
        ("Operators too", 2),
    ):
        await olga.taps(label)
        said = {0: "nobody", 1: "1 person", 2: "2 people", 3: "3 people"}[reaches]
        assert said in olga.text, label
    await olga.taps("For a platform…", "TikTok")
    assert "Have ordered for TikTok" in olga.text
    assert "nobody" in olga.text
    await olga.taps("For a platform…", "Back", "For a platform…", "Instagram")
    assert "1 person" in olga.text
    await olga.taps("A service…")
    await olga.says("nonsense")
    assert "Nothing here is called “nonsense”" in olga.text
    await olga.says("likes")
    assert "Have ordered “likes”" in olga.text
    await olga.taps("A service…", "Back", "A service…")
    await olga.says(str(LIKES))
    assert f"Have ordered “{LIKES}”" in olga.text
    await olga.taps("Done")
    assert "It goes to 1 person." in olga.text
    await olga.taps("Send it…", "Yes, send it")
    await report(olga)
    assert (got(ann), got(max_)) == (1, 0)


async def test_whoever_is_blocked_or_gone_is_not_counted(
    world: World, olga: Guest, ann: Guest, max_: Guest
) -> None:
    max_.person.block()
    await world.settled()
    await compose(olga)
    assert "It goes to 1 person." in olga.text


async def test_a_draft_is_continued_after_a_restart_and_thrown_away(world: World) -> None:
    async with world.bot():
        olga = await world.operator()
        ann = await world.invited(olga)
        await olga.says("/broadcast")
        await olga.taps("New broadcast")
    async with world.bot():
        await olga.says("We have news!")
        await olga.taps("Buttons")
    async with world.bot():
        await olga.says("A | t.me/abc")
        assert "A → https://t.me/abc" in olga.text
    async with world.bot():
        await olga.says("/broadcast")
        assert "draft" in olga.text
        await olga.taps("#1")
        assert "A → https://t.me/abc" in olga.text
        await olga.taps("Throw away")
        assert not olga.has_button("#1")
        await olga.forges(pack(ShowBroadcast(1)))
        assert "isn't there any more" in olga.notice
    assert got(ann) == 0


async def test_the_list_shows_what_became_of_each(ann: Guest, olga: Guest) -> None:
    await sent(olga, "One")
    await sent(olga, "Two")
    await compose(olga, "Three")
    await olga.taps("‹ Broadcasts")
    assert olga.text.index("#3") < olga.text.index("#2") < olga.text.index("#1")
    assert olga.text.count("Sent: 1 of 1") == 2
    await olga.taps("#2")
    assert "Two" in olga.text
    assert "Sent: 1" in olga.text
    await olga.taps("The message")
    assert olga.text == "Two"
    assert (got(ann, "One"), got(ann, "Two"), got(ann, "Three")) == (1, 1, 0)


async def test_many_broadcasts_stand_on_several_pages(ann: Guest, olga: Guest) -> None:
    for number in range(1, 8):
        await compose(olga, f"News {number}")
    await olga.says("/broadcast")
    assert olga.has_button("#7")
    assert not olga.has_button("#1 ")
    await olga.taps("›")
    assert olga.has_button("#1 ")


async def test_what_was_started_can_only_be_looked_at(ann: Guest, olga: Guest) -> None:
    question = await to_start(olga)
    labels = {label: olga.data_of(label, olga.last) for label in ("Yes, send it",)}
    await olga.taps("Back")
    labels |= {
        label: olga.data_of(label)
        for label in ("Other message", "Buttons", "Who gets it", "Throw away")
    }
    await olga.taps("Send it…", "Yes, send it")
    await olga.until(lambda: "done" in question.text)
    for label in ("Other message", "Buttons", "Who gets it", "Throw away"):
        await olga.forges(labels[label])
        assert "started already" in olga.notice
    await olga.forges(labels["Yes, send it"])
    assert got(ann) == 1


async def test_an_operator_without_the_right_is_refused_everywhere(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    await compose(olga)
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(max_.id, {Right.ORDERS, Right.CATALOGUE}, world.clock())
    await max_.says("/broadcast")
    assert "haven't got the right" in max_.text
    for action in (ShowBroadcast(1), StartBroadcast(1)):
        await max_.forges(pack(action))
        assert "haven't got the right" in max_.notice
        await ann.forges(pack(action))
        assert "Only operators" in ann.notice
    await ann.says("/broadcast")
    assert "Only operators" in ann.text
    await max_.says("/help")
    assert "/broadcast" not in max_.text
    await olga.says("/help")
    assert "/broadcast" in olga.text
    async with shop.shop.desk.storage.transaction() as tx:
        draft = await tx.broadcasts.get(1)
    assert draft is not None
    assert draft.status is BroadcastStatus.DRAFT


async def test_a_question_about_a_broadcast_is_no_answer_for_one_who_lost_the_right(
    world: World, shop: Bot, olga: Guest, ann: Guest, max_: Guest
) -> None:
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.appoint(max_.id, {Right.PEOPLE}, world.clock())
    await max_.says("/broadcast")
    await max_.taps("New broadcast")
    async with shop.shop.desk.storage.transaction() as tx:
        await tx.staff.dismiss(max_.id)
    await max_.says("We have news!")
    async with shop.shop.desk.storage.transaction() as tx:
        assert await tx.broadcasts.count() == 0


async def test_the_staff_room_reads_the_report_too(world: World, olga: Guest, ann: Guest) -> None:
    group = await staff_room(world, olga)
    await sent(olga)
    told = await appears(seat(group, olga), "Broadcast #1")
    assert "Sent: 1" in told.text
    reports = next(t.id for t in group.topics.by_id.values() if t.name == "Reports")
    assert told.topic_id == reports
    link = next(button.url for button in told.buttons if button.text == "See it")
    await olga.follows(link or "")
    assert "Sent: 1" in olga.text
    assert olga.has_button("‹ Broadcasts")


async def test_in_russian(world: World, olga: Guest, ann: Guest) -> None:
    await olga.says("/language")
    await olga.taps("Русский")
    await olga.says("/broadcast")
    await olga.taps("Новая рассылка")
    await olga.says("Есть новости!")
    await olga.taps("Кнопки")
    await olga.says("Канал | t.me/abc")
    await olga.taps("Кому")
    assert "Все клиенты" in olga.text
    await olga.taps("Готово", "Отправить…")
    progress: SimMessage = olga.last
    assert "Отправить 1 человеку?" in progress.text
    await olga.taps("Да, отправить")
    await olga.until(lambda: "отправлена" in progress.text)
    assert "Получили: 1" in progress.text
    assert got(ann, "Есть новости!") == 1
