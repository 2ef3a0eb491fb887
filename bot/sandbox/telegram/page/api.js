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

/** What one person can see and do. */
export class Person {
  #path;

  constructor(id) {
    this.#path = `sim/users/${encodeURIComponent(id)}`;
  }

  chat = () => request(`${this.#path}/chat`);
  commands = () => request(`${this.#path}/commands`);
  say = (text) => post(`${this.#path}/text`, { text });
  tap = (messageId, data) => post(`${this.#path}/tap`, { message_id: messageId, data });
  pay = (messageId) => post(`${this.#path}/pay`, { message_id: messageId });
  sendFile = (name, text) => post(`${this.#path}/file`, { name, text });
  block = () => post(`${this.#path}/block`);
  unblock = () => post(`${this.#path}/unblock`);
  speak = (languageCode) => post(`${this.#path}/language`, { language_code: languageCode });
}

/** Calls back for every event; `opened` also after a lost connection came back. */
export function listen({ opened, lost, event }) {
  const source = new EventSource("sim/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
  source.addEventListener("message", (message) => event(JSON.parse(message.data)));
}
