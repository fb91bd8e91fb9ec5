// The board: what is shown, what is decided, and what follows from a key.

import * as address from "./address.js";
import * as curators from "./curators.js";
import { $, count, h, isWeb, said } from "./dom.js";
import * as evidence from "./evidence.js";
import { connectFilters, fillFilters, showFilters } from "./filters.js";
import * as keys from "./keys.js";
import * as list from "./list.js";
import { rowsOf, shown } from "./rows.js";
import * as saving from "./saving.js";

const POLL = 2000; // milliseconds between looks at what others decided
const AHEAD = 80; // milliseconds of rest before the next papers are fetched
const REMEMBERED = 300; // papers whose evidence is kept

const first = document.querySelector('meta[name="precited-venue"]').content;
let view = address.read();
let me = curators.remembered();
let queue = null; // what the server says of the venue
let rows = [];
let byId = new Map();
let inView = [];
let server = nothing();
let waiting = new Map(); // own entries that are not on disk yet, by paper
const stack = []; // what this tab decided, for undo
let lastDecided = null; // the paper to go back to, until somebody moves by hand
const found = new Map();
const underWay = new Map();
let ahead = null;
let isGone = false;

function nothing() {
  return { papers: {}, seen: 0, curators: [], pairs: [], progress: null, together: null };
}

const EMPTY = { verdict: null, note: null, why: null, key_insights: null };

/** What this curator says of a paper, with what is still on its way. */
function mine(id) {
  let own = server.papers[id]?.standings[me] ?? EMPTY;
  for (const entry of waiting.get(id) ?? []) own = after(own, entry);
  return own;
}

function after(own, entry) {
  if (entry.verdict === "undo") return { ...own, ...entry.shows };
  const said = Object.fromEntries(["note", "why", "key_insights"].filter((n) => n in entry).map((n) => [n, entry[n] || null]));
  return { ...own, ...said, verdict: entry.verdict ?? own.verdict };
}

const others = (id) => Object.entries(server.papers[id]?.standings ?? {})
  .filter(([curator]) => curator !== me).map(([curator, standing]) => ({ curator, ...standing }));
const agreementOn = (id) => server.papers[id]?.agreement ?? null;
const myVerdict = (id) => mine(id).verdict;
const isSplit = (id) => agreementOn(id) === "split";
const chosen = () => byId.get(view.paper) ?? null;

// --- what is shown

function arrange(isMoved = true) {
  inView = shown(rows, view, myVerdict, isSplit);
  if (!inView.some((row) => row.id === view.paper)) {
    view.paper = (inView.find((row) => !myVerdict(row.id)) ?? inView[0])?.id ?? "";
  }
  list.show(inView, view.paper || null, isMoved);
  showFilters(view, inView.length, rows.length);
  showEvidence();
}

/** Change the view; its address follows. */
function change(changes, isStep = true) {
  Object.assign(view, changes);
  lastDecided = null;
  arrange();
  address.write(view, isStep);
}

function pick(id, isStep = true) {
  lastDecided = null;
  if (!inView.some((row) => row.id === id)) Object.assign(view, address.DEFAULTS, { venue: view.venue, order: view.order, paper: id });
  const isSheet = isNarrow() && !isOpen();
  select(id);
  view.sheet = isNarrow() ? "1" : "";
  if (isStep) address.write(view, true, { sheet: isNarrow() });
  if (isSheet) openSheet();
}

function select(id) {
  view.paper = id;
  if (inView.some((row) => row.id === id)) list.choose(id);
  else arrange();
  showEvidence();
}

function step(by) {
  const place = Math.min(Math.max(list.place() + by, 0), inView.length - 1);
  if (place < 0 || inView[place].id === view.paper) return false;
  select(inView[place].id);
  address.write(view);
  return true;
}

const walk = (by) => {
  lastDecided = null;
  step(by);
};

function showEvidence() {
  const paper = chosen();
  clearTimeout(ahead);
  document.title = paper ? `${(paper.title ?? paper.id).slice(0, 80)} · precited` : "precited board";
  if (!paper) {
    evidence.none(rows.length ? "No paper fits these filters." : "Nothing is flagged at this venue yet.");
    return;
  }
  evidence.show(paper, found.get(paper.id));
  if (!found.has(paper.id)) ahead = setTimeout(() => fetchShown(paper), 0);
  else ahead = setTimeout(fetchAhead, AHEAD);
}

async function fetchShown(paper) {
  try {
    await fetchEvidence(paper.id);
  } catch (error) {
    if (view.paper === paper.id) evidence.missing(error.status ? error.message : "The evidence comes when the server answers again.");
    return;
  }
  if (view.paper !== paper.id) return;
  evidence.arrived(found.get(paper.id));
  clearTimeout(ahead);
  ahead = setTimeout(fetchAhead, AHEAD);
}

function fetchAhead() {
  const place = list.place();
  for (const row of [inView[place + 1], inView[place + 2], inView[place - 1]]) {
    if (row && !found.has(row.id)) fetchEvidence(row.id).catch(() => {});
  }
}

function fetchEvidence(id) {
  if (found.has(id)) return Promise.resolve();
  if (!underWay.has(id)) {
    const { venue } = view;
    const asked = saving.ask("/api/paper", { venue, paper: id }).then((answer) => {
      if (venue === view.venue) found.set(id, answer);
      if (found.size > REMEMBERED) found.delete(found.keys().next().value);
    });
    underWay.set(id, asked.finally(() => underWay.delete(id)));
  }
  return underWay.get(id);
}

// --- what is decided

function decide(verdict) {
  const paper = chosen();
  if (!paper) return;
  document.activeElement?.blur?.();
  if (myVerdict(paper.id) !== verdict) {
    remember(paper.id, { verdict });
    toast(`${list.WORDS[verdict]}: `, paper, true);
  }
  const isLast = !step(1);
  lastDecided = paper.id;
  if (isLast) redraw();
}

function remember(paper, says) {
  const before = mine(paper);
  const entry = { venue_id: view.venue, paper_id: paper, curator: me, ...says };
  stack.push({ ...entry, before, nonce: saving.keep(entry), decision_id: null });
}

function undo() {
  const last = stack.findLast((entry) => entry.curator === me && entry.venue_id === view.venue);
  const old = lastDecided === null || !last ? held(view.paper) : null;
  if (last && (last.paper_id === view.paper || !old)) takeBack(last.paper_id, last, last.before);
  else if (old) takeBack(view.paper, { decision_id: old.decision_id, nonce: null }, old.before);
  else toast("There is nothing to take back.");
}

/** The last verdict on a paper that still holds, and what it would leave. */
function held(id) {
  const verdicts = (server.papers[id]?.history ?? []).filter((e) => e.curator === me && e.is_held && e.verdict);
  const last = verdicts.at(-1);
  return last ? { ...last, before: { ...mine(id), verdict: verdicts.at(-2)?.verdict ?? null } } : null;
}

function takeBack(paper, entry, before) {
  if (stack.includes(entry)) stack.splice(stack.indexOf(entry), 1);
  saving.keep({
    venue_id: view.venue, paper_id: paper, curator: me, verdict: "undo",
    undoes: entry.decision_id, aims: entry.decision_id ? null : entry.nonce, shows: before,
  });
  toast("Taken back: ", byId.get(paper));
  const last = stack.findLast((e) => e.curator === me && e.venue_id === view.venue);
  if (paper !== view.paper) select(paper);
  address.write(view);
  lastDecided = last?.paper_id ?? null;
}

const about = (paper, field) => [view.venue, me, paper, field];

function wrote(paper, field, text) {
  const before = mine(paper)[field] ?? "";
  saving.draft.drop(...about(paper, field));
  if (text !== before) remember(paper, { [field]: text });
  redraw();
}

function textState(paper, field, isDraft, text) {
  if (isDraft) return "not saved yet: leave the field to save";
  if ((waiting.get(paper) ?? []).some((entry) => field in entry)) return isGone ? "kept here, not saved yet" : "saving…";
  return text ? "saved" : "";
}

// --- what the server says

function hear(news, curator) {
  if (!news || (news.seen < server.seen && !news.is_new)) return;
  const papers = news.is_new ? news.papers : { ...server.papers, ...news.papers };
  const isOther = news.seen !== server.seen || news.is_new;
  server = { ...server, papers, seen: news.seen, curators: news.curators };
  if (curator === me) Object.assign(server, { progress: news.progress, together: news.together, pairs: news.pairs });
  if (isOther) redraw();
  else showProgress();
  if (queue && news.version !== queue.version) enter(view.venue);
}

/** All that depends on decisions; the order of the list does not. */
function redraw() {
  waiting = Map.groupBy(saving.pending().filter((e) => !e.refused && e.venue_id === view.venue && e.curator === me), (e) => e.paper_id);
  list.draw();
  if (chosen()) evidence.decided(view.paper);
  showProgress();
  showSaving();
}

let poll = null;
async function look() {
  clearTimeout(poll);
  const [venue, curator] = [view.venue, me];
  try {
    const news = await saving.ask("/api/decisions", { venue, curator, after: server.seen });
    if (venue === view.venue && curator === me) hear(news, curator);
    gone(false);
  } catch (error) {
    gone(!error.status, error.status ? error.message : null);
  }
  clearTimeout(poll);
  if (!document.hidden) poll = setTimeout(look, POLL);
}

function gone(isNow, why = null) {
  const isBack = isGone && !isNow;
  isGone = isNow;
  const refused = saving.pending().filter((entry) => entry.refused);
  const words = isNow
    ? `The board's server ${why ? `says: ${why}` : "does not answer"}. Go on: what you decide is kept in this browser and saved when it is back.`
    : why ?? (refused.length ? `Not kept: ${refused[0].refused}` : "");
  const banner = $("banner");
  if (banner.dataset.words !== words) {
    banner.dataset.words = words;
    banner.hidden = !words;
    banner.replaceChildren(words, refused.length && !isNow
      ? h("button", { type: "button", onclick: () => { refused.forEach(saving.forget); gone(false); } }, "Discard it") : "");
  }
  if (isBack) {
    saving.pump();
    if (chosen() && !found.has(view.paper)) fetchShown(chosen());
  }
  showSaving();
}

function showProgress() {
  const { progress, together } = server;
  if (!progress) return;
  const extra = server.curators.length > 1 ? ` · together ${count(together.seen)} seen, ${count(together.shortlisted)} shortlisted` : "";
  $("progress-words").textContent = `${count(progress.seen)} of ${count(progress.papers)} seen, ${count(progress.shortlisted)} shortlisted${extra}`;
  for (const [id, part] of [["meter-pick", progress.shortlisted], ["meter-maybe", progress.maybe], ["meter-skip", progress.skipped]]) {
    $(id).style.width = `${progress.papers ? (100 * part) / progress.papers : 0}%`;
  }
}

let isAnySaved = false;
function showSaving() {
  const all = saving.pending();
  const box = $("saving");
  const state = !all.length ? (isAnySaved ? "saved" : "") : isGone || all.some((e) => e.refused) ? "kept" : "saving";
  const words = { "": "", saved: "Saved", saving: "Saving…", kept: `${count(all.length)} not saved yet` }[state];
  if (box.textContent !== words) box.textContent = words;
  box.dataset.state = state;
}

let fading = null;
function toast(words, paper = null, canUndo = false) {
  clearTimeout(fading);
  const box = $("toast");
  box.replaceChildren(words, paper ? said((paper.title ?? paper.id).slice(0, 70)) : "",
    canUndo ? h("button", { type: "button", onclick: undo }, "Undo") : "");
  box.classList.add("is-shown");
  fading = setTimeout(() => box.classList.remove("is-shown"), 4000);
}

// --- the sheet of small screens

const narrow = matchMedia("(max-width: 860px)");
const isNarrow = () => narrow.matches;
const isOpen = () => document.body.classList.contains("is-sheet");

function openSheet(isNow = true) {
  document.body.classList.toggle("is-sheet", isNow);
  $("queue").inert = isNow && isNarrow();
  if (isNow && isNarrow()) $("evidence").focus({ preventScroll: true });
  else list.choose(view.paper);
}

function closeSheet() {
  if (!isOpen()) return;
  if (history.state?.sheet) return history.back();
  view.sheet = "";
  address.write(view);
  openSheet(false);
}

// --- the start

async function load(venue) {
  const answer = await saving.ask("/api/queue", { venue });
  const isOther = queue?.venue_id !== venue;
  queue = answer;
  rows = rowsOf(answer.columns);
  byId = new Map(rows.map((row) => [row.id, row]));
  found.clear();
  if (isOther) server = nothing();
  fillFilters(rows, queue);
}

/** The diverse order and related papers, which the server needs longer for. */
async function relate() {
  const [asked, version] = [rows, queue.version];
  const orders = await saving.ask("/api/orders", { venue: queue.venue_id });
  if (asked !== rows || orders.version !== version) return;
  rows.forEach((row, place) => {
    row.diverse = orders.diverse[place];
    row.related = orders.related[place].map((other) => rows[other]);
  });
  if (view.order === "diverse" && inView.length) arrange();
  else if (chosen()) evidence.relate(chosen());
}

async function enter(venue) {
  view.venue = venue;
  $("venue").value = venue;
  try {
    const [, news] = await Promise.all([load(venue), saving.ask("/api/decisions", { venue, curator: me, after: 0 })]);
    hear(news, me);
    redraw();
    inView = [];
    if (view.order === "diverse") await relate();
    arrange();
    // Where nobody waits for them, the orders come after the first paint.
    if (view.order !== "diverse") setTimeout(() => relate().catch(() => {}), AHEAD);
    $("main").setAttribute("aria-busy", "false");
  } catch (error) {
    gone(!error.status, error.message);
    poll = setTimeout(() => enter(venue), POLL);
    return;
  }
  look();
}

function become(name) {
  me = name;
  curators.remember(name);
  server = { ...nothing(), curators: server.curators, papers: server.papers };
  redraw();
  arrange();
  look();
}

saving.listeners.changed = redraw;
saving.listeners.gone = gone;
saving.listeners.after = (venue) => (venue === view.venue ? server.seen : null);
saving.listeners.saved = (entry, answer) => {
  isAnySaved = true;
  const made = stack.find((e) => e.nonce === entry.nonce);
  if (made) made.decision_id = answer.decision_id;
  if (entry.venue_id === view.venue) hear(answer.news, entry.curator);
  redraw();
  channel?.postMessage("saved");
};
saving.listeners.refused = (entry) => {
  const made = stack.findIndex((e) => e.nonce === entry.nonce);
  if (made >= 0) stack.splice(made, 1);
  // What is already taken back needs no second undo.
  if (entry.verdict === "undo") saving.forget(entry);
  redraw();
  gone(isGone);
};

const channel = "BroadcastChannel" in window ? new BroadcastChannel("precited") : null;
if (channel) channel.onmessage = look;

list.connect({ mine: myVerdict, others, pending: (id) => waiting.has(id), agreement: agreementOn, pick });
evidence.connect({
  size: () => rows.length,
  paper: (id) => byId.get(id),
  trend: () => chosen()?.trend,
  pick, decide, undo, wrote, textState,
  step: walk,
  close: closeSheet,
  filter: (name, value) => change({ [name]: value }),
  draft: (paper, field) => saving.draft.read(...about(paper, field)),
  typed: (paper, field, text) => {
    saving.draft.write(text, ...about(paper, field));
    evidence.decided(paper);
  },
  decided: (id) => ({
    mine: mine(id), isPending: waiting.has(id), others: others(id), agreement: agreementOn(id),
    history: server.papers[id]?.history ?? [],
  }),
});
connectFilters(change, () => view);
curators.connect(become);
curators.remember(me);

const write = (field) => () => {
  if (isNarrow() && !isOpen()) openSheet();
  const text = $(`field-${field}`);
  text?.focus();
  text?.scrollIntoView({ block: "center" });
};
const read = (event) => {
  const panel = $("evidence");
  panel.scrollBy({ top: (event.shiftKey ? -0.85 : 0.85) * panel.clientHeight, behavior: "auto" });
};
function openPaper() {
  const page = found.get(view.paper)?.links[0]?.url;
  if (isWeb(page)) window.open(page, "_blank", "noopener,noreferrer");
}
const flip = () => change({ order: view.order === "fair" ? "diverse" : "fair", sort: "" });
const help = () => $("help").showModal();
const who = () => curators.open(me, server.curators, server.pairs);

keys.connect({
  single: {
    j: () => walk(1), k: () => walk(-1),
    s: () => decide("shortlist"), m: () => decide("maybe"), x: () => decide("skip"), u: undo,
    n: write("note"), w: write("why"), i: write("key_insights"),
    "/": () => $("search").select(), f: () => $("filter-open").click(), d: flip, c: who, "?": help, " ": read,
  },
  list: {
    ArrowDown: () => walk(1), ArrowUp: () => walk(-1), PageDown: () => walk(list.page()), PageUp: () => walk(-list.page()),
    Home: () => walk(-inView.length), End: () => walk(inView.length), Enter: openPaper,
    ArrowRight: () => isNarrow() && pick(view.paper),
  },
  help,
  escape: closeSheet,
});

$("venue").addEventListener("change", (event) => {
  Object.assign(view, address.DEFAULTS, { venue: event.target.value });
  address.write(view, true);
  enter(view.venue);
});
$("who").addEventListener("click", who);
$("help-open").addEventListener("click", help);
$("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try {
    localStorage.setItem("precited.theme", root.dataset.theme);
  } catch {
    // For this page it holds all the same.
  }
});
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
window.addEventListener("popstate", () => {
  const { venue } = view;
  view = address.read();
  view.venue ||= first;
  if (view.venue !== venue) enter(view.venue);
  else arrange();
  openSheet(isNarrow() && Boolean(view.sheet));
});
window.addEventListener("storage", (event) => event.key?.startsWith("precited.pending.") && redraw());
window.addEventListener("beforeunload", (event) => saving.isAtRisk() && event.preventDefault());
// Typed but not left: a closing page saves it as if the field had been left.
window.addEventListener("pagehide", () => document.activeElement?.blur?.());
document.addEventListener("visibilitychange", () => !document.hidden && look());
narrow.addEventListener("change", () => openSheet(isNarrow() && Boolean(view.sheet)));

if (view.sheet && isNarrow()) openSheet();
if (first) enter(view.venue || first).then(saving.pump);
else evidence.none("This warehouse has no venue yet: precited run VENUE pulls one.");
