"""Search by words: BM25 over fields, in memory, by tantivy.

An index of 1,095 papers takes a fraction of a second to make, so none is kept on disk that could
be stale. Weights are a middle way between a few that were tried on 110 papers of ICLR 2022, none of
them in ``tests/benchmarks/search_queries.csv``. From a title that counts three times as much as an
abstract to one that counts 1.3 times, four words of a TL;DR (kept out of the index) found their
paper better (MRR 0.62 to 0.72), two words of its title a little worse (0.92 to 0.90).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import tantivy

from warehouse.explore.search.asked import FIELDS, Clause, clauses
from warehouse.explore.search.filters import Filters
from warehouse.explore.search.hits import SHOWN, Hit, Snippet

WEIGHTS = {"title": 1.3, "keywords": 1.0, "tldr": 1.0, "authors": 1.0, "abstract": 1.0}

TIE_BREAKER = 0.3
"""How much of the lesser fields counts beside the best one: 0 for none, 1 for all of it."""

MOST_ENDINGS = 100
"""Words that the beginning of one stands for at most."""

LONGEST_SNIPPET = 240

_EXACT = ("venue_id", "year", "tier", "keyword", "cited", "state")
_WHOLE = "spelt"
"""Every field's words as they are spelt: ``transformers*`` means them, not their stems."""


@dataclass(frozen=True, slots=True)
class KeywordIndex:
    """An index over papers; make one with :meth:`of`."""

    _searcher: tantivy.Searcher
    _schema: tantivy.Schema
    _rows: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, papers: pa.Table) -> "KeywordIndex":
        """Index these papers, which have the columns of :func:`rows.searchable`."""
        schema = _schema()
        index = tantivy.Index(schema)
        for name, analyser in _ANALYSERS.items():
            index.register_tokenizer(name, analyser)
        rows = papers.to_pylist()
        # One thread: with more, papers of equal score change places from run to run.
        writer = index.writer(heap_size=64_000_000, num_threads=1)
        for number, row in enumerate(rows):
            writer.add_document(_document(number, row))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index.searcher(), schema, rows)

    def search(self, typed: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The papers that answer best, best first; none when nothing was typed or found.

        Args:
            typed: As :mod:`warehouse.explore.search.asked` takes it apart.
            filters: Which papers to look at; None for all accepted ones.
            limit: Most papers to bring up.
        """
        asked = clauses(typed)
        if not asked or all(clause.is_excluded for clause in asked):
            return []
        words = self._boolean([(_occur(clause), self._clause(clause)) for clause in asked])
        exact = [(tantivy.Occur.Must, self._exact(*term)) for term in _terms(filters)]
        query = self._boolean([(tantivy.Occur.Must, words), *exact])
        found = self._searcher.search(query, limit, count=False).hits
        snippets = {name: self._snippets(words, name) for name in FIELDS}
        return [self._hit(float(score), address, snippets) for score, address in found]

    def _clause(self, clause: Clause) -> tantivy.Query:
        fields = FIELDS if clause.field is None else (clause.field,)
        if clause.is_prefix:
            return self._prefix(clause.text, fields)
        parts = [
            tantivy.Query.boost_query(query, WEIGHTS[name])
            for name in fields
            if (query := self._in_field(name, clause)) is not None
        ]
        if not parts:
            return tantivy.Query.empty_query()
        return tantivy.Query.disjunction_max_query(parts, tie_breaker=TIE_BREAKER)

    def _in_field(self, name: str, clause: Clause) -> tantivy.Query | None:
        words = _analyser(name).analyze(clause.text)
        if not words:
            return None
        if len(words) == 1:
            return tantivy.Query.term_query(self._schema, name, words[0], "position")
        # "state-of-the-art" is typed as one word and written as four.
        return tantivy.Query.phrase_query(self._schema, name, [*words])

    def _prefix(self, text: str, fields: Sequence[str]) -> tantivy.Query:
        start = "".join(_SPELT.analyze(text)[-1:])
        endings = [word for word, _ in self._searcher.terms_with_prefix(_WHOLE, start)]
        meant = [
            self._clause(Clause(word, name)) for word in endings[:MOST_ENDINGS] for name in fields
        ]
        return tantivy.Query.disjunction_max_query(meant) if meant else tantivy.Query.empty_query()

    def _exact(self, name: str, value: str) -> tantivy.Query:
        term = tantivy.Query.term_query(self._schema, name, value, "basic")
        return tantivy.Query.const_score_query(term, 0.0)

    @staticmethod
    def _boolean(parts: Sequence[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
        return tantivy.Query.boolean_query(list(parts))

    def _snippets(self, query: tantivy.Query, name: str) -> tantivy.SnippetGenerator:
        maker = tantivy.SnippetGenerator.create(self._searcher, query, self._schema, name)
        maker.set_max_num_chars(LONGEST_SNIPPET)
        return maker

    def _hit(
        self,
        score: float,
        address: tantivy.DocAddress,
        snippets: Mapping[str, tantivy.SnippetGenerator],
    ) -> Hit:
        document = self._searcher.doc(address)
        row = self._rows[int(document["row"][0])]
        found = (_snippet(name, snippets[name].snippet_from_doc(document)) for name in FIELDS)
        return Hit(
            row["paper_id"],
            score,
            {name: row[name] for name in SHOWN},
            tuple(snippet for snippet in found if snippet.marks),
        )


def _terms(filters: Filters | None) -> list[tuple[str, str]]:
    return list((filters or Filters()).terms.items())


def _occur(clause: Clause) -> tantivy.Occur:
    if clause.is_excluded:
        return tantivy.Occur.MustNot
    return tantivy.Occur.Must if clause.is_required else tantivy.Occur.Should


def _snippet(name: str, found: tantivy.Snippet) -> Snippet:
    # tantivy counts bytes of UTF-8; readers count characters.
    text = found.fragment()
    data = text.encode()
    ranges = sorted({(mark.start, mark.end) for mark in found.highlighted()})
    marks = tuple((len(data[:a].decode()), len(data[:b].decode())) for a, b in ranges)
    return Snippet(name, text, marks)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True)
    for name in FIELDS:
        kind = "spelt" if name == "authors" else "stemmed"
        builder.add_text_field(name, stored=True, tokenizer_name=kind, index_option="position")
    builder.add_text_field(_WHOLE, tokenizer_name="spelt", index_option="basic")
    for name in _EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(number: int, row: Mapping[str, Any]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("row", number)
    for name in FIELDS:
        text = _text(row[name])
        document.add_text(name, text)
        document.add_text(_WHOLE, text)
    keywords = [("keyword", keyword) for keyword in row["keywords"] or ()]
    exact = [(name, row[name]) for name in _EXACT if name != "keyword"]
    for name, value in (*keywords, *exact):
        if value is not None:
            document.add_text(name, str(value).casefold())
    return document


def _text(value: Any) -> str:
    return "; ".join(filter(None, value)) if isinstance(value, list) else value or ""


def _analyser(name: str) -> tantivy.TextAnalyzer:
    return _SPELT if name == "authors" else _STEMMED


def _built(*, stems: bool) -> tantivy.TextAnalyzer:
    folded = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    return (folded.filter(tantivy.Filter.stemmer("english")) if stems else folded).build()


_SPELT, _STEMMED = _built(stems=False), _built(stems=True)
_ANALYSERS = {"spelt": _SPELT, "stemmed": _STEMMED}
