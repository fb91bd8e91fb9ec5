// Searching, filtering and sorting.

import { DEFAULTS, FILTERS } from "./address.js";
import { $, count, dated, h } from "./dom.js";
import { keywordTally, SORTS, tally } from "./rows.js";

const PAUSE = 90; // milliseconds after the last letter
const KEYWORDS = 400; // offered while typing; any other can be typed all the same
const HEADS = [
  ["rank", "#", "Rank"], ["title", "Paper", "Title"], ["tier", "Tier", "Tier"], ["cited", "Cited", "Independent citations"],
  ["age", "Age", "Age"], ["percentile", "Pct", "Percentile among papers of like age"], ["growth", "Growth", "Citations of the last three steps"], ["verdict", "✓", "Your verdict"],
];
const NAMES = { yes: "already cited", no: "not cited yet", unknown: "unknown" };
const VERDICTS = [["todo", "to do"], ["seen", "seen"], ["shortlist", "shortlisted"], ["maybe", "maybe"], ["skip", "skipped"], ["split", "curators disagree"]];

let timer = null;

export function connectFilters(change, view) {
  for (const name of FILTERS) {
    $(`filter-${name}`).addEventListener("change", (event) => change({ [name]: event.target.value }));
  }
  $("search").addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ q: event.target.value }, false), PAUSE);
  });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filter-clear").addEventListener("click", () => change(Object.fromEntries([...FILTERS, "q"].map((name) => [name, ""]))));
  $("filter-open").addEventListener("click", (event) => {
    const form = $("filters");
    form.hidden = !form.hidden;
    fillKeywords();
    event.currentTarget.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) $("filter-tier").focus();
  });
  for (const order of ["fair", "diverse"]) $(`order-${order}`).addEventListener("click", () => change({ order, sort: "" }));
  $("heads").replaceChildren(...HEADS.map(([name, words, title]) =>
    h("button", { type: "button", id: `sort-${name}`, title: `Sort: ${title}`, "aria-label": `Sort by ${title.toLowerCase()}`, onclick: () => change({ sort: turned(view().sort, name) }) }, words)));
}

/** First its usual direction, then the other, then the queue's own order again. */
function turned(sort, name) {
  if (sort === name) return `-${name}`;
  return sort === `-${name}` ? "" : name;
}

let waiting = null; // papers whose keywords nobody asked for yet: there may be 20,000

function fillKeywords() {
  if (!waiting) return;
  $("keywords").replaceChildren(...keywordTally(waiting).slice(0, KEYWORDS).map(([keyword, times]) =>
    h("option", { value: keyword.slice(0, 200), label: `${times}` })));
  waiting = null;
}

export function fillFilters(rows, queue) {
  options("tier", tally(rows, (row) => [row.tier ?? "none"]));
  options("cited", tally(rows, (row) => [row.cited]), NAMES);
  options("topic", tally(rows, (row) => (row.topic ? [row.topic] : [])));
  $("filter-topic").parentElement.hidden = $("filter-topic").options.length < 2;
  $("filter-verdict").replaceChildren(h("option", { value: "" }, "any"), ...VERDICTS.map(([value, words]) => h("option", { value }, words)));
  waiting = rows;
  if (!$("filters").hidden) fillKeywords();
  $("foot").dataset.day = queue.as_of ? `flags of ${dated(queue.as_of)}` : "";
}

function options(name, found, names = {}) {
  $(`filter-${name}`).replaceChildren(h("option", { value: "" }, "any"),
    ...found.map(([value, times]) => h("option", { value }, `${(names[value] ?? value).slice(0, 60)} (${count(times)})`)));
}

/** The controls as the view says, and how much of the queue it shows. */
export function showFilters(view, shown, all) {
  for (const name of FILTERS) $(`filter-${name}`).value = view[name];
  if (document.activeElement !== $("search")) $("search").value = view.q;
  const set = FILTERS.filter((name) => view[name] !== DEFAULTS[name]).length;
  $("filter-count").hidden = !set;
  $("filter-count").textContent = set;
  for (const order of ["fair", "diverse"]) {
    $(`order-${order}`).setAttribute("aria-checked", String(!view.sort && view.order === order));
  }
  for (const name of Object.keys(SORTS)) {
    const button = $(`sort-${name}`);
    const isSorted = view.sort.replace(/^-/, "") === name;
    const isUp = SORTS[name].up !== view.sort.startsWith("-");
    button.dataset.sorted = isSorted ? (isUp ? "up" : "down") : "";
    button.setAttribute("aria-pressed", String(isSorted));
  }
  const part = shown === all ? `${count(all)} papers` : `${count(shown)} of ${count(all)} papers`;
  $("foot").textContent = [part, $("foot").dataset.day].filter(Boolean).join(" · ");
}
