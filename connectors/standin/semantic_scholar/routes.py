"""The routes of Semantic Scholar, and the gateway before them."""

from functools import partial

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.rules import Rules
from connectors.standin.semantic_scholar import answers, citations, papers, search
from connectors.standin.semantic_scholar.datasets import Datasets
from connectors.standin.semantic_scholar.releases import Releases
from connectors.standin.world import World

Routes = list[tuple[str, tuple[str, ...], Handler]]
_GET = ("GET",)
_ANY = ("GET", "POST", "PUT", "DELETE", "PATCH")
_LONGEST_URL = 8_192  # bytes; CloudFront's documented limit


def routes(world: World, rules: Rules) -> Routes:
    """Path, methods and handler of each route, without prefix; the literal ones first."""
    known = world.catalogue
    graph = "/graph/v1"
    listed: Routes = [
        (f"{graph}/paper/batch", ("POST",), partial(papers.batch, known)),
        (f"{graph}/paper/search/match", _GET, partial(search.match, known)),
        (f"{graph}/paper/search/bulk", _GET, partial(search.bulk, known)),
        (f"{graph}/paper/search", _GET, partial(search.relevance, known)),
        (f"{graph}/paper/{{paper_id:path}}/citations", _GET, partial(citations.citations, known)),
        (f"{graph}/paper/{{paper_id:path}}/references", _GET, partial(citations.references, known)),
        (f"{graph}/paper/{{paper_id:path}}", _GET, partial(papers.paper, known)),
        (f"{graph}/author/{{author_id}}", _GET, _no_author),
        *_datasets(Datasets(Releases(known), world.today)),
        ("/{path:path}", _ANY, _nothing_here),
    ]
    return [(path, methods, _gateway(rules, handler)) for path, methods, handler in listed]


def _datasets(sets: Datasets) -> Routes:
    base, release = "/datasets/v1", "/datasets/v1/release/{release_id}"
    return [
        (f"{base}/release", _GET, sets.releases),
        (f"{base}/release/", _GET, sets.releases),
        (release, _GET, sets.release),
        (f"{release}/dataset/{{name}}", _GET, sets.dataset),
        (f"{base}/diffs/{{start}}/to/{{end}}/{{name}}", _GET, sets.diffs),
        ("/shards/{span}/{name}/{number}.gz", _GET, sets.shard),
    ]


def _gateway(rules: Rules, handler: Handler) -> Handler:
    def pass_on(question: Question) -> Answer:
        key = question.headers.get("x-api-key")
        if key is not None and rules.keys is not None and key not in rules.keys:
            return answers.forbidden(question.number)
        if len(question.path) + len(question.query) > _LONGEST_URL:
            return answers.gateway(question.number, 413, _TOO_LONG, "RequestTooLargeException")
        return handler(question)

    return pass_on


_TOO_LONG = b'{"message":"Request Too Long"}'


def _no_author(question: Question) -> Answer:
    return answers.missing(
        question.number, f"Author with id {question.fields['author_id']} not found"
    )


def _nothing_here(question: Question) -> Answer:
    body = b'{"message":"Missing Authentication Token"}'
    return answers.gateway(question.number, 403, body, "MissingAuthenticationTokenException")
