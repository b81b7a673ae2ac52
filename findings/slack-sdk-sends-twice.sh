#!/usr/bin/env bash
# slack-sdk 3.47.0 with aiohttp 3.14.5, Python 3.11.
#
# Guess: chat.postMessage writes something and is a POST without a key that makes it one; when the connection is closed
#        after the request was read and before an answer came, it may have been posted, so the client raises at once
#        and leaves it to its caller to look before sending again. aiohttp and urllib3 by themselves do so.
# What happens: WebClient and AsyncWebClient, made with their defaults, send the same message once more on a fresh
#        connection, and only then raise. With retry_handlers=[] it is sent once.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "slack-sdk==3.47.0" "aiohttp==3.14.5"
cat > "$folder/twice.py" <<'PY'
import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

MESSAGE = {"channel": "C0000000001", "text": "Your parcel is on its way."}


async def posts_read(send):
    """Return how often the message is read by a server that takes it and closes without an answer."""
    read = []

    async def take(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        read.append(await reader.readexactly(length))
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        try:
            await send(f"http://127.0.0.1:{port}/api/")
        except Exception as error:
            print(f"  raised {type(error).__name__}")
    assert len(set(read)) == 1, "not the same message each time"
    return len(read)


async def blocking(url):
    client = WebClient("token", base_url=url)
    with ThreadPoolExecutor() as pool:
        await asyncio.get_running_loop().run_in_executor(pool, lambda: client.chat_postMessage(**MESSAGE))


async def async_default(url):
    await AsyncWebClient("token", base_url=url).chat_postMessage(**MESSAGE)


async def async_without_handlers(url):
    await AsyncWebClient("token", base_url=url, retry_handlers=[]).chat_postMessage(**MESSAGE)


async def main():
    seen = {}
    for send in (blocking, async_default, async_without_handlers):
        seen[send.__name__] = await posts_read(send)
        print(f"{send.__name__}: the message was sent {seen[send.__name__]} time(s)")
    return 0 if list(seen.values()) == [2, 2, 1] else 1


sys.exit(asyncio.run(main()))
PY
"$folder/venv/bin/python" "$folder/twice.py"
