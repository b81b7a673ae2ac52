"""What the fake Slack knows of threads, signs, forms and whispers."""

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.fakes.slack_block_kit import complaints_about
from tests.fakes.slack_events import BOT_USER, stamp

Answer = dict[str, Any]
_ABOUT_A_PLACE = frozenset(
    {"chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.history", "reactions.add"}
)
_MOST_BLOCKS_OF_A_VIEW = 100
_LONGEST_TITLE = 24


@dataclass
class ThreadMethods:
    """The part of the fake that desks in Slack need."""

    refusing: dict[str, str] = field(default_factory=dict)  # by channel, Slack's word for it
    lacking: set[str] = field(default_factory=set)  # methods whose scope the app does not have
    deleted: set[str] = field(default_factory=set)  # stamps of messages that are gone
    signs: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # by stamp
    forms: list[dict[str, Any]] = field(default_factory=list)
    replaced: dict[str, dict[str, Any]] = field(default_factory=dict)  # whispers, by their id
    present: dict[str, str] = field(default_factory=dict)  # members who are away, or active
    uploaded: dict[str, dict[str, Any]] = field(default_factory=dict)  # by the app
    contents: dict[str, bytes] = field(default_factory=dict)  # of those
    held_files: dict[str, bytes] = field(default_factory=dict)  # what members uploaded, by the path

    def file(self, name: str, content: bytes, **told: Any) -> dict[str, Any]:
        """A file that a member uploads, as events tell of it."""
        file_id = f"F{len(self.held_files):08d}"
        path = f"/files-pri/{file_id}/{quote(name)}"
        self.held_files[path] = content
        url = f"http://127.0.0.1:{self.port}{path}"
        return {
            "id": file_id,
            "name": name,
            "size": len(content),
            "mode": "hosted",
            "url_private": url,
        } | told

    def _do_files_getUploadURLExternal(self, given: Answer) -> Answer:  # noqa: N802  Slack's name
        if not given.get("filename") or int(given["length"]) <= 0:
            return refused("invalid_arguments")
        file_id = f"U{len(self.uploaded):08d}"
        self.uploaded[file_id] = {"id": file_id, "name": given["filename"], "size": int(given["length"])}
        return {
            "ok": True,
            "file_id": file_id,
            "upload_url": f"http://127.0.0.1:{self.port}/upload/{file_id}",
        }

    async def _take_upload(self, request: web.Request) -> web.Response:
        file_id, content = request.match_info["id"], await request.read()
        self.contents[file_id] = content
        return web.Response(status=200 if len(content) == self.uploaded[file_id]["size"] else 400)

    def _do_files_completeUploadExternal(self, given: Answer) -> Answer:  # noqa: N802  Slack's name
        files = given["files"] if isinstance(given["files"], list) else json.loads(given["files"])
        if any(each["id"] not in self.contents for each in files):
            return refused("file_not_found")
        found = [self.uploaded[each["id"]] | {"title": each["title"]} for each in files]
        message = {
            "type": "message",
            "user": BOT_USER,
            "ts": stamp(),
            "text": "",
            "blocks": [],
            "files": found,
        }
        self.posted[given["channel_id"]].append(message | {"thread_ts": given["thread_ts"]})
        return {"ok": True, "files": [{"id": each["id"], "title": each["title"]} for each in found]}

    async def _hand_out(self, request: web.Request) -> web.Response:
        """Like Slack: who may not read files gets the page to sign in, with a 200."""
        is_ours = request.headers.get("Authorization", "").startswith("Bearer xoxb-")
        if not is_ours or "files:read" in self.lacking:
            return web.Response(text="<!DOCTYPE html><html>Sign in</html>", content_type="text/html")
        await asyncio.to_thread(self.answering.wait, 30)
        return web.Response(body=self.held_files[request.rel_url.raw_path])

    def refusal_of_place(self, method: str, given: Answer) -> str | None:
        """Why nothing can be done in this channel or thread."""
        if method in self.lacking:
            return "missing_scope"
        if given.get("channel") in self.refusing:
            return self.refusing[given["channel"]]
        if method == "chat.postMessage" and given.get("thread_ts") in self.deleted:
            return "thread_not_found"
        if method in {"chat.update", "reactions.add"}:
            stamp = given.get("ts") or given.get("timestamp")
            return "message_not_found" if stamp in self.deleted else None
        return None

    def thread(self, channel: str, stamp: str) -> list[dict[str, Any]]:
        """The messages of a thread, the first one included, in order."""
        return [each for each in self.posted[channel] if stamp in (each["ts"], each.get("thread_ts"))]

    def _do_conversations_history(self, given: Answer) -> Answer:
        said = [
            each for each in self.posted[given["channel"]] if "thread_ts" not in each or _is_direct(given)
        ]
        return self._page(said[::-1], given)

    def _do_conversations_replies(self, given: Answer) -> Answer:
        said = self.thread(given["channel"], given["ts"])
        return self._page(said, given) if said else refused("thread_not_found")

    @staticmethod
    def _page(said: list[dict[str, Any]], given: Answer) -> Answer:
        oldest = float(given.get("oldest") or 0)
        found = [each for each in said if float(each["ts"]) >= oldest]
        start, limit = int(given.get("cursor") or 0), int(given.get("limit", 100))
        following = str(start + limit) if start + limit < len(found) else ""
        return {
            "ok": True,
            "messages": found[start : start + limit],
            "has_more": bool(following),
            "response_metadata": {"next_cursor": following},
        }

    def _do_reactions_add(self, given: Answer) -> Answer:
        signs = self.signs[given["timestamp"]]
        if given["name"] in signs:
            return refused("already_reacted")
        signs.append(given["name"])
        return {"ok": True}

    def _do_views_open(self, given: Answer) -> Answer:
        view = given["view"]
        found = complaints_about(view["blocks"], _MOST_BLOCKS_OF_A_VIEW)
        found += [f"a long {name}" for name in ("title", "submit", "close") if _is_long(view.get(name))]
        found += ["long private_metadata"] if len(view.get("private_metadata", "")) > 3_000 else []
        if not str(given.get("trigger_id", "")).startswith("trigger."):
            return refused("invalid_trigger_id")
        if found:
            self.complaints += found
            return refused("invalid_arguments")
        self.forms.append(view)
        return {"ok": True, "view": view}

    def _do_users_getPresence(self, given: Answer) -> Answer:  # noqa: N802  Slack's name
        return {"ok": True, "presence": self.present.get(given["user"], "active")}

    async def _respond(self, request: web.Request) -> web.Response:
        self.replaced[request.match_info["id"]] = await request.json()
        return web.Response(text="ok")


def _is_long(text: dict[str, Any] | None) -> bool:
    return text is not None and len(text["text"]) > _LONGEST_TITLE


def _is_direct(given: Answer) -> bool:
    return str(given["channel"]).startswith("D")


def refused(error: str) -> Answer:
    """Slack's answer to what it refuses."""
    return {"ok": False, "error": error}
