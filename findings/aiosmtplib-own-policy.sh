#!/usr/bin/env bash
# aiosmtplib 5.1.3, aiosmtpd 1.4.6, Python 3.11.
#
# Guess: a message whose policy does not fold (max_line_length=900) arrives with its List-Unsubscribe in one line,
#        as message.as_bytes() writes it.
# What happens: send() writes the message anew with a policy of its own, which folds at 78; a link is one word that
#        cannot be folded, so the header arrives as encoded words, which mail programs do not take for a link.
#
# Exits with 0 while that is so, and with 1 once it is not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "aiosmtplib==5.1.3" "aiosmtpd==1.4.6"
cat > "$folder/send.py" <<'PY'
import asyncio
import sys
from email import policy
from email.message import EmailMessage

import aiosmtplib
from aiosmtpd.smtp import SMTP

LINK = f"<https://shop.example/unsubscribe/{'a1b2c3d4' * 12}>"
got = []


class Inbox:
    async def handle_DATA(self, server, session, envelope):
        got.append(envelope.original_content)
        return "250 taken"


async def main():
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=900))
    message["From"], message["To"], message["Subject"] = "a@shop.example", "b@example.com", "Hi"
    message["List-Unsubscribe"] = LINK
    message.set_content("Hello")
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Inbox(), loop=loop), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await aiosmtplib.send(message, hostname="127.0.0.1", port=port, start_tls=False)
    server.close()
    own, sent = LINK.encode() in message.as_bytes(), LINK.encode() in got[0]
    print(f"as_bytes() has the link in one line: {own}; what arrives has it: {sent}")
    print(next(line for line in got[0].splitlines() if line.startswith(b"List-Unsubscribe")).decode())
    return 0 if own and not sent else 1


sys.exit(asyncio.run(main()))
PY
"$folder/venv/bin/python" "$folder/send.py"
