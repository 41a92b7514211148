"""What stands between the pages and a hostile request."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

# No inline script or style, nothing from elsewhere: a script in a title could not run even if it
# were not escaped.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})
COOKIE = "dateline"
MOST_BYTES = 400_000
Next = Callable[[Request], Awaitable[Response]]


class RefusedError(Exception):
    """A request that is not answered; ``status`` is the HTTP status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class Gate:
    """Lets requests in: from this machine, or with the token the reader was started with."""

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.form_token = secrets.token_urlsafe(24)
        """Stands in every form of ours; a page of another site cannot know it."""

    async def __call__(self, request: Request, call_next: Next) -> Response:
        """Answer a request, or refuse it, with the headers of safety either way."""
        response = self._refusal(request) or await call_next(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if not request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response

    def _refusal(self, request: Request) -> Response | None:
        if self.token is None:
            # A site that gives its own name our address would be read as if it were ours.
            host = urlsplit(f"//{request.headers.get('host', '')}").hostname
            if host not in LOOPBACK:
                return PlainTextResponse("this reader answers to this machine only\n", 403)
            return None
        given = request.query_params.get("token")
        if given is not None and _same(given, self.token):
            rest = [(k, v) for k, v in request.query_params.multi_items() if k != "token"]
            # Browsers take a path that begins with two slashes for another host.
            path = "/" + request.url.path.lstrip("/\\")
            target = path + (f"?{urlencode(rest)}" if rest else "")
            response = RedirectResponse(target, 303)
            response.set_cookie(COOKIE, self.token, httponly=True, samesite="strict")
            return response
        if _same(request.cookies.get(COOKIE, ""), self.token):
            return None
        return PlainTextResponse("this reader needs its token: open /?token=…\n", 401)

    def check_write(self, request: Request, form: dict[str, str]) -> None:
        """Raise RefusedError where a write does not come from a form of ours."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            raise RefusedError(403, "The request came from another site.")
        if not _same(form.get("form_token", ""), self.form_token):
            raise RefusedError(
                403, "The page was opened before the reader was started again: go back, reload it."
            )


async def form_of(request: Request) -> dict[str, str]:
    """Return the fields of a form sent as ``application/x-www-form-urlencoded``.

    Raises RefusedError for one that is too long, or of another kind.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RefusedError(415, "Only a form can be sent here.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RefusedError(413, "The text is too long: the most is 400 kB.")
    try:
        fields = parse_qs(
            body.decode("ascii", "replace"), True, max_num_fields=40, errors="replace"
        )
    except ValueError:
        raise RefusedError(400, "The form cannot be read.") from None
    return {name: values[0] for name, values in fields.items()}


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
