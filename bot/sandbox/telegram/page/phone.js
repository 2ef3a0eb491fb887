/** One person's phone: the header, the chat and the composer, kept in step with the simulator. */
import { Person } from "./api.js";
import { Composer } from "./composer.js";
import { deepLink } from "./links.js";
import { MessageLog } from "./log.js";
import { Menu } from "./menu.js";
import { hold, settle } from "./message.js";
import { toast } from "./notices.js";
import { dressAvatar, fillLanguages } from "./people.js";
import { unfold } from "./quotes.js";

const TYPING_LASTS = 5000; // milliseconds, as in Telegram
const PRESSED = "a, button, .tg-spoiler:not(.shown), .long:not(.open)";

export class Phone {
  #user;
  #bot;
  #shell;
  #person;
  #log;
  #composer;
  #typing;
  #loading = false;
  #stale = false;

  /**
   * `shell` is what the phone needs of the page: {users(), partOf(id), choose(phone, id),
   * refreshUsers(), alert(phone, text), added(phone, messages)}.
   */
  constructor(user, bot, shell) {
    const template = document.querySelector("#phone-template").content;
    this.node = template.firstElementChild.cloneNode(true);
    this.#bot = bot;
    this.#shell = shell;
    this.#person = new Person(user.id);
    this.id = user.id;
    this.node.dataset.userId = user.id;
    this.#log = new MessageLog(this.#part("chat"), { bot: bot.first_name, user: user.first_name });
    this.#composer = new Composer(this.#part("composer"), {
      say: (text) => this.#say(text),
      file: (name, text) => this.#try(() => this.#person.sendFile(name, text)),
      commands: () => this.#try(() => this.#person.commands()),
    });
    new Menu(this.#part("menu-holder"), () => this.#menuEntries());
    this.#listen();
    this.#dressBot();
    this.update(user);
    this.refresh();
  }

  update(user) {
    this.#user = user;
    this.node.setAttribute("aria-label", `${user.first_name}'s phone`);
    this.node.classList.toggle("blocked", user.blocked);
    this.#part("name").textContent = user.first_name;
    dressAvatar(this.#part("avatar"), user);
    fillLanguages(this.#part("language"), user.language_code);
    this.#part("write").hidden = user.blocked;
    this.#part("unblock").hidden = !user.blocked;
    this.#caption();
  }

  /** Takes the chat anew; calls that come meanwhile are served by one more look after it. */
  async refresh() {
    this.#stale = true;
    if (this.#loading) return;
    this.#loading = true;
    try {
      while (this.#stale) {
        this.#stale = false;
        const messages = await this.#try(() => this.#person.chat());
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

  toNewest() {
    this.#log.toBottom();
  }

  event({ kind, text, alert, query_data: data }) {
    if (kind === "chat") this.refresh();
    else if (kind === "answered") this.#log.settle(data);
    else if (kind === "typing") this.#typingBegan();
    else if (kind === "toast" && alert) this.#shell.alert(this, text);
    else if (kind === "toast") toast(this.#part("toasts"), text);
  }

  #part(name) {
    return this.node.querySelector(`.${name}`);
  }

  #show(messages) {
    const added = this.#log.show(messages);
    const empty = messages.length === 0;
    this.#part("empty").hidden = !empty;
    if (added.some((message) => message.from === "bot")) this.#typingEnded();
    this.#shell.added(this, added);
  }

  #listen() {
    this.#part("language").addEventListener("change", async (event) => {
      await this.#try(() => this.#person.speak(event.target.value));
      this.#shell.refreshUsers();
    });
    this.#part("start").addEventListener("click", () => {
      this.#say("/start");
      this.#composer.focus();
    });
    this.#part("unblock").addEventListener("click", () => this.#block(false));
    this.#part("log").addEventListener("click", (event) => this.#pressed(event));
    this.#part("log").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".tg-spoiler")) reveal(event.target);
    });
  }

  #pressed(event) {
    const key = event.target.closest(PRESSED);
    if (!key) return;
    if (key.matches(".tg-spoiler")) reveal(key);
    else if (key.matches(".unfold, .long")) unfold(key.closest(".expandable"));
    else if (key.dataset.command) this.#say(key.dataset.command);
    else if (key.dataset.pays !== undefined) this.#try(() => this.#person.pay(messageIdOf(key)));
    else if (key.dataset.data !== undefined) this.#tap(key);
    else this.#follow(event, key);
  }

  #follow(event, link) {
    const text = deepLink(link.href, this.#bot.username);
    if (text === null) return;
    event.preventDefault();
    this.#say(text);
  }

  async #tap(key) {
    if (key.dataset.waiting !== undefined) return;
    hold(key);
    const done = await this.#try(async () => {
      await this.#person.tap(messageIdOf(key), key.dataset.data);
      return true;
    });
    if (!done) settle(key);
  }

  #say(text) {
    return this.#try(() => this.#person.say(text));
  }

  async #block(blocked) {
    await this.#try(() => (blocked ? this.#person.block() : this.#person.unblock()));
    this.#shell.refreshUsers();
  }

  #menuEntries() {
    const people = this.#shell.users().map((user) => ({
      text: user.first_name,
      checked: user.id === this.id,
      run: () => this.#shell.choose(this, user.id),
    }));
    const { blocked } = this.#user;
    const text = blocked ? "Unblock the bot" : "Block the bot";
    return [...people, null, { text, run: () => this.#block(!blocked) }];
  }

  #dressBot() {
    dressAvatar(this.#part("large"), this.#bot);
    this.#part("empty-name").textContent = this.#bot.first_name;
    this.#part("scroller").setAttribute("aria-label", `Messages with ${this.#bot.first_name}`);
    this.#part("input").setAttribute("aria-label", `Message to ${this.#bot.first_name}`);
  }

  #typingBegan() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#typingEnded(), TYPING_LASTS);
    this.#caption();
  }

  #typingEnded() {
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#caption();
  }

  #caption() {
    const caption = this.#part("caption");
    caption.classList.toggle("typing", this.#typing !== undefined);
    if (this.#typing !== undefined) caption.textContent = "the bot is typing…";
    else if (this.#user.blocked) caption.textContent = "has blocked the bot";
    else caption.textContent = this.#shell.partOf(this.id) ?? `id ${this.id}`;
  }

  /** The one place where a failed request ends: it is told on the phone it happened on. */
  async #try(request) {
    try {
      return await request();
    } catch (error) {
      toast(this.#part("toasts"), error.message);
      return undefined;
    }
  }
}

function messageIdOf(key) {
  return Number(key.closest(".message").dataset.messageId);
}

function reveal(spoiler) {
  spoiler.classList.add("shown");
  spoiler.removeAttribute("role");
  spoiler.removeAttribute("aria-label");
  spoiler.removeAttribute("tabindex");
}
