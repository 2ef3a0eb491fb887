"""ChatMember as the Bot API shows it: who somebody is in a chat."""

from typing import Any

# Of an administrator's rights these are the ones that can be given and withheld here.
GRANTED = ("can_delete_messages", "can_pin_messages", "can_manage_topics")
_ALWAYS = ("can_manage_chat", "can_invite_users")
_NEVER = (
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def owner(user: dict[str, Any]) -> dict[str, Any]:
    return {"status": "creator", "user": user, "is_anonymous": False}


def administrator(
    user: dict[str, Any], rights: frozenset[str], *, in_supergroup: bool
) -> dict[str, Any]:
    known = GRANTED if in_supergroup else GRANTED[:-1]  # topics are a matter of supergroups
    return {
        "status": "administrator",
        "user": user,
        "can_be_edited": False,
        "is_anonymous": False,
        **dict.fromkeys(_ALWAYS, True),
        **dict.fromkeys(_NEVER, False),
        **{right: right in rights for right in known},
    }


def plain(user: dict[str, Any], status: str) -> dict[str, Any]:
    """A "member", somebody who has "left", or who was "kicked" for good."""
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": user, **until}
