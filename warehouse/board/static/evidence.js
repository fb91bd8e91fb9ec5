// The evidence: all that speaks for or against one paper.

import { $, ahead, count, curve, dated, h, isWeb, months, said, span, svg, timed } from "./dom.js";
import { WORDS } from "./list.js";

const panel = $("evidence");
const AUTHORS = 8;
const WORKS = 12;
const TITLE = 400; // letters shown before "all of it"
const TEXT = 4000;
const CURVE = [420, 64];
const FIELDS = [
  ["note", "Note", "n", "For the curators; not published"],
  ["why", "Why", "w", "Why should nobody miss it? For readers of the issue"],
  ["key_insights", "Key insights", "i", "What did it find? For readers of the issue"],
];
const SAID = { shortlist: "shortlisted", maybe: "said maybe", skip: "skipped", undo: "took it back" };

let about = {};
export const connect = (callbacks) => { about = callbacks; };

/**
 * A paper: what the queue knows of it, the fields and the verdicts at once, so that nobody who
 * types or decides ahead of the server is in the wrong place; the evidence when it has come.
 */
export function show(paper, found) {
  panel.scrollTop = 0;
  panel.replaceChildren(
    h("div", { class: "sheet-bar" },
      h("button", { type: "button", class: "back", onclick: about.close }, "‹ Queue"),
      h("span", {}, paper.rank === null ? "no rank" : `${count(paper.rank)} of ${count(about.size())}`),
      h("span", { class: "step" },
        h("button", { type: "button", class: "icon", "aria-label": "Previous paper", onclick: () => about.step(-1) }, "↑"),
        h("button", { type: "button", class: "icon", "aria-label": "Next paper", onclick: () => about.step(1) }, "↓"))),
    h("div", { class: "paper" },
      head(paper),
      h("div", { class: "coming", id: "evidence-body" }),
      words(paper),
      h("section", { id: "said-by-others" }),
      h("section", { id: "citing" }),
      h("section", { id: "related" }),
      h("section", { id: "history" })),
    verdicts(),
  );
  panel.setAttribute("aria-busy", "true");
  if (found) arrived(found);
  decided(paper.id);
  relate(paper);
}

/** The evidence of the paper that is shown. */
export function arrived(found) {
  // Who goes away and comes back has asked twice; the first answer is shown.
  if (panel.getAttribute("aria-busy") !== "true") return;
  const field = document.activeElement?.closest(".own-words textarea");
  panel.setAttribute("aria-busy", "false");
  $("evidence-authors").replaceWith(authors(found.authors), links(found.links));
  $("evidence-body").replaceWith(...body(found));
  $("citing").replaceChildren(...citing(found));
  field?.scrollIntoView({ block: "center" });
}

/** Why there is no evidence. */
export const missing = (words) => $("evidence-body")?.replaceChildren(h("p", { class: "empty" }, words));

export const none = (words) => panel.replaceChildren(h("p", { class: "empty" }, words));

function head(paper) {
  return h("header", { class: "head" },
    h("p", { class: "kicker" },
      paper.tier ? h("span", { class: "tier", "data-tier": paper.tier }, paper.tier) : null,
      paper.rank === null ? "no rank" : `rank ${span(paper.rank_low, paper.rank_high)}`,
      paper.topic ? h("button", { type: "button", class: "plain", title: "Show this topic only", onclick: () => about.filter("topic", paper.topic) }, said(paper.topic)) : null,
      h("span", { class: "agreement", id: "agreement" })),
    long(paper.title ?? paper.id, TITLE, "h2", { class: "title", dir: "auto" }),
    h("p", { class: "authors", id: "evidence-authors" }, said(paper.authors.slice(0, AUTHORS).join(", "))));
}

/** A text that may be far too long, with a button for all of it. */
function long(text, most, tag, attributes) {
  const element = h(tag, attributes, text.slice(0, most));
  if (text.length <= most) return element;
  const more = h("button", { type: "button", class: "plain more", onclick: () => { element.textContent = text; more.remove(); } },
    `… all ${count(text.length)} letters`);
  return h("div", {}, element, more);
}

function authors(all) {
  const list = h("p", { class: "authors" });
  const fill = (shown) => list.replaceChildren(
    ...shown.flatMap((a, i) => [
      i ? ", " : "", said(a.name ?? "?"),
      a.institution ? h("span", { class: "institution" }, " ", said(a.institution)) : "",
    ]),
    shown.length < all.length
      ? h("button", { type: "button", class: "plain", onclick: () => fill(all) }, ` and ${all.length - shown.length} more`) : "");
  fill(all.slice(0, AUTHORS));
  return list;
}

function links(pages) {
  return h("nav", { class: "links", "aria-label": "Pages of the paper" },
    ...pages.filter((p) => isWeb(p.url)).map((p) => link(p.url, p.name)));
}

const link = (url, ...content) => h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...content);

function body(found) {
  return [
    numbers(found),
    reasons(found.flag),
    found.tldr ? section("TL;DR", h("p", { class: "tldr", dir: "auto" }, found.tldr.slice(0, TEXT)))
      : section("TL;DR", h("p", { class: "missing" }, "The authors gave none.")),
    section("Abstract", found.abstract ? long(found.abstract, TEXT, "p", { class: "abstract", dir: "auto" })
      : h("p", { class: "missing" }, "There is none.")),
    keywords(found.keywords) ?? "",
  ];
}

const section = (title, ...content) => h("section", {}, h("h3", {}, title), ...content);

function numbers({ flag, ledger }, trend = about.trend()) {
  const own = flag.citations_low - flag.independent_low;
  const isYoung = flag.age_days < 60;
  const facts = [
    ["independent", span(flag.independent_low, flag.independent_high), `citations by ${dated(flag.as_of)}`],
    ["citations in all", span(flag.citations_low, flag.citations_high), own ? `${count(own)} are, or may be, its own` : ""],
    ["ahead of its age", flag.percentile === null ? null : `${ahead(flag.percentile)} %`, "percentile"],
    [`${isYoung ? "days" : "months"} old`, flag.age_days === null ? null : isYoung ? flag.age_days : months(flag.age_days).toFixed(1),
      flag.first_public_on ? `since ${dated(flag.first_public_on)}` : ""],
    ["a month", flag.rate_per_month === null ? null : flag.rate_per_month.toFixed(2), "held back where little is known"],
  ];
  return h("div", { class: "numbers" },
    h("dl", {}, ...facts.map(([name, value, hint]) => h("div", {},
      h("dt", {}, name), h("dd", value === null ? { class: "is-unknown" } : {}, value ?? "unknown"), h("dd", { class: "hint" }, hint)))),
    growth(trend, flag, ledger));
}

function growth(trend, flag, ledger) {
  if (!trend || trend[1].at(-1) === 0) return null;
  const { line, area } = curve(trend[1], ...CURVE);
  const isLedger = trend[0] === "ledger";
  const from = isLedger ? dated(ledger.at(-trend[1].length)?.[0]) : "a year before";
  const to = isLedger ? dated(ledger.at(-1)?.[0]) : dated(flag.as_of);
  const what = isLedger ? `Counts in the ledger, ${trend[1].length} of them` : "By the dates of citing works";
  return h("figure", { class: "growth" },
    svg("svg", { viewBox: `0 -3 ${CURVE[0]} ${CURVE[1] + 4}`, role: "img", preserveAspectRatio: "none", "aria-label": `${what}: from ${trend[1][0]} to ${trend[1].at(-1)}` },
      svg("path", { class: "area", d: area }), svg("path", { class: "line", d: line, "vector-effect": "non-scaling-stroke" })),
    h("figcaption", {}, h("span", {}, `${from}: ${count(trend[1][0])}`), h("span", {}, what), h("span", {}, `${to}: ${count(trend[1].at(-1))}`)));
}

function reasons(flag) {
  const title = { yes: "Already cited", no: "Not cited yet", unknown: "Unknown whether it is cited" }[flag.cited];
  return h("section", { class: `flag is-${flag.cited}` }, h("h3", {}, title),
    h("ul", {}, ...flag.reasons.map((reason) => h("li", { dir: "auto" }, reason.slice(0, 1).toUpperCase() + reason.slice(1)))));
}

function keywords(all) {
  if (!all?.length) return null;
  return h("p", { class: "keywords" }, ...all.slice(0, 30).map((keyword) =>
    h("button", { type: "button", class: "keyword", title: "Show this keyword only", onclick: () => about.filter("keyword", keyword) }, said(keyword.slice(0, 80)))));
}

function words(paper) {
  return h("section", { class: "own-words" }, h("h3", {}, "Your words"), ...FIELDS.map(([name, title, key, hint]) => {
    const text = h("textarea", {
      id: `field-${name}`, name, rows: name === "note" ? 2 : 3, maxlength: 20000, placeholder: hint, dir: "auto",
      oninput: (event) => { grow(event.target); about.typed(paper.id, name, event.target.value); },
      onblur: (event) => about.wrote(paper.id, name, event.target.value),
    });
    return h("label", {}, h("span", {}, title, " ", h("kbd", {}, key), h("em", { id: `state-${name}` })), text);
  }));
}

function grow(text) {
  text.style.height = "auto";
  if (text.scrollHeight > text.clientHeight) text.style.height = `${Math.min(text.scrollHeight + 2, 400)}px`;
}

function citing({ citing: found, flag }) {
  const { works, there, maybe } = found;
  if (!works.length) {
    return [h("h3", {}, "Cited by"), h("p", { class: "missing" },
      flag.cited === "unknown" ? "Unknown: no citing work is on file." : `No work dated by ${dated(flag.as_of)}.`)];
  }
  const list = h("ol", { class: "works" });
  const fill = (shown) => list.replaceChildren(...shown.map(work));
  fill(works.slice(0, WORKS));
  const left = there + maybe - works.length;
  const more = h("button", { type: "button", class: "plain", onclick: () => { fill(works); more.remove(); } }, `Show ${count(works.length - WORKS)} more`);
  return [
    h("h3", {}, `Cited by ${count(there)}`),
    h("p", { class: "hint" }, `dated by ${dated(flag.as_of)}`,
      maybe ? ` · ${count(maybe)} more without an exact date` : "",
      found.own ? ` · ${count(found.own)} by its own authors` : ""),
    list,
    works.length > WORKS ? more : "",
    left > 0 ? h("p", { class: "hint" }, `The other ${count(left)} are in the table citations.`) : "",
  ];
}

function work(w) {
  const title = said((w.title ?? "Untitled work").slice(0, 300));
  const people = (w.authors ?? []).slice(0, 3).join(", ") + (w.author_count > 3 ? " et al." : "");
  return h("li", { class: w.by_day === "there" ? "" : "is-maybe" },
    h("time", {}, dated(w.date) ?? "undated"),
    h("div", {}, isWeb(w.url) ? link(w.url, title) : title,
      w.is_own ? h("span", { class: "mark", title: "Shares an author with this paper" }, "own") : null,
      w.is_own === null ? h("span", { class: "mark is-unknown", title: "Its authors are not known" }, "own?") : null,
      w.is_influential ? h("span", { class: "mark", title: "Semantic Scholar calls it highly influential" }, "influential") : null,
      h("small", {}, said([people, w.venue].filter(Boolean).join(" · ").slice(0, 300)))));
}

/** The related papers, as soon as they are known. */
export function relate(paper) {
  const papers = paper.related ?? [];
  $("related")?.replaceChildren(...papers.length ? [h("h3", {}, "Related at this venue"), h("ul", { class: "related" }, ...papers.map((p) => h("li", {},
    h("button", { type: "button", class: "plain", onclick: () => about.pick(p.id) }, said((p.title ?? p.id).slice(0, 200))),
    h("small", {}, [p.tier, span(p.independent_low, p.independent_high) ?? "unknown"].filter(Boolean).join(" · ")))))] : []);
}

function verdicts() {
  const button = (verdict, words, key) => h("button", {
    type: "button", class: "verdict", "data-verdict": verdict, id: `verdict-${verdict}`, "aria-pressed": "false", "aria-keyshortcuts": key,
    onclick: () => about.decide(verdict),
  }, words, " ", h("kbd", {}, key));
  return h("div", { class: "verdicts", role: "group", "aria-label": "Verdict" },
    button("shortlist", "Shortlist", "s"), button("maybe", "Maybe", "m"), button("skip", "Skip", "x"),
    h("button", { type: "button", class: "verdict is-undo", id: "undo", "aria-keyshortcuts": "u", onclick: about.undo }, "Undo ", h("kbd", {}, "u")));
}

/** What is decided of the paper that is shown, without touching what is being typed. */
export function decided(id) {
  const { mine, isPending, others, agreement, history } = about.decided(id);
  for (const button of panel.querySelectorAll(".verdict[data-verdict]")) {
    button.setAttribute("aria-pressed", String(button.dataset.verdict === mine.verdict));
  }
  panel.querySelector(".verdicts")?.classList.toggle("is-pending", isPending);
  for (const [name] of FIELDS) field(id, name, mine[name] ?? "");
  const word = $("agreement");
  if (word) {
    word.textContent = agreement === "split" ? "curators disagree" : agreement === "agreed" ? "curators agree" : "";
    word.dataset.agreement = agreement ?? "";
  }
  $("said-by-others")?.replaceChildren(...others.length ? [h("h3", {}, "Other curators"), ...others.map(other)] : []);
  $("history")?.replaceChildren(...history.length ? [h("h3", {}, "History"), h("ol", { class: "history" }, ...history.toReversed().map(entry))] : []);
}

function field(id, name, savedText) {
  const text = $(`field-${name}`);
  if (!text) return;
  const draft = about.draft(id, name);
  const shown = draft ?? savedText;
  if (document.activeElement !== text && text.value !== shown) {
    text.value = shown;
    grow(text);
  }
  $(`state-${name}`).textContent = about.textState(id, name, draft !== null && draft !== savedText, savedText);
}

function other(o) {
  return h("div", { class: "other" },
    h("p", {}, said(o.curator, { class: "curator" }), " ", h("span", { class: "verdict-word", "data-verdict": o.verdict ?? "" }, o.verdict ? WORDS[o.verdict].toLowerCase() : "wrote"), " ", h("time", {}, timed(o.decided_at))),
    ...FIELDS.filter(([name]) => o[name]).map(([name, title]) => h("p", { class: "their-words", dir: "auto" }, h("b", {}, title), " ", o[name])));
}

function entry(e) {
  const did = [e.verdict ? SAID[e.verdict] : null, e.texts.length ? `wrote ${e.texts.map((t) => t.replace("_", " ")).join(", ")}` : null];
  return h("li", { class: e.is_held || e.verdict === "undo" ? "" : "is-undone" }, said(e.curator, { class: "curator" }), ` ${did.filter(Boolean).join(" and ")} `, h("time", {}, timed(e.decided_at)));
}
