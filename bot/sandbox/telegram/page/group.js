/** A group beside the people's phones, looked at by one of its members at a time. */
import { Group, Member } from "./api.js";
import { Conversation } from "./conversation.js";
import { Menu } from "./menu.js";
import { colourOf, dressAvatar } from "./people.js";
import { Topics } from "./topics.js";

export class GroupPhone {
  #group;
  #bot;
  #shell;
  #calls;
  #talk;
  #topics;
  #member;
  #known = null;
  #isTyping = false;

  /**
   * `shell` is what it needs of the page: {users(), groups(), chooseGroup(id), alert(phone, text),
   * added(phone, news), follow(userId, text), nameTopic(then)}.
   */
  constructor(group, bot, shell) {
    const template = document.querySelector("#phone-template").content;
    this.node = template.firstElementChild.cloneNode(true);
    this.node.classList.add("group");
    this.#bot = bot;
    this.#shell = shell;
    this.#calls = new Group(group.id);
    this.id = group.id;
    this.node.dataset.groupId = group.id;
    this.#member = group.members[0];
    this.#topics = new Topics(this.#part("topics"), () => this.#talk.change());
    this.#talk = new Conversation(this.node, this.#place());
    new Menu(this.#part("menu-holder"), () => this.#menuEntries());
    this.#part("writer").addEventListener("change", (event) => this.#speakAs(event.target.value));
    this.#dress(group);
    this.update(group);
    this.#talk.refresh();
  }

  get name() {
    return this.#group.title;
  }

  update(group) {
    this.#group = group;
    if (!group.members.includes(this.#member)) [this.#member] = group.members;
    const writers = group.members.map((id) => new Option(this.#nameOf(id), id));
    this.#part("writer").replaceChildren(...writers);
    this.#part("writer").value = this.#member;
    this.#topics.update(group.topics, group.forum);
    this.#caption();
  }

  resume() {
    this.#talk.resume();
  }

  toNewest() {
    this.#talk.toNewest();
  }

  event(event) {
    // What the bot answers to one member's tap, the others don't see.
    if (event.user_id === undefined || event.user_id === this.#member) this.#talk.event(event);
  }

  #place() {
    return {
      bot: this.#bot,
      seat: () => this.#seat(),
      load: () => this.#load(),
      where: () => ({ thread_id: this.#topics.chosen }),
      speakerOf: (message) => this.#speakerOf(message),
      added: () => {},
      follow: (text) => this.#shell.follow(this.#member, text),
      alert: (text) => this.#shell.alert(this, text),
      typing: (isTyping) => {
        this.#isTyping = isTyping;
        this.#caption();
      },
    };
  }

  #seat() {
    return new Member(this.id, this.#member);
  }

  async #load() {
    const [group, messages] = await Promise.all([this.#calls.look(), this.#calls.chat()]);
    this.update(group);
    this.#notice(messages);
    return messages.filter((message) => message.thread_id === this.#topics.chosen);
  }

  /** Counts what has come since the last look, wherever in the group. */
  #notice(messages) {
    const known = this.#known;
    this.#known = new Set(messages.map((message) => message.message_id));
    if (!known) return;
    const fresh = messages.filter((message) => !known.has(message.message_id) && !message.event);
    fresh.forEach((message) => this.#topics.arrived(message));
    this.#shell.added(this, fresh.filter((message) => message.user_id !== this.#member));
  }

  #speakerOf({ user_id: author, event }) {
    if (author === this.#member) return { side: "user", name: this.#nameOf(author) };
    const name = author === null ? this.#bot.first_name : this.#nameOf(author);
    const side = author === null ? "bot" : "other";
    return { side, name, named: !event, colour: colourOf(author ?? this.#bot.id) };
  }

  #nameOf(id) {
    return this.#shell.users().find((user) => user.id === id)?.first_name ?? `id ${id}`;
  }

  #speakAs(id) {
    this.#member = Number(id);
    this.#talk.change();
  }

  #part(name) {
    return this.node.querySelector(`.${name}`);
  }

  #dress(group) {
    this.node.setAttribute("aria-label", `The group ${group.title}`);
    this.#part("name").textContent = group.title;
    this.#part("language").hidden = true;
    this.#part("writer").hidden = false;
    this.#part("start").hidden = true;
    for (const avatar of this.node.querySelectorAll(".avatar")) {
      dressAvatar(avatar, { id: group.id, first_name: group.title });
    }
    this.#part("empty-name").textContent = group.title;
    this.#part("scroller").setAttribute("aria-label", `Messages in ${group.title}`);
    this.#part("input").setAttribute("aria-label", `Message to ${group.title}`);
  }

  #caption() {
    const caption = this.#part("caption");
    const { members, bot } = this.#group;
    const people = members.length === 1 ? "1 person" : `${members.length} people`;
    caption.classList.toggle("typing", this.#isTyping);
    if (this.#isTyping) caption.textContent = "the bot is typing…";
    else caption.textContent = isIn(bot) ? `${people} and the bot` : `${people}, without the bot`;
  }

  #menuEntries() {
    const groups = this.#shell.groups();
    const others = groups.map(({ id, title }) => ({
      text: title,
      checked: id === this.id,
      run: () => this.#shell.chooseGroup(id),
    }));
    const bot = isIn(this.#group.bot)
      ? { text: "Put the bot out", run: () => this.#talk.try(() => this.#calls.putBotOut()) }
      : { text: "Let the bot in", run: () => this.#talk.try(() => this.#calls.letBotIn()) };
    return [...(groups.length > 1 ? [...others, null] : []), ...this.#topicEntries(), bot];
  }

  #topicEntries() {
    const { forum, type } = this.#group;
    const turnOn = { text: "Turn topics on", run: () => this.#talk.try(() => this.#calls.turnTopicsOn()) };
    if (!forum) return type === "supergroup" ? [turnOn, null] : [];
    const topic = this.#topics.topic;
    const open = {
      text: "Open a topic",
      run: () => this.#shell.nameTopic((name) => this.#talk.try(() => this.#seat().openTopic(name))),
    };
    if (!topic) return [open, null];
    const text = topic.closed ? "Open this topic again" : "Close this topic";
    return [
      open,
      { text, run: () => this.#talk.try(() => this.#seat().setClosed(topic.id, !topic.closed)) },
      { text: "Delete this topic", run: () => this.#talk.try(() => this.#seat().deleteTopic(topic.id)) },
      null,
    ];
  }
}

function isIn(status) {
  return status === "member" || status === "administrator";
}
