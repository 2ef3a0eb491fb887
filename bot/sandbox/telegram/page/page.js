/**
 * The page: which people are shown (the address says it: `#1,1001`, or with the parts they play
 * `#1:operator,1001:customer`), the group beside them if there is one (by its id in the address, or
 * the first), the switch between them on a narrow screen, and the simulator's events handed to whom
 * they concern.
 */
import { Person, addUser, getBot, getGroups, getUsers, listen } from "./api.js";
import { GroupPhone } from "./group.js";
import { Alerts, toast } from "./notices.js";
import { Newcomer, TopicNaming } from "./people.js";
import { Phone } from "./phone.js";

const SIDE_BY_SIDE = 2;
const narrow = matchMedia("(max-width: 720px)");

const main = document.querySelector(".phones");
const connection = document.querySelector(".connection");
const switcher = document.querySelector(".switch");
const alerts = new Alerts();
const newcomer = new Newcomer(welcome);
const naming = new TopicNaming();

let bot;
let users = [];
let groups = [];
let phones = [];
let groupPhone;
let groupId;
let activeId;
const unseen = new Map();
const parts = new Map();

const shell = {
  users: () => users,
  partOf: (id) => parts.get(id),
  refreshUsers,
  groups: () => groups,
  alert: (phone, text) => alerts.show(phone.node, `${bot.first_name} → ${phone.name}`, text),
  nameTopic: (then) => naming.ask(then),
  follow,
  choose(phone, id) {
    const ids = phones.map((other) => other.id);
    const at = ids.indexOf(phone.id);
    // Choosing the one on the other side swaps the two.
    if (ids.includes(id)) ids[ids.indexOf(id)] = phone.id;
    ids[at] = id;
    activeId = id;
    showPeople(ids);
  },
  chooseGroup(id) {
    groupId = id;
    activeId = id;
    showPeople(phones.map((phone) => phone.id));
  },
  added(phone, news) {
    if (!narrow.matches || phone.id === activeId || !news.length) return;
    unseen.set(phone.id, (unseen.get(phone.id) ?? 0) + news.length);
    drawSwitch();
  },
};

/** A link to the bot was pressed in a group: it leads to the private chat of whoever pressed it. */
async function follow(userId, text) {
  await new Person(userId).say(text);
  if (phones.some((phone) => phone.id === userId)) activeId = userId;
  drawSwitch();
}

function chosenIds() {
  const known = users.map((user) => user.id);
  const wanted = readAddress().filter((id) => known.includes(id));
  return [...new Set([...wanted, ...known])].slice(0, SIDE_BY_SIDE);
}

function readAddress() {
  return decodeURIComponent(location.hash.slice(1)).split(",").map((entry) => {
    const [id, part] = entry.split(":");
    if (part) parts.set(Number(id), part);
    if (Number(id) < 0) groupId = Number(id);
    return Number(id);
  });
}

function writeAddress(ids) {
  const entries = ids.map((id) => (parts.has(id) ? `${id}:${parts.get(id)}` : id));
  if (groupId) entries.push(groupId);
  history.replaceState(null, "", `#${entries.join(",")}`);
}

function showPeople(ids) {
  writeAddress(ids);
  const kept = new Map(phones.map((phone) => [phone.id, phone]));
  phones = ids.map((id) => kept.get(id) ?? new Phone(userOf(id), bot, shell));
  const group = chosenGroup();
  if (group?.id !== groupPhone?.id) groupPhone = group && new GroupPhone(group, bot, shell);
  arrange();
  if (!shown().some((phone) => phone.id === activeId)) activeId = shown()[0]?.id;
  drawSwitch();
}

function shown() {
  return groupPhone ? [...phones, groupPhone] : phones;
}

/** A basic group that became a supergroup is shown only to who asks for it. */
function chosenGroup() {
  return groups.find((group) => group.id === groupId) ?? groups.find((group) => !group.upgraded_to);
}

/** A phone that stays where it is isn't touched, for moving it would lose its place. */
function arrange() {
  const nodes = shown().map((phone) => phone.node);
  [...main.children].filter((node) => !nodes.includes(node)).forEach((node) => node.remove());
  shown().forEach((phone, at) => {
    if (main.children[at] === phone.node) return;
    main.insertBefore(phone.node, main.children[at] ?? null);
    phone.toNewest();
  });
}

function userOf(id) {
  return users.find((user) => user.id === id);
}

function drawSwitch() {
  const focused = [...switcher.children].indexOf(document.activeElement);
  unseen.delete(activeId);
  switcher.replaceChildren(...shown().map(switchKey));
  switcher.children[focused]?.focus();
  for (const phone of shown()) phone.node.classList.toggle("active", phone.id === activeId);
}

function switchKey({ id, name: label }) {
  const key = document.createElement("button");
  const name = document.createElement("span");
  key.type = "button";
  key.setAttribute("aria-pressed", String(id === activeId));
  name.dir = "auto";
  name.textContent = label;
  key.append(name);
  const count = unseen.get(id);
  if (count) {
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = count;
    badge.setAttribute("aria-label", `${count} new`);
    key.append(badge);
  }
  key.addEventListener("click", () => {
    activeId = id;
    drawSwitch();
  });
  return key;
}

async function refreshUsers() {
  try {
    [users, groups] = await Promise.all([getUsers(), getGroups()]);
  } catch (error) {
    connection.textContent = error.message;
    return;
  }
  showPeople(chosenIds());
  for (const phone of phones) phone.update(userOf(phone.id));
}

async function welcome(user) {
  try {
    await addUser(user);
    users = await getUsers();
  } catch (error) {
    toast(document.querySelector(".phone.active .toasts") ?? document.body, error.message);
    return;
  }
  activeId = user.id;
  const [left] = phones.map((phone) => phone.id);
  showPeople([left, user.id].filter((id) => id !== undefined));
}

function received(event) {
  if (event.kind === "reset") refreshEverything();
  else if (event.chat_id === undefined) phones.find((phone) => phone.id === event.user_id)?.event(event);
  else if (event.chat_id === groupPhone?.id) groupPhone.event(event);
  else if (!groups.some((group) => group.id === event.chat_id)) refreshUsers();
}

async function refreshEverything() {
  await refreshUsers();
  shown().forEach((phone) => phone.resume());
}

/** Also after an outage: whatever was missed meanwhile is taken then. */
async function connected() {
  try {
    bot = await getBot();
  } catch (error) {
    connection.textContent = error.message;
    return;
  }
  document.querySelector(".bot-name").textContent = bot.first_name;
  connection.textContent = `@${bot.username}`;
  document.body.dataset.connected = "";
  await refreshEverything();
}

document.querySelector(".add").addEventListener("click", () => newcomer.ask(users));
addEventListener("hashchange", () => showPeople(chosenIds()));
listen({
  opened: connected,
  lost() {
    delete document.body.dataset.connected;
    connection.textContent = "connecting again…";
  },
  event: received,
});
