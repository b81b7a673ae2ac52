"""The one-time codes that were sent: read from the e-mails that wait to go out."""

import re

import psycopg

CODE = re.compile(r"Your (?:.{1,40} )?code is (\d{6})\.")


async def mailed_codes(store_url: str, email: str) -> list[str]:
    """The codes in the e-mails to `email`, oldest first."""
    return await _codes(store_url, email)


async def texted_codes(store_url: str, number: str) -> list[str]:
    """The codes in the texts to `number`, oldest first."""
    return await _codes(store_url, number)


async def _codes(store_url: str, to: str) -> list[str]:
    async with await psycopg.AsyncConnection.connect(store_url) as connection:
        found = await connection.execute(
            "SELECT coalesce(args->>'text', args->>'body') FROM procrastinate_jobs"
            " WHERE args->>'to' = %s ORDER BY id",
            [to],
        )
        texts = [row[0] for row in await found.fetchall()]
    return [match[1] for text in texts if (match := CODE.search(text))]
