"""Files that were sent: their ids, what Telegram tells about them, and their bytes."""

import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.params import Params, Upload

PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE})
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of media: where Telegram keeps it, what it calls it, and what a file of it is if nobody says."""

    folder: str
    called: str
    file_name: str
    mime_type: str


KINDS = {
    "photo": Kind("photos", "Photo", "photo.jpg", "image/jpeg"),
    "document": Kind("documents", "Document", "file", "application/octet-stream"),
    "voice": Kind("voice", "VoiceNote", "voice.oga", "audio/ogg"),
    "sticker": Kind("stickers", "Sticker", "sticker.webp", "image/webp"),
    "video": Kind("videos", "Video", "video.mp4", "video/mp4"),
}
_NAMED = frozenset({"document", "video"})
_STICKER_SIDE, _VIDEO_SIZE, _SECONDS = 512, (1280, 720), 3


@dataclass(frozen=True, slots=True)
class StoredFile:
    """``kind`` is the field of a message that carries it; only a photo's size is known from its bytes."""

    kind: str
    file_id: str
    file_unique_id: str
    file_path: str
    file_name: str
    mime_type: str
    content: bytes
    width: int = 0
    height: int = 0

    @property
    def file_size(self) -> int:
        return len(self.content)

    def for_api(self) -> Any:
        """What stands under ``kind`` in the Bot API's Message; of what is opaque here the rest is made up."""
        shown: dict[str, Any] = {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": self.file_size,
        }
        if self.kind == "photo":
            return [{**shown, "width": self.width, "height": self.height}]
        if self.kind == "sticker":
            side = {"width": _STICKER_SIDE, "height": _STICKER_SIDE}
            return {**shown, **side, "type": "regular", "is_animated": False, "is_video": False}
        shown["mime_type"] = self.mime_type
        if self.kind in _NAMED:
            shown["file_name"] = self.file_name
        if self.kind == "video":
            shown["width"], shown["height"] = _VIDEO_SIZE
        if self.kind != "document":
            shown["duration"] = _SECONDS
        return shown

    def for_page(self) -> dict[str, Any]:
        if self.kind == "photo":
            return {"file_id": self.file_id, "width": self.width, "height": self.height}
        return {
            "file_id": self.file_id,
            "file_name": self.file_name,
            "file_size": self.file_size,
        }


class Files:
    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.count = 0

    def clear(self) -> None:
        self.by_id.clear()

    def find(self, file_id: str) -> StoredFile | None:
        return self.by_id.get(file_id)

    def at_path(self, path: str) -> StoredFile | None:
        return next((file for file in self.by_id.values() if file.file_path == path), None)

    def add(
        self, kind: str, content: bytes, name: str = "", mime_type: str | None = None
    ) -> StoredFile:
        """Keep a file; what isn't a fit picture is refused as a photo."""
        if kind == "photo":
            return self._add_photo(content)
        usual = KINDS[kind]
        guessed = (mimetypes.guess_type(name)[0] if name else None) or usual.mime_type
        return self._add(kind, name or usual.file_name, mime_type or guessed, content)

    def _add_photo(self, content: bytes) -> StoredFile:
        size = image_size(content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if min(size) < 1 or sum(size) > 10_000 or max(size) > 20 * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        mime_type = "image/png" if content.startswith(_PNG) else "image/jpeg"
        suffix = mime_type.removeprefix("image/")
        return self._add("photo", f"photo.{suffix}", mime_type, content, size)

    def _add(
        self,
        kind: str,
        name: str,
        mime_type: str,
        content: bytes,
        size: tuple[int, int] = (0, 0),
    ) -> StoredFile:
        self.count += 1
        digest = hashlib.sha256(content).hexdigest()
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        file = StoredFile(
            kind=kind,
            file_id=f"{kind[:3].upper()}-{self.count}-{digest[:32]}",
            file_unique_id=digest[:16],
            file_path=f"{KINDS[kind].folder}/file_{self.count}{suffix}",
            file_name=name,
            mime_type=mime_type,
            content=content,
            width=size[0],
            height=size[1],
        )
        self.by_id[file.file_id] = file
        return file


def sent_file(files: Files, params: Params, kind: str) -> StoredFile:
    """The photo or document of the call: uploaded with it, or known by its file_id."""
    upload = params.upload(kind)
    if upload is None:
        return _known(files, params, kind)
    _check_size(upload, PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT)
    return files.add(kind, upload.content, upload.file_name, upload.mime_type)


def _check_size(upload: Upload, limit: int) -> None:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > limit:
        raise bad_request("file is too big")


def _known(files: Files, params: Params, kind: str) -> StoredFile:
    file_id = params.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    if file_id.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = files.find(file_id)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        actual, wanted = KINDS[file.kind].called, KINDS[kind].called
        raise bad_request(f"can't use file of type {actual} as {wanted}")
    return file


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, read from its header; None for anything else."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        if marker in _JPEG_BARE:
            at += 2
            continue
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None
