"""One long scene in which every method succeeds and every kind of update comes."""

from typing import Any

from bot.sandbox.telegram import Telegram
from bot.sandbox.telegram.params import Upload
from tests.sandbox.telegram.test_files import png

RICH = (
    "<b>b</b> <i>i</i> <u>u</u> <s>s</s> <tg-spoiler>t</tg-spoiler> <code>c</code> "
    '<pre><code class="language-python">p</code></pre> <blockquote>q</blockquote> '
    '<blockquote expandable>q</blockquote> <a href="https://example.com">l</a> '
    '<a href="tg://user?id=1001">m</a> /help @somebody #tag a@example.com https://example.com'
)
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "Go", "callback_data": "go"}, {"text": "Site", "url": "https://example.com"}],
        [{"text": "Copy", "copy_text": {"text": "x"}}, {"text": "Find", "switch_inline_query": ""}],
    ]
}
ARTICLE = {
    "type": "article",
    "id": "1",
    "title": "x",
    "input_message_content": {"message_text": "x"},
}


class Everything:
    """Plays the scene; what came out of it is in ``sim.calls``."""

    def __init__(self, sim: Telegram) -> None:
        self.sim = sim
        self.ann = sim.add_user(1001, first_name="Ann", language_code="en", username="ann_b")

    async def call(self, method: str, *, file: bytes | None = None, **params: Any) -> Any:
        uploads = {"file": Upload("file.bin", file, None)} if file else {}
        answer = await self.sim.call(self.sim.token, method, params, uploads)
        assert answer.body["ok"], answer.body
        return answer.body["result"]

    async def play(self) -> None:
        self.ann.send("/start payload")
        await self.messages()
        await self.answers()
        await self.chat()
        await self.groups()
        await self.presentation()
        await self.call("getMe")
        await self.call("getUpdates")
        await self.call("setWebhook", url="https://127.0.0.1:9/x", drop_pending_updates=True)
        await self.call("getWebhookInfo")
        await self.call("deleteWebhook")
        await self.call("close")
        await self.call("logOut")
        await self.sim.close()

    async def messages(self) -> None:
        here: dict[str, Any] = {"chat_id": self.ann.id}
        sent = await self.call(
            "sendMessage", **here, text=RICH, parse_mode="HTML", reply_markup=KEYBOARD,
            link_preview_options={"is_disabled": True}, protect_content=True,
        )  # fmt: skip
        this = {**here, "message_id": sent["message_id"]}
        reply = {"reply_parameters": {"message_id": sent["message_id"]}}
        await self.call("editMessageText", **this, text="x", reply_markup=KEYBOARD)
        await self.call("editMessageReplyMarkup", **this)
        await self.call("deleteMessage", **this)
        await self.call("deleteMessages", **here, message_ids=[sent["message_id"]])
        self.ann.tap(data="stale", message_id=sent["message_id"])

        picture = png(4, 4)
        photo = await self.call("sendPhoto", **here, photo="attach://file", file=picture)
        reply = {"reply_parameters": {"message_id": photo["message_id"]}}
        document = await self.call(
            "sendDocument", **here, document="attach://file", file=b"x", caption="x", **reply
        )
        that = {**here, "message_id": document["message_id"]}
        await self.call("editMessageCaption", **that, caption="<b>y</b>", parse_mode="HTML")
        media = {"type": "photo", "media": "attach://file", "caption": "z"}
        await self.call("editMessageMedia", **that, media=media, file=picture)
        reaction = [{"type": "emoji", "emoji": "👍"}]
        await self.call("setMessageReaction", **that, reaction=reaction)
        await self.call("getFile", file_id=document["document"]["file_id"])
        origin = {"from_chat_id": self.ann.id, "message_id": document["message_id"]}
        await self.call("copyMessage", **here, **origin)
        await self.call("forwardMessage", **here, **origin)
        self.ann.send_file("list.txt", "one", caption="see /help")
        for kind in ("photo", "voice", "sticker", "video"):
            given = self.ann.send_media(kind, picture, reply_to=document["message_id"])
            await self.call(
                "copyMessage", **here, from_chat_id=self.ann.id, message_id=given.message_id
            )

    async def answers(self) -> None:
        here: dict[str, Any] = {"chat_id": self.ann.id}
        await self.call("sendMessage", **here, text="x", reply_markup=KEYBOARD)
        tap = self.ann.tap("Go")
        await self.call("answerCallbackQuery", callback_query_id=tap, text="x")
        inline = self.ann.ask_inline("x")
        await self.call("answerInlineQuery", inline_query_id=inline, results=[ARTICLE])
        await self.call(
            "sendInvoice", **here, title="x", description="x", payload="x", currency="XTR",
            prices=[{"label": "x", "amount": 1}],
        )  # fmt: skip
        checkout = self.ann.pay()
        await self.call("answerPreCheckoutQuery", pre_checkout_query_id=checkout, ok=True)
        charge = self.sim.payments.made[0].charge_id
        await self.call("refundStarPayment", user_id=self.ann.id, telegram_payment_charge_id=charge)

    async def chat(self) -> None:
        here: dict[str, Any] = {"chat_id": self.ann.id}
        await self.call("sendChatAction", **here, action="typing")
        await self.call("pinChatMessage", **here, message_id=self.ann.last.message_id)
        await self.call("getChat", **here)
        await self.call("unpinChatMessage", **here)
        await self.call("getChatMember", **here, user_id=self.ann.id)
        self.ann.block()
        await self.call("getChatMember", **here, user_id=self.sim.bot["id"])
        self.ann.unblock()

    async def groups(self) -> None:
        basic = self.sim.add_group("Old", [self.ann], basic=True)
        basic.add_bot()
        basic.upgrade()
        staff = self.sim.add_group("Staff", [self.ann], forum=True)
        staff.add_bot()
        staff.add_bot(admin=True)
        here: dict[str, Any] = {"chat_id": staff.id}
        for method in ("getChat", "getChatAdministrators", "getChatMemberCount"):
            await self.call(method, **here)
        for user_id in (self.ann.id, self.sim.bot["id"]):
            await self.call("getChatMember", **here, user_id=user_id)
        topic = await self.call(
            "createForumTopic", **here, name="Room", icon_custom_emoji_id="5", icon_color=0x6FB9F0
        )
        there = {**here, "message_thread_id": topic["message_thread_id"]}
        await self.call("editForumTopic", **there, name="Other", icon_custom_emoji_id="6")
        await self.call("closeForumTopic", **there)
        await self.call("reopenForumTopic", **there)
        sent = await self.call("sendMessage", **there, text="x", reply_markup=KEYBOARD)
        await self.call("pinChatMessage", **here, message_id=sent["message_id"])
        seat = staff.seat(self.ann)
        seat.tap("Go")
        seat.send("x", reply_to=sent["message_id"])
        seat.send("x", reply_to=seat.send("x").message_id)
        staff.add_member(self.sim.add_user(1002, first_name="Ben"))
        staff.remove_member(self.sim.people[1002])
        await self.call("deleteForumTopic", **there)
        staff.remove_bot()
        staff.add_bot()
        await self.call("leaveChat", **here)

    async def presentation(self) -> None:
        await self.call("setMyCommands", commands=[{"command": "help", "description": "x"}])
        await self.call("getMyCommands")
        await self.call("deleteMyCommands")
        for kind in ("name", "description", "short_description"):
            method = kind.title().replace("_", "")
            await self.call(f"setMy{method}", **dict[str, Any]({kind: "x"}))
            await self.call(f"getMy{method}")
        await self.call("setChatMenuButton", menu_button={"type": "commands"})
        await self.call("getChatMenuButton")
