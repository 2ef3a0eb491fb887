/** One chat as somebody sees it: its messages, what is tapped in them, and what is written below. */
import { Composer } from "./composer.js";
import { hold, settle } from "./keys.js";
import { deepLink } from "./links.js";
import { MessageLog } from "./log.js";
import { toast } from "./notices.js";
import { unfold } from "./quotes.js";

const TYPING_LASTS = 5000; // milliseconds, as in Telegram
const PRESSED = "a, button, .tg-spoiler:not(.shown), .long:not(.open)";
const PICTURES = ["image/png", "image/jpeg"];

export class Conversation {
  #node;
  #place;
  #log;
  #composer;
  #typing;
  #loading = false;
  #stale = false;

  /**
   * `place` is the chat: {bot, seat(), load(), where(), speakerOf(message), added(messages),
   * follow(text), alert(text), typing(isTyping)}. `seat()` is whose deeds these are, `load()` gives
   * the messages to show, `where()` the topic to write in, and `follow` is told what a link to the
   * bot says there.
   */
  constructor(node, place) {
    this.#node = node;
    this.#place = place;
    this.#log = new MessageLog(this.#part("chat"), place.speakerOf);
    this.#composer = new Composer(this.#part("composer"), {
      say: (text, answered) => this.say(text, answered),
      file: (file, answered) => this.#send(file, answered),
      commands: () => this.try(() => place.seat().commands()),
    });
    this.#part("log").addEventListener("click", (event) => this.#pressed(event));
    this.#part("log").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".tg-spoiler")) reveal(event.target);
    });
  }

  /** Takes the chat anew; calls that come meanwhile are served by one more look after it. */
  async refresh() {
    this.#stale = true;
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        const messages = await this.try(() => this.#place.load());
        if (messages) this.#show(messages);
      }
    } finally {
      this.#loading = false;
    }
  }

  /** After a silence: whatever was waited for may have happened unheard. */
  resume() {
    this.#log.settle();
    this.refresh();
  }

  /** Another conversation comes in the place of this one. */
  change() {
    this.#log.clear();
    this.#composer.answer(null);
    this.refresh();
  }

  toNewest() {
    this.#log.toBottom();
  }

  focus() {
    this.#composer.focus();
  }

  say(text, answered = null) {
    return this.try(() => this.#place.seat().say(text, this.#where(answered)));
  }

  event({ kind, text, alert, url, query_data: data }) {
    if (kind === "chat") this.refresh();
    else if (kind === "answered") this.#log.settle(data);
    else if (kind === "typing") this.#typingBegan();
    else if (kind === "toast" && alert) this.#place.alert(text);
    else if (kind === "toast") toast(this.#part("toasts"), text);
    else if (kind === "link") this.#place.follow(deepLink(url, this.#place.bot.username));
  }

  /** The one place where a failed request ends: it is told in the chat it happened in. */
  async try(request) {
    try {
      return await request();
    } catch (error) {
      toast(this.#part("toasts"), error.message);
      return undefined;
    }
  }

  #part(name) {
    return this.#node.querySelector(`.${name}`);
  }

  #where(answered) {
    return { reply_to: answered, ...this.#place.where() };
  }

  #show(messages) {
    const added = this.#log.show(messages);
    this.#part("empty").hidden = messages.length > 0;
    if (added.some((message) => message.from === "bot")) this.#typingEnded();
    this.#place.added(added);
  }

  async #send(file, answered) {
    const base64 = await inBase64(file);
    const seat = this.#place.seat();
    const where = this.#where(answered);
    return this.try(() => PICTURES.includes(file.type)
      ? seat.sendPhoto(base64, where)
      : seat.sendFile(file.name, base64, where));
  }

  #pressed(event) {
    const key = event.target.closest(PRESSED);
    if (!key) return;
    if (key.matches(".tg-spoiler")) reveal(key);
    else if (key.matches(".unfold, .long")) unfold(key.closest(".expandable"));
    else if (key.matches(".reply")) this.#composer.answer(inShort(key.closest(".message")));
    else if (key.dataset.answers) this.#log.reveal(key.dataset.answers);
    else if (key.dataset.command) this.say(key.dataset.command);
    else if (key.dataset.pays !== undefined) this.try(() => this.#place.seat().pay(messageIdOf(key)));
    else if (key.dataset.data !== undefined) this.#tap(key);
    else this.#follow(event, key);
  }

  #follow(event, link) {
    const text = deepLink(link.href, this.#place.bot.username);
    if (text === null) return;
    event.preventDefault();
    this.#place.follow(text);
  }

  async #tap(key) {
    if (key.dataset.waiting !== undefined) return;
    hold(key);
    const done = await this.try(async () => {
      await this.#place.seat().tap(messageIdOf(key), key.dataset.data);
      return true;
    });
    if (!done) settle(key);
  }

  #typingBegan() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#typingEnded(), TYPING_LASTS);
    this.#place.typing(true);
  }

  #typingEnded() {
    clearTimeout(this.#typing);
    this.#place.typing(false);
  }
}

function messageIdOf(key) {
  return Number(key.closest(".message").dataset.messageId);
}

/** What is shown over an answer while it is written. */
function inShort(node) {
  const file = node.querySelector(".document:not([hidden]) .document-name");
  const text = node.querySelector(".text").textContent || file?.textContent || "Photo";
  return { id: Number(node.dataset.messageId), name: node.dataset.speaker, text };
}

async function inBase64(file) {
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener("loadend", resolve));
  reader.readAsDataURL(file);
  await read;
  return reader.result.slice(reader.result.indexOf(",") + 1);
}

function reveal(spoiler) {
  spoiler.classList.add("shown");
  spoiler.removeAttribute("role");
  spoiler.removeAttribute("aria-label");
  spoiler.removeAttribute("tabindex");
}
