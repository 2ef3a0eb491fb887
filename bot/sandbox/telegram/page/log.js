/**
 * The scrolling list of messages. Must stay true: at the bottom it follows the conversation;
 * anywhere else what is being read stays where it is, whatever is added or edited around it.
 */
import { settle } from "./keys.js";
import { MessageView } from "./message.js";

const NEAR_BOTTOM = 48; // pixels
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class MessageLog {
  #scroller;
  #list;
  #pill;
  #speakerOf;
  #views = new Map();
  #following = true;
  #place = 0;
  #unseen = 0;
  #opened = false;

  constructor(chat, speakerOf) {
    this.#scroller = chat.querySelector(".scroller");
    this.#list = chat.querySelector(".log");
    this.#pill = chat.querySelector(".pill");
    this.#speakerOf = speakerOf;
    this.#scroller.addEventListener("scroll", () => this.#noticePlace(), { passive: true });
    this.#list.addEventListener("unfolded", () => this.#noticePlace());
    this.#pill.addEventListener("click", () => this.toBottom(still.matches ? "instant" : "smooth"));
    // A growing input or a rotated phone must not push the last message out of sight.
    new ResizeObserver(() => this.#following && this.toBottom()).observe(this.#scroller);
  }

  /** Shows `messages`, in their order; returns those that arrived since the first look. */
  show(messages) {
    // The browser tells of scrolling late, maybe after this.
    if (this.#scroller.scrollTop !== this.#place) this.#noticePlace();
    const anchor = this.#following ? null : this.#firstVisible();
    const added = [];
    this.#dropAllBut(messages);
    messages.forEach((message, index) => {
      const known = this.#views.get(keyOf(message));
      const view = known ?? this.#add(message);
      if (!known && this.#opened) added.push(message);
      view.show(message, messages[index - 1]);
      const place = this.#list.children[index];
      if (place !== view.node) this.#list.insertBefore(view.node, place ?? null);
    });
    this.#keepPlace(anchor, added);
    this.#opened = true;
    return added;
  }

  /** Ends the waiting look of the keys that carry `data`, or of all. */
  settle(data) {
    for (const key of this.#list.querySelectorAll("[data-waiting]")) {
      if (data === undefined || key.dataset.data === data) settle(key);
    }
  }

  /** Forgets what is shown, for another conversation comes in its place. */
  clear() {
    this.#dropAllBut([]);
    this.#opened = false;
    this.#following = true;
  }

  /** Brings a message before the eyes that is somewhere else in the conversation. */
  reveal(messageId) {
    const node = this.#list.querySelector(`[data-message-id="${messageId}"]`);
    node?.scrollIntoView({ block: "center", behavior: still.matches ? "instant" : "smooth" });
  }

  toBottom(behavior = "instant") {
    this.#following = true;
    this.#unseen = 0;
    this.#pill.hidden = true;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior });
    this.#place = this.#scroller.scrollTop;
  }

  #add(message) {
    const view = new MessageView(message, this.#speakerOf);
    if (this.#opened) view.node.classList.add("arriving");
    this.#views.set(keyOf(message), view);
    return view;
  }

  #dropAllBut(messages) {
    const kept = new Set(messages.map(keyOf));
    const gone = [...this.#views.keys()].filter((key) => !kept.has(key));
    for (const key of gone) {
      this.#views.get(key).node.remove();
      this.#views.delete(key);
    }
  }

  #noticePlace() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#place = scrollTop;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    if (this.#following) {
      this.#unseen = 0;
      this.#pill.hidden = true;
    }
  }

  #firstVisible() {
    const top = this.#scroller.getBoundingClientRect().top;
    for (const node of this.#list.children) {
      const box = node.getBoundingClientRect();
      if (box.bottom > top) return { node, offset: box.top };
    }
    return null;
  }

  #keepPlace(anchor, added) {
    if (this.#following || added.some((message) => this.#speakerOf(message).side === "user")) {
      this.toBottom();
      return;
    }
    if (anchor?.node.isConnected) {
      this.#scroller.scrollTop += anchor.node.getBoundingClientRect().top - anchor.offset;
    }
    if (!added.length) {
      this.#noticePlace();
      return;
    }
    this.#unseen += added.length;
    this.#pill.hidden = false;
    this.#pill.querySelector(".pill-text").textContent =
      this.#unseen === 1 ? "1 new message" : `${this.#unseen} new messages`;
  }
}

/** A simulator that was started anew counts from 1 again; the sender tells most of those apart. */
function keyOf({ message_id: id, from, user_id: author }) {
  return `${id} ${author ?? from}`;
}
