"""The routes of OpenReview API v1 and v2, and the checks before them."""

from datetime import UTC, datetime
from functools import partial

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.openreview import accounts, answers, groups, notes, profiles
from connectors.standin.rules import Rules
from connectors.standin.world import World

Routes = list[tuple[str, tuple[str, ...], Handler]]
_GET = ("GET",)
_ANY = ("GET", "POST", "PUT", "DELETE", "PATCH")


def routes(world: World, rules: Rules, version: int) -> Routes:
    """Path, methods and handler of each route of one API version, without its prefix."""
    book = world.v1 if version == 1 else world.v2
    gated = partial(_gated, rules.gate)
    limited = partial(_limited, version)
    # Profiles are gathered when somebody asks, not when the server starts.
    return [
        ("/login", ("POST",), partial(_login, rules)),
        ("/notes", _GET, limited("notes", gated(partial(notes.notes, book)))),
        ("/notes/search", ("GET", "POST"), _checked(partial(notes.search, book))),
        ("/notes/edits", _GET, gated(partial(notes.edits, book))),
        ("/references", _GET, gated(partial(notes.references, book))),
        ("/groups", _GET, limited("groups", _checked(partial(groups.groups, world.groups)))),
        ("/venues", _GET, _checked(partial(groups.venues, world.groups))),
        ("/venues/search", _GET, _checked(partial(groups.venues, world.groups))),
        ("/invitations", _GET, _checked(partial(groups.invitations, world.groups, book))),
        ("/profiles", _GET, gated(lambda asked: profiles.profiles(world.profiles, asked))),
        (
            "/profiles/search",
            ("GET", "POST"),
            _members_only(lambda asked: profiles.search(world.profiles, asked)),
        ),
        (
            "/tildeusername",
            _GET,
            _checked(lambda asked: profiles.tilde_username(world.profiles, asked)),
        ),
        ("/{path:path}", _ANY, _nothing_here),
    ]


def _login(rules: Rules, question: Question) -> Answer:
    return accounts.login(question, rules.account)


def _checked(handler: Handler) -> Handler:
    """The handler behind the check of the token, if one is brought."""

    def check(question: Question) -> Answer:
        return accounts.refusal(question, datetime.now(UTC)) or handler(question)

    return check


def _gated(gate: bool, handler: Handler) -> Handler:
    """The handler behind the challenge that guests get."""
    checked = _checked(handler)

    def challenge(question: Question) -> Answer:
        if gate and not accounts.signed_in(question):
            return answers.challenged(question)
        return checked(question)

    return challenge


def _members_only(handler: Handler) -> Handler:
    checked = _checked(handler)

    def ask(question: Question) -> Answer:
        return checked(question) if accounts.signed_in(question) else answers.forbidden(question)

    return ask


def _limited(version: int, kind: str, handler: Handler) -> Handler:
    """The handler, with the headers that tell of limits."""

    def count(question: Question) -> Answer:
        answer, member = handler(question), accounts.signed_in(question)
        if version == 1 and member:
            return answer
        limit, window = answers.LIMITS[kind, member]
        # A generous budget: a client that heeds these headers never has to wait for them.
        remaining = limit - 1 - question.number % (limit // 2)
        told = answers.limit_headers(limit, window, remaining, window)
        return answer.but(headers={**answer.headers, **told})

    return count


def _nothing_here(question: Question) -> Answer:
    message = f"The route {question.path} was not found"
    return answers.failed(question, 404, "NotFoundError", message, {"path": question.path})
