// The papers of the queue: which are shown, and in which order.

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The columns that the server sends, as one object a paper. */
export function rowsOf(columns) {
  const names = Object.keys(columns);
  return columns.id.map((_, place) => {
    const row = { place };
    for (const name of names) row[name] = columns[name][place];
    row.keywords ??= [];
    row.authors ??= [];
    return row;
  });
}

function haystack(row) {
  row.text ??= plain([row.title, ...row.authors, ...row.keywords, row.id].join("\n"));
  return row.text;
}

/** Columns by which the queue can be sorted: name, what is compared, and its first direction. */
const TIERS = ["oral", "spotlight", "talk", "poster"];
const tierPlace = (tier) => (tier === null ? null : (TIERS.indexOf(tier) + 1 || TIERS.length + 1));
const VERDICTS = { shortlist: 1, maybe: 2, skip: 3 };
export const SORTS = {
  rank: { by: (row) => row.rank, up: true },
  title: { by: (row) => row.sortTitle ??= plain(row.title ?? row.id), up: true },
  tier: { by: (row) => tierPlace(row.tier), up: true },
  cited: { by: (row) => row.independent_low ?? null, up: false },
  age: { by: (row) => row.age, up: true },
  percentile: { by: (row) => row.percentile, up: false },
  growth: { by: (row) => row.trend ? row.trend[1].at(-1) - row.trend[1].at(Math.max(-4, -row.trend[1].length)) : null, up: false },
  verdict: { by: (row, mine) => VERDICTS[mine(row.id)] ?? null, up: true },
};

/** The papers that a view shows, in its order; unknown values come last in every direction. */
export function shown(rows, view, mine, split) {
  const words = plain(view.q).split(/\s+/).filter(Boolean);
  const keyword = plain(view.keyword.trim());
  const kept = rows.filter((row) =>
    (!view.tier || (row.tier ?? "none") === view.tier) &&
    (!view.cited || row.cited === view.cited) &&
    (!view.topic || row.topic === view.topic) &&
    (!keyword || row.keywords.some((k) => plain(k) === keyword)) &&
    (!view.verdict || ofVerdict(row, view.verdict, mine, split)) &&
    words.every((word) => haystack(row).includes(word)));
  return sorted(kept, view, mine);
}

function ofVerdict(row, verdict, mine, split) {
  if (verdict === "todo") return !mine(row.id);
  if (verdict === "seen") return Boolean(mine(row.id));
  if (verdict === "split") return split(row.id);
  return mine(row.id) === verdict;
}

function sorted(rows, view, mine) {
  const name = view.sort.replace(/^-/, "");
  const sort = SORTS[name];
  if (!sort) {
    return view.order === "diverse" ? rows.toSorted((a, b) => (a.diverse ?? 1e9) - (b.diverse ?? 1e9)) : rows;
  }
  const sign = sort.up === view.sort.startsWith("-") ? -1 : 1;
  const values = new Map(rows.map((row) => [row, sort.by(row, mine)]));
  return rows.toSorted((a, b) => {
    const [one, other] = [values.get(a), values.get(b)];
    if (one === other) return a.place - b.place;
    if (one === null || one === undefined) return 1;
    if (other === null || other === undefined) return -1;
    return (one < other ? -1 : 1) * sign;
  });
}

/** Each value and how many papers have it, the most frequent first. */
export function tally(rows, valuesOf) {
  const found = new Map();
  for (const row of rows) for (const value of valuesOf(row)) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Keywords as most authors write them, whatever their capitals. */
export function keywordTally(rows) {
  const spelled = new Map();
  for (const [keyword, times] of tally(rows, (row) => new Set(row.keywords))) {
    const key = plain(keyword);
    const before = spelled.get(key);
    spelled.set(key, before ? [before[0], before[1] + times] : [keyword, times]);
  }
  return [...spelled.values()].toSorted((a, b) => b[1] - a[1]);
}
