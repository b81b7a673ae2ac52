"""Serves a folder of small files: revalidated by ETag, or kept for good by name; compressed once."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request

from connectors.edge.errors import ApiError

_FOR_GOOD = "public, max-age=31536000, immutable"
_LONGEST_NAME = 200  # bytes
_COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg")


@dataclass(frozen=True, slots=True)
class _File:
    changed_ns: int
    body: bytes
    gzipped: bytes | None
    etag: str
    content_type: str

    @property
    def version(self) -> str:
        """What tells this content from any other."""
        return self.etag[3:-1]


def takes_gzip(request: Request) -> bool:
    """Whether an answer may be compressed; `Vary` has to say that it depends."""
    return "gzip" in request.headers.get("accept-encoding", "")


class StaticFolder:
    """The files under `root`, kept in memory until they change on disk."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._files: dict[Path, _File] = {}

    def serve(self, request: Request, name: str, headers: dict[str, str]) -> HTTPResponse:
        """The file called `name`, or 304 when the browser has it; raises a 404."""
        file = self._find(name)
        kept = _FOR_GOOD if request.args.get("v") == file.version else "no-cache"
        headers = {"etag": file.etag, "cache-control": kept, "vary": "Accept-Encoding"} | headers
        if file.etag in request.headers.get("if-none-match", ""):
            return HTTPResponse(status=304, headers=headers)
        body = file.body
        if file.gzipped is not None and takes_gzip(request):
            body, headers["content-encoding"] = file.gzipped, "gzip"
        return HTTPResponse(body, headers=headers, content_type=file.content_type)

    def version(self, name: str) -> str:
        """What `?v=` has to say for the file to be kept for good; raises a 404."""
        return self._find(name).version

    def _find(self, name: str) -> _File:
        if "\x00" in name or len(name.encode()) > _LONGEST_NAME:
            raise ApiError(404, "not_found", "there is no such file")
        path = (self._root / name).resolve()
        is_hidden = any(part.startswith(".") for part in path.parts[len(self._root.parts) :])
        if is_hidden or not path.is_relative_to(self._root) or not path.is_file():
            raise ApiError(404, "not_found", "there is no such file")
        changed_ns = path.stat().st_mtime_ns
        file = self._files.get(path)
        if file is None or file.changed_ns != changed_ns:
            file = self._files[path] = _load(path, changed_ns)
        return file


def _load(path: Path, changed_ns: int) -> _File:
    body = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = kind.startswith(_COMPRESSED)
    return _File(
        changed_ns=changed_ns,
        body=body,
        gzipped=gzip.compress(body, mtime=0) if is_text else None,
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
        content_type=f"{kind}; charset=utf-8" if is_text else kind,
    )
