"""The lines of a text file that somebody sends for a list."""

from telegram import Document

from bot.domain.errors import Problem, ShopError
from bot.transport.patience import until_taken

MAX_FILE = 1_000_000
"""Bytes; ten thousand lines of a hundred characters."""


async def read(document: Document) -> str:
    kind = document.mime_type or ""
    name = (document.file_name or "").lower()
    if not (kind.startswith("text/") or name.endswith((".txt", ".csv"))):
        raise ShopError(Problem.NOT_A_TEXT_FILE)
    if (document.file_size or 0) > MAX_FILE:
        raise ShopError(Problem.FILE_TOO_BIG, maximum=MAX_FILE // 1000)
    content = await until_taken(lambda: _download(document))
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise ShopError(Problem.NOT_A_TEXT_FILE) from None


async def _download(document: Document) -> bytes:
    file = await document.get_file()
    return bytes(await file.download_as_bytearray())
