// The list: only the rows in sight are elements, so that 6,000 papers scroll like sixty.

import { $, age, ahead, count, curve, h, months, said, span, svg } from "./dom.js";

const SPARE = 6; // rows beyond each edge
const LONGEST = 300; // letters of a title that a row can possibly show
const SPARK = [56, 18];
const SIGNS = { shortlist: "★", maybe: "◐", skip: "–" };
export const WORDS = { shortlist: "Shortlisted", maybe: "Maybe", skip: "Skipped" };

const box = $("list");
const holder = $("rows");
const pool = [];
let papers = [];
let chosen = -1;
let about = { mine: () => null, others: () => [], pending: () => false, agreement: () => null, pick() {} };

const height = () => Number.parseFloat(getComputedStyle(box).getPropertyValue("--row"));
let rowHeight = height();

export function connect(callbacks) {
  about = callbacks;
  box.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(() => {
    rowHeight = height();
    resize();
    // The heads leave as much room at their right as the scroll bar takes.
    document.documentElement.style.setProperty("--scrollbar", `${box.offsetWidth - box.clientWidth}px`);
    draw();
  }).observe(box);
  holder.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) about.pick(papers[Number(row.dataset.place)].id);
  });
}

/** Show these papers, one of them chosen; the place of the chosen one is kept in sight. */
export function show(rows, id, isMoved = true) {
  papers = rows;
  chosen = id === null ? -1 : papers.findIndex((row) => row.id === id);
  resize(); // first, as nothing can be scrolled to that is not there yet
  if (isMoved) reveal();
  draw();
}

export function choose(id) {
  chosen = papers.findIndex((row) => row.id === id);
  reveal();
  draw();
}

export const place = () => chosen;
export const page = () => Math.max(1, Math.floor(box.clientHeight / rowHeight) - 1);

function reveal() {
  if (chosen < 0) return;
  const [top, view] = [chosen * rowHeight, box.clientHeight];
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + rowHeight > box.scrollTop + view) box.scrollTop = top + rowHeight - view;
}

function resize() {
  holder.style.height = `${papers.length * rowHeight}px`;
}

export function draw() {
  const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - SPARE);
  const last = Math.min(papers.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + SPARE);
  while (pool.length < last - first) pool.push(blank());
  pool.forEach((row, i) => {
    const isUsed = first + i < last;
    row.element.hidden = !isUsed;
    if (isUsed) fill(row, first + i);
    else row.element.setAttribute("aria-selected", "false");
  });
  if (chosen >= first && chosen < last) box.setAttribute("aria-activedescendant", pool[chosen - first].element.id);
  else box.removeAttribute("aria-activedescendant");
}

function blank() {
  const line = svg("path", { class: "line" });
  const area = svg("path", { class: "area" });
  const part = Object.fromEntries(
    ["rank", "cites", "age", "percentile", "sign"].map((name) => [name, h("span", { class: name })]));
  const [title, byline, tier] = [said("", { class: "title", dir: "auto" }), said(""), h("span", { class: "tier" })];
  const bar = h("i");
  const number = h("b");
  part.percentile.append(number, h("span", { class: "gauge", "aria-hidden": "true" }, bar));
  const spark = svg("svg", { class: "spark", viewBox: `0 -2 ${SPARK[0]} ${SPARK[1] + 3}`, "aria-hidden": "true" }, area, line);
  const others = h("span", { class: "others", "aria-hidden": "true" });
  const element = h("div", { class: "row", role: "option", id: `row-${pool.length}` },
    part.rank,
    h("span", { class: "words" }, title, h("span", { class: "byline" }, tier, byline)),
    part.cites, part.age, part.percentile, spark, h("span", { class: "signs" }, part.sign, others));
  holder.append(element);
  return { element, ...part, title, byline, tier, bar, number, line, area, spark, others, shows: null };
}

function fill(row, place) {
  const paper = papers[place];
  const { element } = row;
  const verdict = about.mine(paper.id);
  const others = about.others(paper.id);
  element.style.transform = `translateY(${place * rowHeight}px)`;
  element.dataset.place = place;
  element.dataset.verdict = verdict ?? "";
  element.classList.toggle("is-pending", about.pending(paper.id));
  element.classList.toggle("is-split", about.agreement(paper.id) === "split");
  element.setAttribute("aria-selected", place === chosen);
  element.setAttribute("aria-posinset", place + 1);
  element.setAttribute("aria-setsize", papers.length);
  row.sign.textContent = SIGNS[verdict] ?? "";
  row.others.replaceChildren(...others.map((o) => h("i", { "data-verdict": o.verdict, title: `${o.curator}: ${o.verdict}` })));
  element.setAttribute("aria-label", label(paper, verdict, others));
  if (row.shows !== paper) settle(row, paper);
}

/** What does not change while the paper stays. */
function settle(row, paper) {
  row.shows = paper;
  const cites = span(paper.independent_low, paper.independent_high);
  row.rank.textContent = paper.rank === null ? "" : count(paper.rank);
  row.rank.title = paper.rank === null ? "No rank: unknown" : `Rank ${span(paper.rank_low, paper.rank_high)}`;
  row.title.textContent = (paper.title ?? paper.id).slice(0, LONGEST);
  row.tier.textContent = paper.tier ?? "";
  row.tier.dataset.tier = paper.tier ?? "";
  row.byline.textContent = byline(paper).slice(0, LONGEST);
  row.cites.textContent = cites ?? "unknown";
  row.cites.classList.toggle("is-unknown", paper.cited === "unknown");
  row.cites.classList.toggle("is-none", paper.cited === "no");
  row.age.textContent = paper.age === null ? "" : paper.age < 60 ? `${paper.age} d` : `${months(paper.age).toFixed(0)} mo`;
  row.number.textContent = ahead(paper.percentile) ?? "";
  row.percentile.classList.toggle("is-unknown", paper.percentile === null);
  row.bar.style.width = `${paper.percentile ?? 0}%`;
  spark(row, paper.trend);
}

function spark(row, trend) {
  const drawn = trend && trend[1].at(-1) > 0 ? curve(trend[1], ...SPARK) : { line: "", area: "" };
  row.line.setAttribute("d", drawn.line);
  row.area.setAttribute("d", drawn.area);
  row.spark.classList.toggle("is-ledger", trend?.[0] === "ledger");
}

function byline(paper) {
  const [first] = paper.authors;
  const names = first ? (paper.authors.length > 1 ? `${first} et al.` : first) : "";
  return [names, paper.topic].filter(Boolean).join("  ·  ");
}

function label(paper, verdict, others) {
  const cites = span(paper.independent_low, paper.independent_high);
  return [
    paper.rank === null ? "No rank" : `Rank ${paper.rank}`,
    (paper.title ?? paper.id).slice(0, LONGEST),
    paper.tier,
    cites === null ? "citations unknown" : `${cites.replace("–", " to ")} independent citations`,
    age(paper.age),
    paper.percentile === null ? null : `percentile ${ahead(paper.percentile)}`,
    verdict ? WORDS[verdict] : "no verdict",
    ...others.map((o) => `${o.curator}: ${o.verdict}`),
  ].filter(Boolean).join(", ");
}
