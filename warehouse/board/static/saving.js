// Decisions on their way to the disk. An entry is kept in this browser until the server has
// answered that it is on disk, so that neither a dead server nor a reload loses what was typed.

const KEPT = "precited.pending.";
const DRAFT = "precited.draft.";
const FIRST_WAIT = 500; // milliseconds; doubled up to the longest
const LONGEST_WAIT = 5000;

const memory = new Map(); // where the browser gives no storage
let counter = 0;
let wait = FIRST_WAIT;
let timer = null;
let isPumping = false;
let token = document.querySelector('meta[name="precited-token"]').content;

/** What others want to hear: changed(), saved(entry, answer), refused(entry, why), gone(bool). */
export const listeners = { changed() {}, saved() {}, refused() {}, gone() {}, after: () => 0 };

function put(key, value) {
  try {
    localStorage.setItem(key, value);
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}

function drop(key) {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // It was in memory only.
  }
}

function stored(prefix) {
  const found = new Map([...memory].filter(([key]) => key.startsWith(prefix)));
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) found.set(key, localStorage.getItem(key));
  } catch {
    // Memory is all there is.
  }
  return found;
}

/** All entries that are not on disk yet, oldest first. */
export function pending() {
  return [...stored(KEPT)].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, text]) => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
}

/** Keep an entry and send it; gives its nonce. */
export function keep(entry) {
  const stamp = String(Date.now()).padStart(15, "0");
  const nonce = `${stamp}-${String(counter++).padStart(6, "0")}-${crypto.randomUUID().slice(0, 8)}`;
  store({ ...entry, nonce, tries: 0 });
  listeners.changed();
  pump();
  return nonce;
}

const store = (entry) => put(KEPT + entry.nonce, JSON.stringify(entry));

export function forget(entry) {
  drop(KEPT + entry.nonce);
  listeners.changed();
}

/** True while something would be lost with this page. */
export const isAtRisk = () => memory.size > 0;

/** Send what waits, one after the other, in one tab at a time. */
export async function pump() {
  clearTimeout(timer);
  if (isPumping) return;
  isPumping = true;
  try {
    const alone = navigator.locks ? (work) => navigator.locks.request("precited-saving", work) : (work) => work();
    await alone(sendAll);
  } finally {
    isPumping = false;
  }
  if (pending().some((entry) => !entry.refused)) {
    timer = setTimeout(pump, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

async function sendAll() {
  for (;;) {
    const entry = pending().find((e) => !e.refused);
    if (!entry) return;
    if (!(await send(entry))) return;
    wait = FIRST_WAIT;
  }
}

async function send(entry) {
  // Noted before it is sent: from here on the server may have written it without our knowing.
  store({ ...entry, tries: entry.tries + 1 });
  let response;
  try {
    // Whoever did not answer may have been started anew since, and has another token then.
    if (entry.tries > 0) await renew();
    response = await post(entry);
    if (response.status === 401) {
      await renew();
      response = await post(entry);
    }
  } catch {
    response = null;
  }
  const answer = await response?.json().catch(() => null);
  if (response?.status === 201 && answer) {
    aim(entry, answer.decision_id);
    drop(KEPT + entry.nonce);
    listeners.gone(false);
    listeners.saved(entry, answer);
    return true;
  }
  if (response && response.status >= 400 && response.status < 500 && response.status !== 401) {
    store({ ...entry, refused: answer?.error ?? `The server said ${response.status}.` });
    listeners.refused(entry, answer?.error ?? `The server said ${response.status}.`);
    return true;
  }
  listeners.gone(true, answer?.error);
  return false;
}

async function renew() {
  token = (await ask("/api/session", {})).token;
}

function post(entry) {
  const { nonce, tries, shows, aims, refused, ...said } = entry;
  return fetch("/api/decide", {
    method: "POST",
    headers: { "content-type": "application/json", "x-precited-token": token },
    body: JSON.stringify({ ...said, again: tries > 0, after: listeners.after(entry.venue_id) }),
  });
}

/** An undo that waits for the entry it takes back learns the name of that entry. */
function aim(saved, decisionId) {
  for (const entry of pending()) if (entry.aims === saved.nonce) store({ ...entry, undoes: decisionId, aims: null });
}

const draftKey = (venue, curator, paper, field) => DRAFT + JSON.stringify([venue, curator, paper, field]);

/** What was typed and not left yet. */
export const draft = {
  read: (...about) => stored(draftKey(...about)).get(draftKey(...about)) ?? null,
  write: (text, ...about) => put(draftKey(...about), text),
  drop: (...about) => drop(draftKey(...about)),
  all: () => [...stored(DRAFT).keys()].map((key) => JSON.parse(key.slice(DRAFT.length))),
};

/** Ask the server, which may be gone. */
export async function ask(path, words) {
  const response = await fetch(`${path}?${new URLSearchParams(words)}`);
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status });
  return answer;
}
