"""What a message says: its text, or the lines of the text file it brings."""

from telegram import Document, Message

from bot.domain.errors import Problem, ShopError

MAX_FILE = 1_000_000
"""Bytes; ten thousand lines of a hundred characters."""


async def text_of(message: Message) -> str:
    if message.document is None:
        return message.text or ""
    return await _read(message.document)


async def _read(document: Document) -> str:
    kind = document.mime_type or ""
    name = (document.file_name or "").lower()
    if not (kind.startswith("text/") or name.endswith((".txt", ".csv"))):
        raise ShopError(Problem.NOT_A_TEXT_FILE)
    if (document.file_size or 0) > MAX_FILE:
        raise ShopError(Problem.FILE_TOO_BIG, maximum=MAX_FILE // 1000)
    file = await document.get_file()
    content = bytes(await file.download_as_bytearray())
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ShopError(Problem.NOT_A_TEXT_FILE) from None
