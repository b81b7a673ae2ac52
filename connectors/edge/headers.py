"""The security headers of every response."""

from sanic import HTTPResponse, Request, Sanic

# For data: nothing may be run from it and nobody may frame it.
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

# For our own pages: everything from here, product pictures from anywhere over https, no inline anything.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: https:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
}
_ONE_YEAR = "max-age=31536000"
_UNLESS_SET = {
    "content-security-policy": _DATA_POLICY,
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def add_security_headers(app: Sanic, *, is_https: bool) -> None:
    """Set them on whatever `app` answers, refusals included; `is_https`: shoppers reach it by https only."""
    always = _ALWAYS | ({"strict-transport-security": _ONE_YEAR} if is_https else {})

    @app.on_response
    async def add(_: Request, response: HTTPResponse) -> None:
        response.headers.update(always)
        for name, value in _UNLESS_SET.items():
            response.headers.setdefault(name, value)
