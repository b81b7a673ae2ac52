"""The one-time codes that were sent: read from the e-mails that wait to go out."""

import re

import psycopg

CODE = re.compile(r"Your code is (\d{6})\.")


async def mailed_codes(store_url: str, email: str) -> list[str]:
    """The codes in the e-mails to `email`, oldest first."""
    async with await psycopg.AsyncConnection.connect(store_url) as connection:
        found = await connection.execute(
            "SELECT args->>'text' FROM procrastinate_jobs WHERE args->>'to' = %s ORDER BY id", [email]
        )
        texts = [row[0] for row in await found.fetchall()]
    return [match[1] for text in texts if (match := CODE.search(text))]
