"""Files that people sent each other, as browsers get them: nothing in one is ever run or framed."""

from urllib.parse import quote

from sanic import HTTPResponse

# A picture is shown wherever the widget is; a download is nobody's page.
_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "private, max-age=3600",
    "x-robots-tag": "noindex",
}


def file_response(name: str, content_type: str, content: bytes) -> HTTPResponse:
    """A picture to be shown, anything else to be saved under its name."""
    how = "inline" if content_type.startswith("image/") else "attachment"
    named = {"content-disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}"}
    return HTTPResponse(content, content_type=content_type, headers=_HEADERS | named)
