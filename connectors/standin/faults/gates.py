"""Who is turned away: guests, keys that are not known, accounts with a second factor."""

from dataclasses import replace

from connectors.standin.exchange import Answer, Handler, Question
from connectors.standin.faults.switch import Dice, Switch
from connectors.standin.openreview import accounts
from connectors.standin.openreview import answers as openreview_answers
from connectors.standin.semantic_scholar import answers as graph_answers

_GATED = ("/notes", "/profiles")


def unknown_key(question: Question, _handler: Handler, _dice: Dice) -> Answer | None:
    """403 for whoever brings a key."""
    has_key = "x-api-key" in question.headers
    return graph_answers.forbidden(question.number) if has_key else None


def guest_refused(question: Question, _handler: Handler, _dice: Dice) -> Answer | None:
    """403 for whoever brings none, as when the pool of guests is full."""
    has_key = "x-api-key" in question.headers
    return None if has_key else graph_answers.forbidden(question.number)


def challenge(question: Question, _handler: Handler, _dice: Dice) -> Answer | None:
    """The gate comes down before a member: 403 with the address of a challenge."""
    wanted = replace(question, headers={**question.headers, "accept": "application/json"})
    return openreview_answers.challenged(wanted) if _is_gated(question) else None


def challenge_page(question: Question, _handler: Handler, _dice: Dice) -> Answer | None:
    """The same as a page with status 200."""
    wanted = replace(question, headers={**question.headers, "accept": "text/html"})
    return openreview_answers.challenged(wanted) if _is_gated(question) else None


def second_factor(question: Question, _handler: Handler, _dice: Dice) -> Answer | None:
    """The account has a second factor."""
    return accounts.second_factor(question)


def _is_gated(question: Question) -> bool:
    return question.path.endswith(_GATED) and accounts.signed_in(question)


SWITCHES = (
    Switch(
        "unknown-key",
        "403 Forbidden for every request with a key: it is not on the list.",
        "semantic_scholar",
        "always",
        1.0,
        unknown_key,
        is_final=True,
    ),
    Switch(
        "anonymous-403",
        "403 Forbidden for requests without a key, now and then.",
        "semantic_scholar",
        "briefly",
        0.3,
        guest_refused,
        invented="how often",
    ),
    Switch(
        "challenge",
        "OpenReview takes a member for a guest: 403 ChallengeRequiredError.",
        "openreview",
        "once",
        0.5,
        challenge,
        invented="that members meet it too",
    ),
    Switch(
        "challenge-page",
        "The same as a page 'Verifying your browser' with status 200.",
        "openreview",
        "once",
        0.5,
        challenge_page,
        invented="that members meet it too",
    ),
    Switch(
        "mfa-login",
        "A login asks for a second factor; `/mfa/verify` takes the code 246810.",
        "openreview",
        "always",
        1.0,
        second_factor,
        invented="the answers to a challenge and to a wrong code",
        is_final=True,
    ),
)
