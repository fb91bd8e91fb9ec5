// What the page shows, in its address: a reload and the back button bring it back.

export const DEFAULTS = {
  venue: "", paper: "", order: "fair", sort: "", q: "",
  tier: "", cited: "", verdict: "", topic: "", keyword: "",
  // On a small screen: whether the evidence lies over the list. A reload that comes at once brings
  // the address back, but not always the state that was pushed with it (Chromium 156).
  sheet: "",
};
export const FILTERS = ["tier", "cited", "verdict", "topic", "keyword"];

export function read() {
  const asked = new URLSearchParams(location.search);
  return Object.fromEntries(Object.entries(DEFAULTS).map(([name, value]) => [name, asked.get(name) ?? value]));
}

const PAUSE = 120; // milliseconds: browsers allow few changes a second, and a held key makes more
let later = null;

function act(view, isStep, state) {
  const words = new URLSearchParams(Object.entries(view).filter(([name, value]) => value !== DEFAULTS[name]));
  const address = `${location.pathname}?${words}`;
  history[isStep ? "pushState" : "replaceState"](state, "", address);
}

/** Write the view into the address; a step is one that "back" takes back. */
export function write(view, isStep = false, state = history.state) {
  clearTimeout(later);
  if (isStep) act(view, true, state);
  else later = setTimeout(() => act({ ...view }, false, state), PAUSE);
}
