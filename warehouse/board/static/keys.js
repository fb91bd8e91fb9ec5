// Single keys. They rest while somebody types or a dialog is open, and can be turned off.

import { $ } from "./dom.js";

const KEY = "precited.keys";

export function connect(actions) {
  const box = $("keys-on");
  try {
    box.checked = localStorage.getItem(KEY) !== "off";
  } catch {
    // On, then.
  }
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, box.checked ? "on" : "off");
    } catch {
      // For this page it holds all the same.
    }
  });
  document.addEventListener("keydown", (event) => pressed(event, actions, box.checked));
}

function pressed(event, actions, isOn) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { target } = event;
  if (target.closest("dialog")) return;
  const isField = target.matches("input, textarea, select");
  if (event.key === "Escape") {
    // Leaving a field saves it; the list has the keys again.
    if (isField) {
      target.blur();
      $("list").focus({ preventScroll: true });
    } else actions.escape();
    return;
  }
  if (isField) {
    if (event.key === "Enter" && target.id === "search") $("list").focus({ preventScroll: true });
    return;
  }
  const isButton = target.matches("button, a, summary");
  if (isButton && (event.key === "Enter" || event.key === " ")) return;
  const isInList = !target.closest("#evidence");
  const act = (isOn && actions.single[event.key.length === 1 ? event.key.toLowerCase() : ""]) ||
    (event.key === "?" && actions.help) ||
    (isInList && actions.list[event.key]);
  if (!act) return;
  event.preventDefault();
  act(event);
}
