/**
 * One message on the page. Must stay true: a change touches only what differs, so a node keeps its
 * place, its focus and its half-finished click while the bot edits around it.
 */
import { fileUrl } from "./api.js";
import { keysOf, settle, showKeyboard } from "./keys.js";
import { replaceWithQuotes } from "./quotes.js";
import { sanitize } from "./sanitize.js";

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const calendar = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "long",
  weekday: "long",
});

const OPAQUE = { voice: "Voice message", video: "Video", sticker: "Sticker" };

export class MessageView {
  #shown = {};
  #parts;
  #speakerOf;

  /** `speakerOf` tells of a message who said it: {side: "bot", "user" or "other", name, named}. */
  constructor(message, speakerOf) {
    const template = document.querySelector("#message-template").content;
    this.node = template.firstElementChild.cloneNode(true);
    this.node.dataset.messageId = message.message_id;
    this.#speakerOf = speakerOf;
    this.#parts = new Proxy({}, { get: (_, name) => this.node.querySelector(`.${name}`) });
  }

  show(message, previous) {
    const day = dayOf(message) === (previous && dayOf(previous)) ? "" : dayOf(message);
    const changes = [
      this.#change("day", day, showDay),
      this.#change("speaker", this.#speaker(message, previous), showSpeaker),
      this.#change("answered", this.#answered(message), showAnswered),
      this.#change("html", wordsOf(message), showText),
      this.#change("photo", message.photo, showPhoto),
      this.#change("document", fileOf(message), showDocument),
      this.#change("reaction", message.reaction, showReaction),
      this.#change("meta", { date: message.date, edits: message.edits }, showMeta),
      this.#change("keyboard", keysOf(message), showKeyboard),
    ];
    // An edit is a reaction, too.
    if (changes.some(Boolean)) this.node.querySelectorAll("[data-waiting]").forEach(settle);
  }

  /** Who goes on talking isn't named again. */
  #speaker(message, previous) {
    const speaker = this.#speakerOf(message);
    const before = previous && !previous.event ? this.#speakerOf(previous) : null;
    const goesOn = !message.event && before?.side === speaker.side && before.name === speaker.name;
    return { ...speaker, goesOn, named: speaker.named && !goesOn };
  }

  #answered({ reply_to: answered }) {
    return answered && { id: answered.message_id, text: answered.text, ...this.#speakerOf(answered) };
  }

  #change(name, value, render) {
    const wanted = JSON.stringify(value ?? null);
    if (this.#shown[name] === wanted) return false;
    this.#shown[name] = wanted;
    render(this.#parts, value, this.node);
    return true;
  }
}

function dayOf(message) {
  const date = new Date(message.date * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : calendar.format(date);
}

function showDay({ day }, text) {
  day.textContent = text;
  day.hidden = !text;
}

function showSpeaker({ speaker }, { side, name, named, colour, goesOn }, node) {
  node.classList.toggle("goes-on", goesOn);
  node.dataset.from = side;
  node.dataset.speaker = name;
  node.setAttribute("aria-label", `${name} said`);
  speaker.hidden = !named;
  speaker.textContent = name;
  speaker.dataset.colour = colour;
}

function showAnswered({ answered, "answered-name": name, "answered-text": text }, value) {
  answered.hidden = !value;
  if (!value) return;
  answered.dataset.answers = value.id;
  name.textContent = value.name;
  text.textContent = value.text;
}

function wordsOf({ html, invoice, event }) {
  if (invoice) return { title: invoice.title, text: invoice.description };
  return event ? { event } : { html };
}

function showText({ text }, { html = "", title = "", text: more = "", event = "" }, node) {
  const heading = document.createElement("b");
  heading.textContent = title;
  replaceWithQuotes(text, [...(title ? [heading, "\n"] : []), sanitize(html), more, event]);
  node.classList.toggle("event", event !== "");
}

function showReaction({ reaction }, value) {
  reaction.hidden = !value;
  reaction.textContent = value ?? "";
}

function showPhoto({ photo, bubble }, value) {
  photo.hidden = !value;
  bubble.classList.toggle("with-photo", Boolean(value));
  if (!value) return;
  const image = photo.querySelector("img");
  photo.href = fileUrl(value.file_id);
  // The size is known beforehand, so nothing moves when the picture arrives.
  image.width = value.width;
  image.height = value.height;
  image.src = photo.href;
}

/** What the page doesn't play is there to be saved, under a name that says what it is. */
function fileOf(message) {
  if (message.document) return message.document;
  const kind = Object.keys(OPAQUE).find((name) => message[name]);
  return kind && { ...message[kind], called: OPAQUE[kind] };
}

function showDocument({ document: row, "document-name": name, "document-size": size }, value) {
  row.hidden = !value;
  if (!value) return;
  row.href = fileUrl(value.file_id);
  row.download = value.file_name;
  name.textContent = value.called ?? value.file_name;
  size.textContent = sizeInWords(value.file_size);
}

function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function showMeta({ edited, meta }, { date, edits }) {
  const time = meta.querySelector("time");
  const moment = new Date(date * 1000);
  edited.hidden = !edits;
  time.dateTime = moment.toISOString();
  time.textContent = clock.format(moment);
  time.title = moment.toLocaleString();
}
