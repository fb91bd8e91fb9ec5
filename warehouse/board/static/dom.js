// Elements made without HTML text: whatever a title holds, it stays text.

const SVG = "http://www.w3.org/2000/svg";

export const $ = (id) => document.getElementById(id);

/** An element with attributes (on… are listeners, false and null are left out) and children. */
export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Text of an unknown writer: its direction stays inside. */
export const said = (text, attributes = {}) => h("bdi", attributes, text ?? "");

const whole = new Intl.NumberFormat("en");
export const count = (number) => whole.format(number);

/** "3", "3–5", or null where nothing is known. */
export function span(low, high) {
  if (low === null || low === undefined) return null;
  return high === null || high === low ? count(low) : `${count(low)}–${count(high)}`;
}

const MONTH = 365.25 / 12;
export const months = (days) => (days === null ? null : days / MONTH);

/** "6.6 months", "12 days". */
export function age(days) {
  if (days === null) return null;
  if (days < 60) return `${days} day${days === 1 ? "" : "s"}`;
  return `${(days / MONTH).toFixed(1)} months`;
}

/** A percentile, rounded down; near the top, where most of a queue's start is, to a tenth. */
export function ahead(percentile) {
  if (percentile === null) return null;
  return percentile < 99 ? String(Math.floor(percentile)) : (Math.floor(percentile * 10) / 10).toFixed(1);
}

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** "2022-04-25" or a year, as people write it. */
export function dated(value) {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? String(value) : day.format(new Date(`${value}T00:00:00Z`));
}

export const timed = (value) => moment.format(new Date(value));

/** Only pages of the web may be opened, whatever the data say. */
export const isWeb = (address) => /^https?:\/\//i.test(address ?? "");

/** The outline and the area of a curve in a box. */
export function curve(points, width, height) {
  const top = Math.max(...points, 1);
  const step = width / Math.max(points.length - 1, 1);
  const places = points.map((p, i) => `${(i * step).toFixed(1)} ${(height - (p / top) * height).toFixed(1)}`);
  const line = `M${places.join("L")}`;
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
}
