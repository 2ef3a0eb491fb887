/** One person's phone: their private chat with the bot, and what can be changed about them. */
import { Person } from "./api.js";
import { Conversation } from "./conversation.js";
import { Menu } from "./menu.js";
import { dressAvatar, fillLanguages } from "./people.js";

export class Phone {
  #user;
  #bot;
  #shell;
  #person;
  #talk;
  #isTyping = false;

  /**
   * `shell` is what the phone needs of the page: {users(), partOf(id), choose(phone, id),
   * refreshUsers(), alert(phone, text), added(phone, news)}.
   */
  constructor(user, bot, shell) {
    const template = document.querySelector("#phone-template").content;
    this.node = template.firstElementChild.cloneNode(true);
    this.#bot = bot;
    this.#shell = shell;
    this.#person = new Person(user.id);
    this.id = user.id;
    this.node.dataset.userId = user.id;
    this.#talk = new Conversation(this.node, this.#place());
    new Menu(this.#part("menu-holder"), () => this.#menuEntries());
    this.#listen();
    this.#dressBot();
    this.update(user);
    this.#talk.refresh();
  }

  get name() {
    return this.#user.first_name;
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

  resume() {
    this.#talk.resume();
  }

  toNewest() {
    this.#talk.toNewest();
  }

  event(event) {
    this.#talk.event(event);
  }

  #place() {
    return {
      bot: this.#bot,
      seat: () => this.#person,
      load: () => this.#person.chat(),
      where: () => ({}),
      speakerOf: ({ from }) => ({
        side: from,
        name: from === "bot" ? this.#bot.first_name : this.#user.first_name,
      }),
      added: (messages) => this.#shell.added(this, messages.filter(({ from }) => from === "bot")),
      follow: (text) => this.#talk.say(text),
      alert: (text) => this.#shell.alert(this, text),
      typing: (isTyping) => {
        this.#isTyping = isTyping;
        this.#caption();
      },
    };
  }

  #part(name) {
    return this.node.querySelector(`.${name}`);
  }

  #listen() {
    this.#part("language").addEventListener("change", async (event) => {
      await this.#talk.try(() => this.#person.speak(event.target.value));
      this.#shell.refreshUsers();
    });
    this.#part("start").addEventListener("click", () => {
      this.#talk.say("/start");
      this.#talk.focus();
    });
    this.#part("unblock").addEventListener("click", () => this.#block(false));
  }

  async #block(blocked) {
    await this.#talk.try(() => (blocked ? this.#person.block() : this.#person.unblock()));
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

  #caption() {
    const caption = this.#part("caption");
    caption.classList.toggle("typing", this.#isTyping);
    if (this.#isTyping) caption.textContent = "the bot is typing…";
    else if (this.#user.blocked) caption.textContent = "has blocked the bot";
    else caption.textContent = this.#shell.partOf(this.id) ?? `id ${this.id}`;
  }
}
