"""Files travel both ways: uploads, their ids, downloads."""

import struct
import zlib
from io import BytesIO

import aiohttp
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest, InvalidToken

from bot.sandbox.telegram import Person, Telegram
from tests.sandbox.telegram.conftest import Api


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    pieces = [chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(pieces)


def jpeg_start(width: int, height: int) -> bytes:
    """As much of a JPEG as says how big it is."""
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\0" * 9
    return b"\xff\xd8" + application + frame


async def test_a_photo_is_uploaded_and_sent_again_by_its_id(ann: Person, bot: Bot) -> None:
    sent = await bot.send_photo(ann.id, png(30, 20), caption="<b>A</b>", parse_mode="HTML")
    (size,) = sent.photo
    assert (size.width, size.height) == (30, 20)
    assert ann.last.html == "<b>A</b>"
    again = await bot.send_photo(ann.id, size.file_id)
    assert again.photo[0].file_unique_id == size.file_unique_id
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type photo as document"):
        await bot.send_document(ann.id, size.file_id)


async def test_a_jpeg_tells_its_size(ann: Person, bot: Bot) -> None:
    sent = await bot.send_photo(ann.id, jpeg_start(640, 480))
    assert (sent.photo[0].width, sent.photo[0].height) == (640, 480)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"GIF89a nonsense", "IMAGE_PROCESS_FAILED"),
        (b"", "file must be non-empty"),
        (png(1, 200), "PHOTO_INVALID_DIMENSIONS"),
        (png(1, 1) + b"\0" * 10 * 1024 * 1024, "file is too big"),
    ],
    ids=["no picture", "empty", "too narrow", "too big"],
)
async def test_a_photo_that_is_none(ann: Person, bot: Bot, content: bytes, complaint: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_photo(ann.id, content)
    assert str(refused.value).lower() == complaint.lower()


async def test_a_document_keeps_its_name_and_bytes(ann: Person, bot: Bot) -> None:
    sent = await bot.send_document(ann.id, BytesIO(b"a,b\n"), filename="списък.csv")
    assert sent.document
    assert (sent.document.file_name, sent.document.mime_type) == ("списък.csv", "text/csv")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a,b\n"


async def test_the_bot_reads_a_file_from_a_person(ann: Person, bot: Bot) -> None:
    ann.send_file("list.txt", "one\ntwo", caption="see /here")
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    assert message.document
    assert message.caption == "see /here"
    assert (message.document.file_name, message.document.file_size) == ("list.txt", 7)
    assert message.document.mime_type == "text/plain"
    file = await bot.get_file(message.document)
    assert bytes(await file.download_as_bytearray()) == b"one\ntwo"


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "sticker", "video"])
async def test_what_a_person_sends_is_seen_and_copied_to_somebody_else(
    sim: Telegram, ann: Person, bot: Bot, kind: str
) -> None:
    ben = sim.add_user(1002, first_name="Ben")
    ben.send("/start")
    caption = "" if kind == "sticker" else "look at /this"
    ann.send_media(kind, png(9, 8), caption=caption)
    message = (await bot.get_updates(offset=-1))[0].message
    assert message
    assert message.effective_attachment
    assert message.caption == (caption or None)

    buttons = {"inline_keyboard": [[{"text": "Open", "callback_data": "open"}]]}
    await bot.copy_message(ben.id, ann.id, message.message_id, reply_markup=buttons)  # type: ignore[arg-type]
    copied = ben.last
    assert copied.media is ann.chat[-1].media
    assert (copied.text, copied.entities) == (ann.chat[-1].text, ann.chat[-1].entities)
    assert ben.buttons() == ["Open"]
    assert not copied.reply_to


async def test_a_copy_may_have_another_caption(ann: Person, bot: Bot) -> None:
    photo = ann.send_photo(png(9, 8), caption="mine")
    await bot.copy_message(
        ann.id, ann.id, photo.message_id, caption="<b>yours</b>", parse_mode="HTML"
    )
    assert ann.last.html == "<b>yours</b>"
    words = ann.send("words")
    await bot.copy_message(ann.id, ann.id, words.message_id, caption="none")
    assert ann.last.text == "words"
    sticker = ann.send_media("sticker", b"x")
    await bot.copy_message(ann.id, ann.id, sticker.message_id, caption="none")
    assert ann.last.text == ""


def test_what_a_person_cannot_send(ann: Person) -> None:
    for kind, caption, complaint in [
        ("music", "", "one of photo, document, voice, sticker, video, not 'music'"),
        ("voice", "x" * 1025, "at most 1024"),
        ("sticker", "x", "no caption"),
    ]:
        with pytest.raises(ValueError, match=complaint):
            ann.send_media(kind, b"x", caption=caption)


async def test_a_picture_takes_the_place_of_another(ann: Person, bot: Bot) -> None:
    sent = await bot.send_photo(ann.id, png(4, 4), caption="this week")
    edited = await sent.edit_media(InputMediaPhoto(png(8, 6), caption="this month"))
    assert isinstance(edited, Message)
    assert (edited.caption, edited.photo[0].width) == ("this month", 8)
    assert ann.last.edits == 1
    same = InputMediaPhoto(edited.photo[0].file_id, caption="this month")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_media(same)
    words = await bot.send_message(ann.id, "words")
    await words.edit_media(InputMediaDocument(b"a,b", filename="a.csv"))
    assert ann.last.document
    assert (ann.last.document.file_name, ann.last.text) == ("a.csv", "")


@pytest.mark.parametrize(
    ("media", "complaint"),
    [
        ({"type": "music", "media": "x"}, "can't parse InputMedia: type must be photo or document"),
        ("x", "can't parse InputMedia: type must be photo or document"),
        ({"type": "photo"}, "there is no photo in the request"),
        ({"type": "photo", "media": "x"}, "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_media_that_telegram_refuses(
    ann: Person, bot: Bot, api: Api, media: object, complaint: str
) -> None:
    sent = await bot.send_photo(ann.id, png(4, 4))
    where = {"chat_id": ann.id, "message_id": sent.message_id}
    answer = await api("editMessageMedia", **where, media=media)
    assert answer["description"] == f"Bad Request: {complaint}"


async def test_a_voice_message_stays_one(ann: Person, bot: Bot) -> None:
    voice = ann.send_media("voice", b"x")
    sent = await bot.copy_message(ann.id, ann.id, voice.message_id)
    photo = InputMediaPhoto(png(4, 4))
    with pytest.raises(BadRequest, match="Message media can't be edited"):
        await bot.edit_message_media(photo, ann.id, sent.message_id)


async def test_unknown_files(ann: Person, bot: Bot, api: Api) -> None:
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await bot.get_file("nonsense")
    answer = await api("sendDocument", chat_id=ann.id, document="nonsense")
    assert answer["description"] == "Bad Request: wrong file identifier/HTTP URL specified"
    answer = await api("sendDocument", chat_id=ann.id, document="https://example.com/a.pdf")
    assert answer["description"] == "Bad Request: failed to get HTTP URL content"
    answer = await api("sendDocument", chat_id=ann.id)
    assert answer["description"] == "Bad Request: there is no document in the request"
    answer = await api("sendDocument", chat_id=ann.id, document="attach://missing")
    assert answer["description"] == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_big_files_can_be_sent_but_not_fetched_by_the_bot(ann: Person, bot: Bot) -> None:
    ann.send_file("big.bin", bytes(20 * 1024 * 1024 + 1))
    update = (await bot.get_updates(offset=-1))[0]
    assert update.message
    assert update.message.document
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_a_file_is_downloaded_by_its_path_with_the_right_token_only(
    sim: Telegram, ann: Person, bot: Bot, http: aiohttp.ClientSession
) -> None:
    sent = ann.send_file("a.txt", "abc").document
    assert sent
    async with http.get(f"/file/bot{sim.token}/{sent.file_path}") as response:
        assert await response.read() == b"abc"
    async with http.get(f"/file/bot100:WRONG/{sent.file_path}") as response:
        assert response.status == 404
    with pytest.raises(InvalidToken):
        await bot.request.retrieve(f"https://x/file/bot{sim.token}/documents/none.txt")
