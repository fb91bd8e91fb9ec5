"""What OpenReview's answers mean."""

from connectors.errors import ConnectorError, Missing, NotAuthorised, Refused, SourceChanged
from connectors.openreview.clients import HOW_TO_LOG_IN
from connectors.shapes import Shape, anything, holds_list
from connectors.transport.verdicts import Answer, Verdict, busy, content, field, said, unreadable

SHAPES = {"notes": holds_list("notes"), "groups": holds_list("groups")}


class NotLoggedIn(NotAuthorised):
    """OpenReview takes us for a guest, or our token for too old; a login mends it."""


def judge(answer: Answer) -> Verdict:
    """The verdict on an answer to anything but a login."""
    if _challenged(answer):
        return NotLoggedIn(
            "OpenReview shows its notes to accounts only and takes us for a guest: "
            f"{HOW_TO_LOG_IN}",
            answer.request,
        )
    if answer.status == 200:
        return unreadable(answer, _shape(answer))
    return busy(answer) or _denied(answer) or _gone(answer) or _refused(answer)


def judge_login(answer: Answer) -> Verdict:
    """The verdict on an answer to a login."""
    trouble = unreadable(answer, anything) if answer.status == 200 else busy(answer)
    if trouble:
        return trouble
    if content(answer).get("mfaPending"):
        return NotAuthorised(
            "this OpenReview account asks for a second factor, which a run cannot give: log in "
            "elsewhere and set OPENREVIEW_TOKEN in place of name and password",
            answer.request,
        )
    if answer.status in {400, 401, 403}:
        return NotAuthorised(
            f"OpenReview refuses the login ({said(answer)}): correct OPENREVIEW_USERNAME and "
            "OPENREVIEW_PASSWORD",
            answer.request,
        )
    if answer.status != 200 or not field(answer, "token"):
        return SourceChanged(
            f"OpenReview's login answers {answer.status} without a token: look at "
            "PRECITED_OPENREVIEW_V2_URL",
            answer.request,
        )
    return None


def _shape(answer: Answer) -> Shape:
    return SHAPES.get(answer.request.endpoint.partition("/")[2], anything)


def _challenged(answer: Answer) -> bool:
    """The gate of 2026: 403 with a ``challengeUrl`` (in ``details`` or beside it), or a page.

    The page comes with status 200, as "Verifying your browser", also after a redirect.
    """
    body = content(answer)
    details = body.get("details")
    inner = details if isinstance(details, dict) else {}
    return (
        body.get("name") == "ChallengeRequiredError"
        or "challengeUrl" in body
        or "challengeUrl" in inner
        or (answer.is_html and b"verifying your browser" in answer.body[:20_000].lower())
        or (300 <= answer.status < 400 and "/challenge" in answer.headers.get("Location", ""))
    )


def _denied(answer: Answer) -> ConnectorError | None:
    if answer.status == 401 or field(answer, "name") == "TokenExpiredError":
        return NotLoggedIn(
            "OpenReview takes the token no more: set a new OPENREVIEW_TOKEN, or "
            "OPENREVIEW_USERNAME and OPENREVIEW_PASSWORD",
            answer.request,
        )
    if answer.status == 403:
        return NotAuthorised(
            f"{answer.request}: OpenReview does not show this to us ({said(answer)}): "
            f"{HOW_TO_LOG_IN}, with an account that may see it",
            answer.request,
        )
    return None


def _gone(answer: Answer) -> ConnectorError | None:
    # A 404 without OpenReview's own words comes from something else at that address.
    if answer.status == 404 and field(answer, "name"):
        return Missing(
            f"{answer.request}: OpenReview has no such thing ({said(answer)}): look at its "
            "spelling, upper and lower case matter",
            answer.request,
        )
    return None


def _refused(answer: Answer) -> ConnectorError:
    if content(answer):
        return Refused(
            f"{answer.request}: OpenReview refuses the request ({said(answer)}): ask otherwise",
            answer.request,
        )
    return SourceChanged(
        f"{answer.request}: status {answer.status} and no JSON, so this is not OpenReview: look "
        "at its address in the settings",
        answer.request,
    )
