/** The simulator's HTTP API, and nothing else of it: every request the page makes is here. */

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("The simulator can't be reached. Is it still running?");
  }
  if (!response.ok) {
    throw new Error(`The simulator refused: ${await refusal(response)}`);
  }
  const body = await response.text();
  return body ? JSON.parse(body) : null;
}

async function refusal(response) {
  const text = (await response.text()).slice(0, 300);
  try {
    const answer = JSON.parse(text);
    return answer.error ?? answer.description ?? text;
  } catch {
    return text || response.statusText;
  }
}

function post(path, body = {}) {
  return request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const getBot = () => request("sim/bot");
export const getUsers = () => request("sim/users");
export const addUser = (user) => post("sim/users", user);
export const fileUrl = (fileId) => `sim/files/${encodeURIComponent(fileId)}`;

export const getGroups = () => request("sim/groups");

/** What somebody sees and does in one chat. `where` is {reply_to, thread_id}, both of them optional. */
class Seat {
  constructor(path) {
    this.path = path;
  }

  chat = () => request(`${this.path}/chat`);
  commands = () => request(`${this.path}/commands`);
  say = (text, where) => post(`${this.path}/text`, { text, ...where });
  tap = (messageId, data) => post(`${this.path}/tap`, { message_id: messageId, data });
  sendPhoto = (base64, where) => post(`${this.path}/photo`, { base64, ...where });
  sendFile = (name, base64, where) => post(`${this.path}/file`, { name, base64, ...where });
}

/** A person and their private chat with the bot. */
export class Person extends Seat {
  constructor(id) {
    super(`sim/users/${encodeURIComponent(id)}`);
  }

  pay = (messageId) => post(`${this.path}/pay`, { message_id: messageId });
  block = () => post(`${this.path}/block`);
  unblock = () => post(`${this.path}/unblock`);
  speak = (languageCode) => post(`${this.path}/language`, { language_code: languageCode });
}

/** A person in a group. */
export class Member extends Seat {
  constructor(groupId, userId) {
    super(`sim/groups/${groupId}/users/${userId}`);
  }

  openTopic = (name) => post(`${this.path}/topics`, { name });
  setClosed = (topicId, closed) => post(`${this.path}/topics/${topicId}`, { closed });
  deleteTopic = (topicId) => request(`${this.path}/topics/${topicId}`, { method: "DELETE" });
}

/** A group, whoever looks at it. */
export class Group {
  #path;

  constructor(id) {
    this.#path = `sim/groups/${id}`;
  }

  look = () => request(this.#path);
  chat = () => request(`${this.#path}/chat`);
  turnTopicsOn = () => post(`${this.#path}/topics`);
  letBotIn = () => post(`${this.#path}/bot`, { admin: true });
  putBotOut = () => request(`${this.#path}/bot`, { method: "DELETE" });
}

/** Calls back for every event; `opened` also after a lost connection came back. */
export function listen({ opened, lost, event }) {
  const source = new EventSource("sim/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
  source.addEventListener("message", (message) => event(JSON.parse(message.data)));
}
