/** Links: finds in plain text what a messenger makes tappable, and tells deep links to the bot. */

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const ADDRESS = String.raw`(?<address>(?:https?:\/\/|\bt\.me\/)[^\s<>"]*[^\s<>"'.,;:!?)\]])`;
const COMMAND = String.raw`(?<=^|[\s(])(?<command>\/[a-z0-9_]{1,32})(?=$|[\s.,;:!?)])`;
const TAPPABLE = new RegExp(`${ADDRESS}|${COMMAND}`, "gi");

/** The address as a browser may open it, or null where it leads anywhere but out to the web. */
export function safeAddress(address) {
  const whole = HAS_SCHEME.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return null;
  return SCHEMES.has(new URL(whole).protocol) ? whole : null;
}

/** An anchor that opens a new tab and tells it nothing about this one. */
export function anchor(href, text = "") {
  const node = document.createElement("a");
  node.href = href;
  node.target = "_blank";
  node.rel = "noopener";
  node.textContent = text;
  return node;
}

/** A fragment: the same text, with anchors and command buttons in it. */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(TAPPABLE)) {
    fragment.append(text.slice(end, match.index), tappable(match.groups));
    end = match.index + match[0].length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

function tappable({ address, command }) {
  if (address) return anchor(safeAddress(address), address);
  const node = document.createElement("button");
  node.type = "button";
  node.className = "inline-command";
  node.dataset.command = command;
  node.textContent = command;
  return node;
}

/** The text a deep link to the bot sends, or null for any other address. */
export function deepLink(href, username) {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  const toBot = url.hostname === "t.me" && url.pathname.toLowerCase() === `/${username.toLowerCase()}`;
  if (!toBot || !url.searchParams.has("start")) return null;
  return `/start ${url.searchParams.get("start")}`.trim();
}
