/**
 * Turns a message's HTML into nodes. Must stay true: only the tags and attributes named here ever
 * reach the page, whatever the markup says, for every node is made anew and none is adopted.
 */
import { anchor, linkify, safeAddress } from "./links.js";

const PLAIN = new Set([
  "B", "STRONG", "I", "EM", "U", "INS", "S", "DEL", "CODE", "PRE", "BR",
]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "SVG", "MATH"]);
const LITERAL = new Set(["A", "CODE", "PRE"]);

// The document that is parsed into is inert: nothing in it loads or runs.
const policy = globalThis.trustedTypes?.createPolicy("simulator-html", {
  createHTML: (html) => html,
});

/** A fragment with what is allowed of `html`; text inside refused tags is kept as text. */
export function sanitize(html) {
  // The body tag keeps the parser from eating leading white space.
  const markup = `<!doctype html><body>${html}`;
  const parsed = new DOMParser().parseFromString(
    policy ? policy.createHTML(markup) : markup,
    "text/html",
  );
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment, true);
  return fragment;
}

function copyChildren(source, target, linking) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = belowBlock(node) ? node.data.replace(/^\n/, "") : node.data;
      target.append(linking ? linkify(text) : text);
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName.toUpperCase())) {
      const copy = allowed(node);
      if (copy) target.append(copy);
      copyChildren(node, copy ?? target, linking && !LITERAL.has(node.tagName));
    }
  }
}

/** There the first line break ends the block, and makes no line of its own. */
function belowBlock(node) {
  return ["BLOCKQUOTE", "PRE"].includes(node.previousSibling?.tagName);
}

function allowed(node) {
  if (PLAIN.has(node.tagName)) return document.createElement(node.tagName);
  if (node.tagName === "BLOCKQUOTE") return quote(node.hasAttribute("expandable"));
  if (node.tagName === "A") return link(node.getAttribute("href") ?? "");
  if (node.matches("tg-spoiler, span.tg-spoiler")) return spoiler();
  return null;
}

function link(href) {
  const address = safeAddress(href);
  return address && anchor(address);
}

function quote(expandable) {
  const node = document.createElement("blockquote");
  if (expandable) node.className = "expandable";
  return node;
}

function spoiler() {
  const node = document.createElement("span");
  node.className = "tg-spoiler";
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.setAttribute("aria-label", "Hidden text, press to show");
  return node;
}
