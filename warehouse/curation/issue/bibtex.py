"""An issue's papers as BibTeX, for any of the programs that read it."""

import logging
import re
from collections import Counter
from collections.abc import Sequence

import bibtexparser  # type: ignore[import-untyped]
from bibtexparser.bibdatabase import BibDatabase  # type: ignore[import-untyped]
from bibtexparser.bparser import BibTexParser  # type: ignore[import-untyped]
from bibtexparser.bwriter import BibTexWriter  # type: ignore[import-untyped]

from warehouse.curation.issue.contents import Issue, Pick, Venue
from warehouse.explore.labels import clean
from warehouse.linking.latex import latex_to_text

logger = logging.getLogger(__name__)

_KINDS = {"inproceedings", "article", "misc", "conference", "proceedings", "techreport"}
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_+./-]{0,79}")
_NEEDED = ("title", "author", "year")

# TeX that reads or writes files, runs programs or redefines what follows.
_UNSAFE = re.compile(
    r"\\(?:input|include|openin|openout|read|write|immediate|special|csname|catcode|def|edef|gdef"
    r"|xdef|let|newcommand|renewcommand|usepackage|loop|expandafter|everypar|directlua|href|url)"
    r"(?![A-Za-z])|\^\^"
)
_MATH = re.compile(r"(\$[^$]+\$)")
_ESCAPES = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def as_bibtex(issue: Issue) -> str:
    """An entry for each pick, in the issue's order.

    OpenReview's own entry where it is one entry, of this very paper, complete and harmless; else
    one made from the tables. Keys are unique: where several entries have one key, all but that of
    the first paper id get a letter, so that the order of the issue does not move them.
    """
    entries = {pick.paper_id: _entry(pick, issue.venue) for pick in issue.picks}
    _make_unique(entries)
    database = BibDatabase()
    database.entries = [entries[pick.paper_id] for pick in issue.picks]
    writer = BibTexWriter()
    writer.order_entries_by = None
    writer.indent = "  "
    return str(bibtexparser.dumps(database, writer))


def _entry(pick: Pick, venue: Venue) -> dict[str, str]:
    return _openreviews(pick) or _made(pick, venue)


def _openreviews(pick: Pick) -> dict[str, str] | None:
    """OpenReview's entry of a paper, where it can be used as it is."""
    entry = _parsed(pick.bibtex)
    if entry is None or any(not entry.get(name) for name in _NEEDED):
        return None
    if entry["author"].strip().lower() == "anonymous":
        return None
    values = {name: " ".join(value.split()) for name, value in entry.items()}
    if not all(_is_harmless(value) for value in values.values()):
        return None
    if _letters(values["title"]) != _letters(pick.title):
        return None
    return values if _KEY.fullmatch(values["ID"]) else values | {"ID": _key(pick, values["year"])}


def _parsed(text: str | None) -> dict[str, str] | None:
    # What is not an entry (a preamble, strings, comments) has no place in a list of papers.
    if not text or text.count("@") - text.count("\\@") < 1 or len(text) > 50_000:
        return None
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    # It logs what it cannot read; that is no news to whoever runs us.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        read = bibtexparser.loads(text, parser)
    except Exception as error:  # noqa: BLE001 - pyparsing raises many kinds on malformed input
        logger.debug("bibtex not read: %s", type(error).__name__)
        return None
    if len(read.entries) != 1 or read.preambles or read.comments:
        return None
    entry = {str(name): str(value) for name, value in read.entries[0].items()}
    return entry if entry["ENTRYTYPE"].lower() in _KINDS else None


def _is_harmless(value: str) -> bool:
    return not _UNSAFE.search(value) and _is_balanced(value) and clean(value) == value


def _is_balanced(value: str) -> bool:
    depth = 0
    for brace in re.findall(r"(?<!\\)[{}]", value):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _letters(title: str) -> str:
    return "".join(c for c in latex_to_text(title).casefold() if c.isalnum())


def _made(pick: Pick, venue: Venue) -> dict[str, str]:
    is_journal = venue.kind == "journal"
    year = str(venue.year) if venue.year is not None else ""
    values = {
        "ENTRYTYPE": "article" if is_journal else "inproceedings",
        "ID": _key(pick, year),
        # Doubled braces keep the capitals of names in whatever style.
        "title": f"{{{_escaped(pick.title)}}}",
        "author": " and ".join(_author(name) for name in pick.authors),
        "journal" if is_journal else "booktitle": _escaped(venue.name),
        "year": year,
        "url": (pick.forum_url or pick.pdf_url or "").replace("%", r"\%"),
        "doi": _escaped(pick.link.doi) if pick.link and pick.link.doi else "",
    }
    return {name: value for name, value in values.items() if value}


def _author(name: str) -> str:
    """A name that BibTeX takes for one, whatever it holds."""
    escaped = _escaped(name)
    is_plain = not re.search(r"\band\b|,", escaped, re.IGNORECASE)
    return escaped if is_plain else f"{{{escaped}}}"


def _escaped(text: str) -> str:
    """Text whose letters TeX prints; formulas in dollars stay formulas where they are harmless."""
    parts = _MATH.split(clean(text))
    return "".join(part if _is_formula(part) else _plain(part) for part in parts)


def _is_formula(part: str) -> bool:
    return bool(_MATH.fullmatch(part)) and "\\" not in part[-2:-1] and _is_harmless(part)


def _plain(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _key(pick: Pick, year: str) -> str:
    """Family name, year and first long word of the title, in ASCII; the paper id where none is."""
    families = [clean(name).split()[-1] for name in pick.authors if clean(name)]
    words = [w for w in re.findall(r"[a-z0-9]+", latex_to_text(pick.title).lower()) if len(w) > 3]
    family = re.sub(r"[^a-z]", "", families[0].lower()) if families else ""
    key = f"{family}{year}{words[0] if words else ''}"[:60]
    return key if family else re.sub(r"[^A-Za-z0-9-]", "", f"paper-{pick.paper_id}")


def _make_unique(entries: dict[str, dict[str, str]]) -> None:
    seen: Counter[str] = Counter()
    taken = {entry["ID"].lower() for entry in entries.values()}
    for paper in sorted(entries):
        entry = entries[paper]
        key = entry["ID"]
        seen[key.lower()] += 1
        if seen[key.lower()] > 1:
            entry["ID"] = next(k for k in _lettered(key) if k.lower() not in taken)
            taken.add(entry["ID"].lower())


def _lettered(key: str) -> Sequence[str]:
    return [f"{key}{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"] + [
        f"{key}-{number}" for number in range(27, 1000)
    ]
