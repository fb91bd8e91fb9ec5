// Who decides in this tab, and how far the curators agree.

import { $, h, said } from "./dom.js";

const KEY = "precited.curator";
const dialog = $("curators");

export function remembered() {
  try {
    const name = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
    if (name) return name;
  } catch {
    // Without storage the name that the board was started with holds.
  }
  return document.querySelector('meta[name="precited-curator"]').content;
}

export function remember(name) {
  $("who-name").textContent = name;
  try {
    // A tab keeps its curator, and the next tab begins with the last one.
    sessionStorage.setItem(KEY, name);
    localStorage.setItem(KEY, name);
  } catch {
    // For this page it holds all the same.
  }
}

export function connect(become) {
  $("curator-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = $("curator-name").value.trim().replace(/\s+/g, " ");
    if (name) become(name);
    dialog.close();
  });
  $("curator-list").addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.name;
    if (name) become(name);
    if (name) dialog.close();
  });
}

export function open(me, names, pairs) {
  const all = [...new Set([me, ...names])];
  $("curator-list").replaceChildren(...all.map((name) =>
    h("button", { type: "button", "data-name": name, "aria-pressed": String(name === me) }, said(name))));
  $("pairs").replaceChildren(...pairs.length ? [h("h3", {}, "Agreement"), h("ul", {}, ...pairs.map((pair) => h("li", {}, words(pair, me))))] : []);
  $("curator-name").value = "";
  dialog.showModal();
}

function words(pair, me) {
  const other = pair.curators.find((name) => name !== me);
  const kappa = pair.kappa === null ? "" : `, kappa ${pair.kappa.toFixed(2)}`;
  return [said(other), `: ${pair.papers} in common, ${pair.same} the same${kappa}`];
}
