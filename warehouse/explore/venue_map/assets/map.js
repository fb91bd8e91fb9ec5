"use strict";
// Places in a row of the data; warehouse/explore/venue_map/page.py writes them.
const [X, Y, GROUP, TITLE, AUTHORS, TIER, LOW, HIGH, PERCENTILE, URL_, TLDR] = Array(11).keys();
const { papers, labels } = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const canvas = $("map"), pen = canvas.getContext("2d"), card = $("card"), list = $("found");
const dark = matchMedia("(prefers-color-scheme: dark)");
const texts = papers.map((p) => [p[TITLE], p[AUTHORS], p[TLDR]].join("\n").toLowerCase());

const view = { scale: 1, x: 0, y: 0, width: 0, height: 0 };
const state = { colour: "topic", found: null, only: null, at: -1 };

// --- colours ---------------------------------------------------------------------------------
const TIERS = [...new Set(papers.map((p) => p[TIER]).filter(Boolean))].sort();
const GROUPS = Object.keys(labels).map(Number);
const RAMP = ["#fde3b0", "#fbb765", "#f0803c", "#d04a3b", "#98245d", "#5a1266"];
const UNKNOWN = null;

function hue(number, of) {
  // Neighbouring numbers get far hues, and lightness changes with every step.
  const angle = (number * 137.508 + 200) % 360, light = dark.matches ? [0.78, 0.66, 0.86] : [0.62, 0.46, 0.72];
  // OKLCH, so that yellows are no lighter than blues.
  return `oklch(${light[number % 3]} ${of > 12 ? 0.15 : 0.16} ${angle.toFixed(1)})`;
}
const steps = [0, 1, 3, 10, 30, 100];
function colourOf(paper, by = state.colour) {
  if (by === "topic") return hue(paper[GROUP], GROUPS.length);
  if (by === "tier") return paper[TIER] ? hue(TIERS.indexOf(paper[TIER]) + 1, TIERS.length) : UNKNOWN;
  if (by === "citations") {
    if (paper[LOW] === null) return UNKNOWN;
    return RAMP[steps.filter((step) => paper[LOW] >= step).length - 1];
  }
  return paper[PERCENTILE] === null ? UNKNOWN : RAMP[Math.min(5, Math.floor(paper[PERCENTILE] / 100 * 6))];
}
function kinds() {
  const by = state.colour, count = (test) => papers.filter(test).length;
  if (by === "topic") return GROUPS.map((g) => [labels[g], hue(g, GROUPS.length), (p) => p[GROUP] === g]);
  if (by === "tier") return [...TIERS.map((t) => [t, hue(TIERS.indexOf(t) + 1, TIERS.length), (p) => p[TIER] === t]),
    ["not told", UNKNOWN, (p) => !p[TIER]]].filter((k) => count(k[2]));
  const place = by === "citations" ? LOW : PERCENTILE;
  const names = by === "citations" ? ["0", "1-2", "3-9", "10-29", "30-99", "100 and more"]
    : ["lowest sixth", "second", "third", "fourth", "fifth", "highest sixth"];
  const ranked = names.map((name, i) => [name, RAMP[i], (p) => colourOf(p, by) === RAMP[i]]);
  return [...ranked.reverse(), ["unknown, which is not 0", UNKNOWN, (p) => p[place] === null]];
}

// --- drawing ---------------------------------------------------------------------------------
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
function whole() {
  const margin = 40, xs = papers.map((p) => p[X]), ys = papers.map((p) => p[Y]);
  const span = (v) => Math.max(...v) - Math.min(...v) || 1, middle = (v) => (Math.max(...v) + Math.min(...v)) / 2;
  if (!papers.length) return;
  view.scale = Math.max(0.1, Math.min(400, (view.width - 2 * margin) / span(xs), (view.height - 2 * margin) / span(ys)));
  view.x = middle(xs); view.y = middle(ys);
  draw();
}
const toScreen = (p) => [view.width / 2 + (p[X] - view.x) * view.scale, view.height / 2 - (p[Y] - view.y) * view.scale];
const shown = (i) => (!state.found || state.found.has(i)) && (!state.only || state.only(papers[i]));
const radius = () => Math.max(2, Math.min(9, 1.1 + view.scale * 0.42 * Math.sqrt(1000 / Math.max(papers.length, 250))));

let frame = 0;
function draw() { if (!frame) frame = requestAnimationFrame(paint); }
function paint() {
  frame = 0;
  const ratio = devicePixelRatio || 1, r = radius();
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, view.width, view.height);
  const narrowed = state.found || state.only;
  for (const pass of narrowed ? [false, true] : [true]) {
    papers.forEach((paper, i) => {
      if (shown(i) !== pass) return;
      const [x, y] = toScreen(paper);
      if (x < -9 || y < -9 || x > view.width + 9 || y > view.height + 9) return;
      dot(x, y, pass && narrowed ? r + 1 : r, colourOf(paper), pass ? 0.92 : 0.1);
    });
  }
  names();
  if (state.at >= 0) {
    const [x, y] = toScreen(papers[state.at]);
    pen.globalAlpha = 1; pen.lineWidth = 2; pen.strokeStyle = css("--ink");
    pen.beginPath(); pen.arc(x, y, r + 4, 0, 7); pen.stroke();
  }
}
function dot(x, y, r, colour, alpha) {
  pen.globalAlpha = alpha; pen.beginPath(); pen.arc(x, y, r, 0, 7);
  if (colour === UNKNOWN) { pen.lineWidth = 1.2; pen.strokeStyle = css("--soft"); pen.stroke(); return; }
  pen.fillStyle = colour; pen.fill();
  if (dark.matches || state.colour === "topic" || state.colour === "tier") return;
  pen.globalAlpha = alpha * 0.35; pen.lineWidth = 0.7; pen.strokeStyle = "#5a1266"; pen.stroke();
}
const middles = GROUPS.map((g) => {
  const own = papers.filter((p) => p[GROUP] === g), mid = (place) => {
    const v = own.map((p) => p[place]).sort((a, b) => a - b); return v[Math.floor(v.length / 2)];
  };
  return { g, n: own.length, at: own.length ? [mid(X), mid(Y)] : [0, 0] };
}).sort((a, b) => b.n - a.n);
function names() {
  // The largest groups first; a name that would cover another waits for a closer look.
  const taken = []; pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
  pen.font = "600 12.5px system-ui, sans-serif";
  for (const { g, at } of middles) {
    const text = labels[g].split(", ").slice(0, view.scale > 14 ? 3 : 1).join(", ");
    const x = view.width / 2 + (at[0] - view.x) * view.scale, y = view.height / 2 - (at[1] - view.y) * view.scale;
    const half = pen.measureText(text).width / 2 + 4;
    const box = [x - half, y - 9, x + half, y + 9];
    if (taken.some((o) => box[0] < o[2] && box[2] > o[0] && box[1] < o[3] && box[3] > o[1])) continue;
    if (box[0] < 0 || box[2] > view.width || box[1] < 0 || box[3] > view.height) continue;
    taken.push(box);
    pen.globalAlpha = state.found || state.only ? 0.55 : 1;
    pen.lineWidth = 4; pen.strokeStyle = css("--halo"); pen.strokeText(text, x, y);
    pen.fillStyle = css("--ink"); pen.fillText(text, x, y);
  }
}

// --- the card and the list -------------------------------------------------------------------
function line(tag, text, kind) {
  const made = document.createElement(tag); made.textContent = text; if (kind) made.className = kind; return made;
}
function cited(p) {
  if (p[LOW] === null) return "citations unknown";
  const count = p[LOW] === p[HIGH] ? p[LOW] : `${p[LOW]}-${p[HIGH]}`;
  return `${count} citation${count === 1 ? "" : "s"}` + (p[PERCENTILE] === null ? "" : `, ahead of ${Math.floor(p[PERCENTILE])} % of its age`);
}
function point(i) {
  state.at = i; canvas.classList.toggle("over", i >= 0);
  if (i < 0) { card.hidden = true; draw(); return; }
  const p = papers[i];
  card.replaceChildren(line("h2", p[TITLE]), line("p", p[AUTHORS], "soft"),
    line("p", [p[TIER], cited(p), labels[p[GROUP]]].filter(Boolean).join(" · "), "soft"));
  if (p[TLDR]) card.append(line("p", p[TLDR]));
  card.hidden = false;
  const [x, y] = toScreen(p), box = card.getBoundingClientRect();
  const left = x + 16 + box.width > view.width ? x - 16 - box.width : x + 16;
  card.style.setProperty("left", `${Math.max(8, Math.min(left, view.width - box.width - 8))}px`);
  card.style.setProperty("top", `${Math.max(8, Math.min(y - 20, view.height - box.height - 8))}px`);
  draw();
}
function near(x, y, reach) {
  let best = -1, least = reach * reach;
  papers.forEach((p, i) => {
    if ((state.found || state.only) && !shown(i)) return;
    const [px, py] = toScreen(p), d = (px - x) ** 2 + (py - y) ** 2;
    if (d < least) { least = d; best = i; }
  });
  return best;
}
function visit(i) { if (i >= 0 && papers[i][URL_]) window.open(papers[i][URL_], "_blank", "noopener"); }
const MOST = 100;
function search() {
  const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  state.found = words.length ? new Set(texts.flatMap((t, i) => words.every((w) => t.includes(w)) ? [i] : [])) : null;
  list.hidden = !state.found; list.replaceChildren(); point(-1);
  if (!state.found) return;
  const first = [...state.found].sort((a, b) => (papers[b][LOW] ?? -1) - (papers[a][LOW] ?? -1));
  if (!first.length) list.append(line("li", "Nothing found: try fewer words.", "none"));
  for (const i of first.slice(0, MOST)) {
    const item = document.createElement("li"), link = line("a", papers[i][TITLE]);
    if (papers[i][URL_]) { link.href = papers[i][URL_]; link.target = "_blank"; link.rel = "noopener"; }
    link.append(line("small", cited(papers[i])));
    link.addEventListener("focus", () => point(i)); link.addEventListener("mouseenter", () => point(i));
    item.append(link); list.append(item);
  }
  if (first.length > MOST) list.append(line("li", `and ${first.length - MOST} more`, "more"));
}
function legend() {
  const box = $("legend"); box.replaceChildren(); state.only = null;
  for (const [name, colour, test] of kinds()) {
    const row = document.createElement("button"), spot = document.createElement("i");
    row.type = "button"; row.title = name; row.setAttribute("aria-pressed", "false");
    spot.style.setProperty(colour === UNKNOWN ? "border-color" : "background", colour === UNKNOWN ? css("--soft") : colour);
    row.append(spot, line("span", name.split(", ").slice(0, 2).join(", ")), line("span", papers.filter(test).length.toLocaleString("en"), "n"));
    row.addEventListener("click", () => {
      const on = row.getAttribute("aria-pressed") !== "true";
      box.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", "false"));
      row.setAttribute("aria-pressed", String(on)); state.only = on ? test : null; point(-1);
    });
    box.append(row);
  }
}

// --- moving about ----------------------------------------------------------------------------
function zoom(by, x = view.width / 2, y = view.height / 2) {
  const scale = Math.max(0.5, Math.min(400, view.scale * by)), wx = view.x + (x - view.width / 2) / view.scale;
  const wy = view.y - (y - view.height / 2) / view.scale;
  view.scale = scale; view.x = wx - (x - view.width / 2) / scale; view.y = wy + (y - view.height / 2) / scale;
  point(-1);
}
const held = new Map(); let moved = 0;
canvas.addEventListener("pointerdown", (e) => { held.set(e.pointerId, [e.offsetX, e.offsetY]); moved = 0; canvas.setPointerCapture(e.pointerId); });
canvas.addEventListener("pointermove", (e) => {
  const was = held.get(e.pointerId);
  if (!was) { if (e.pointerType === "mouse") point(near(e.offsetX, e.offsetY, 14)); return; }
  const dx = e.offsetX - was[0], dy = e.offsetY - was[1];
  if (held.size === 2) {
    const [other] = [...held].filter(([id]) => id !== e.pointerId).map(([, at]) => at);
    zoom(Math.hypot(e.offsetX - other[0], e.offsetY - other[1]) / Math.max(1, Math.hypot(was[0] - other[0], was[1] - other[1])),
      (e.offsetX + other[0]) / 2, (e.offsetY + other[1]) / 2);
  } else { view.x -= dx / view.scale; view.y += dy / view.scale; canvas.classList.add("held"); if (moved > 3) point(-1); draw(); }
  moved += Math.hypot(dx, dy); held.set(e.pointerId, [e.offsetX, e.offsetY]);
});
for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (e) => {
  held.delete(e.pointerId); canvas.classList.remove("held");
  if (end !== "pointerup" || moved > 4) return;
  const i = near(e.offsetX, e.offsetY, e.pointerType === "mouse" ? 14 : 26);
  // A finger sees the card first, and opens with the second touch.
  if (e.pointerType === "mouse" || (i >= 0 && i === state.at)) visit(i); else point(i);
});
canvas.addEventListener("pointerleave", () => { if (!held.size) point(-1); });
canvas.addEventListener("wheel", (e) => { e.preventDefault(); zoom(Math.exp(-e.deltaY * 0.0016), e.offsetX, e.offsetY); }, { passive: false });
function step(dx, dy) {
  const from = state.at >= 0 ? toScreen(papers[state.at]) : [view.width / 2, view.height / 2];
  let best = -1, least = Infinity;
  papers.forEach((p, i) => {
    if (i === state.at || !shown(i)) return;
    const [x, y] = toScreen(p), ax = x - from[0], ay = y - from[1], along = ax * dx + ay * dy;
    if (along <= 0 && state.at >= 0) return;
    const cost = Math.hypot(ax, ay) + 2 * Math.abs(ax * dy - ay * dx);
    if (cost < least) { least = cost; best = i; }
  });
  if (best < 0) return;
  const [x, y] = toScreen(papers[best]);
  if (x < 30 || y < 30 || x > view.width - 30 || y > view.height - 30) { view.x = papers[best][X]; view.y = papers[best][Y]; }
  point(best);
}
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (e) => {
  if (WAYS[e.key]) step(...WAYS[e.key]); else if (e.key === "Enter") visit(state.at);
  else if (e.key === "+" || e.key === "=") zoom(1.4); else if (e.key === "-") zoom(1 / 1.4);
  else if (e.key === "0") whole(); else if (e.key === "Escape") point(-1); else return;
  e.preventDefault();
});
document.addEventListener("keydown", (e) => {
  if (e.key === "/" && document.activeElement !== $("words")) { e.preventDefault(); $("words").focus(); }
  if (e.key === "Escape" && document.activeElement === $("words")) { $("words").value = ""; search(); canvas.focus(); }
});
$("words").addEventListener("input", search);
$("search").addEventListener("submit", (e) => { e.preventDefault(); list.querySelector("a")?.focus(); });
$("colour").addEventListener("change", (e) => { state.colour = e.target.value; legend(); draw(); });
$("closer").addEventListener("click", () => zoom(1.4)); $("farther").addEventListener("click", () => zoom(1 / 1.4));
$("whole").addEventListener("click", whole);
dark.addEventListener("change", () => { legend(); draw(); });
let before = null;
new ResizeObserver(() => {
  const box = canvas.getBoundingClientRect(), ratio = devicePixelRatio || 1;
  view.width = box.width; view.height = box.height; canvas.width = box.width * ratio; canvas.height = box.height * ratio;
  if (before === null || Math.abs(before - box.width) > 80) whole(); else draw();
  before = box.width;
}).observe(canvas);
legend();
