"""The SQL of the message log.

Plain SQL on psycopg, because this is what every message waits for: the same statements through SQLAlchemy's
ORM took four times the CPU.

A message is only ever inserted by a statement that holds its conversation's row: positions then become
visible in their order, and a reader who has seen one has seen all before it.
"""

# ruff: noqa: S608  every part is a constant of this file
from typing import LiteralString

COLUMNS: LiteralString = """
    messages.id, messages.position, messages.conversation_id, messages.author, messages.channel,
    messages.external_id, messages.text, messages.payload, messages.quick_replies, messages.cards,
    messages.asks, messages.status, messages.created_at
"""

_HELD: LiteralString = (
    "held AS (SELECT id, owner FROM conversations WHERE id = %(conversation)s FOR NO KEY UPDATE)"
)
_HELD_OPEN: LiteralString = (
    "held AS (SELECT id, owner FROM conversations WHERE id = %(conversation)s AND ended_at IS NULL"
    " FOR NO KEY UPDATE)"
)

BEGIN_CONVERSATION: LiteralString = """
INSERT INTO conversations (id, channel, owner, identity_level, network)
VALUES (%(conversation)s, %(channel)s, 'bot', 'anonymous', %(network)s)
ON CONFLICT DO NOTHING
"""

IS_ENDED: LiteralString = "SELECT FROM conversations WHERE id = %(conversation)s AND ended_at IS NOT NULL"

# Six digits, as a one-time code is typed: "123456", "123 456", and not the end of an order or phone number.
CODE: LiteralString = r"(?<![\w+#-])\d{3}[ -]?\d{3}(?!\w|[ -]\d)"
MASK: LiteralString = "••••••"

# One row, or none when the message is there already or its conversation is not. A one-time code that is
# awaited is masked; what was typed is kept beside it only until the bot has heard it.
INSERT_INBOUND: LiteralString = f"""
WITH {_HELD_OPEN},
shown AS (
    SELECT CASE WHEN EXISTS (
        SELECT FROM one_time_codes
        WHERE one_time_codes.conversation_id = held.id AND used_at IS NULL AND expires_at > now()
    ) THEN regexp_replace(%(text)s, '{CODE}', '{MASK}', 'g') ELSE %(text)s END AS text
    FROM held
)
INSERT INTO messages (
    id, conversation_id, author, channel, external_id, text, unmasked, payload, quick_replies, cards,
    attempts, status
)
SELECT
    %(id)s, held.id, 'shopper', %(channel)s, %(external_id)s, shown.text,
    CASE WHEN held.owner = 'bot' AND shown.text <> %(text)s THEN %(text)s END,
    %(payload)s, '[]', '[]',
    0, CASE held.owner WHEN 'bot' THEN 'received' ELSE 'answered' END
FROM held, shown
ON CONFLICT (channel, external_id) DO NOTHING
RETURNING {COLUMNS}, pg_notify(%(news_channel)s, %(news)s)
"""

FIND_INBOUND: LiteralString = f"""
SELECT {COLUMNS} FROM messages WHERE channel = %(channel)s AND external_id = %(external_id)s
"""

# The owner beside each reply, or beside nothing when there is none; no row when it was answered before.
# Once a person owns the conversation the bot is silent: what it was about to say is left to them as a note.
INSERT_ANSWER: LiteralString = f"""
WITH {_HELD},
answered AS (
    UPDATE messages SET status = 'answered', unmasked = NULL FROM held
    WHERE messages.id = %(message)s AND messages.conversation_id = held.id AND messages.status = 'received'
    RETURNING messages.id, messages.conversation_id, messages.channel, held.owner,
        pg_notify(%(news_channel)s, %(news)s)
),
stored AS (
    INSERT INTO messages (
        id, conversation_id, author, channel, text, quick_replies, cards, asks, attempts,
        in_reply_to, reply_position, status
    )
    SELECT
        gen_random_uuid(), answered.conversation_id, %(author)s, answered.channel,
        given.text, given.quick_replies, given.cards, given.asks, 0, answered.id, given.number, %(status)s
    FROM answered, jsonb_to_recordset(%(replies)s)
        AS given (number bigint, text text, quick_replies jsonb, cards jsonb, asks jsonb)
    WHERE answered.owner = 'bot'
    ORDER BY given.number
    RETURNING {COLUMNS}
),
unsaid AS (
    INSERT INTO desk_notes (id, conversation_id, text)
    SELECT gen_random_uuid(), answered.conversation_id,
        'Not sent, since a person has the conversation: '
            || string_agg(given.text, E'\n' ORDER BY given.number)
    FROM answered, jsonb_to_recordset(%(replies)s) AS given (number bigint, text text)
    WHERE answered.owner = 'agent' AND given.text <> ''
    GROUP BY answered.conversation_id
),
understood AS (
    INSERT INTO understandings (
        message_id, conversation_id, text, intent, confidence, ranking, entities, is_fallback, asked, actions
    )
    SELECT answered.id, answered.conversation_id, given.*
    FROM answered, jsonb_to_record(%(understood)s::jsonb) AS given (
        text text, intent text, confidence double precision, ranking jsonb, entities jsonb,
        is_fallback boolean, asked text, actions text[]
    )
    WHERE %(understood)s::jsonb IS NOT NULL
)
SELECT answered.owner, stored.* FROM answered LEFT JOIN stored ON true ORDER BY stored.position
"""

FIND_OFFERS: LiteralString = """
SELECT quick_replies FROM messages
WHERE conversation_id = %(conversation)s AND author = 'bot' AND quick_replies @> %(offer)s
ORDER BY position DESC LIMIT 1
"""

# What people and the store have said since the bot last answered; a summary is what they leave to the bot.
_MEANWHILE: LiteralString = """(
    WITH since AS (
        -- The last one by the index, however long the conversation is.
        SELECT coalesce(max(position), 0) AS position, max(created_at) AS at FROM (
            SELECT position, created_at FROM messages AS earlier
            WHERE earlier.conversation_id = messages.conversation_id AND earlier.author = 'bot'
                AND earlier.in_reply_to IS NOT NULL AND earlier.position < messages.position
            ORDER BY position DESC LIMIT 1
        ) AS answer
    ),
    said AS (
        SELECT told.author AS by, told.text, told.created_at AS at FROM messages AS told, since
        WHERE told.conversation_id = messages.conversation_id AND told.author IN ('agent', 'system')
            AND told.position > since.position AND told.position < messages.position
        UNION ALL
        SELECT 'summary', resolution_note, resolved_at FROM handoffs, since
        WHERE handoffs.conversation_id = messages.conversation_id AND resolution = 'handed_back'
            AND resolved_at > coalesce(since.at, '-infinity')
    )
    SELECT jsonb_agg(jsonb_build_object('by', by, 'text', text) ORDER BY at) FROM said
) AS meanwhile"""

# The first that wait, each with the beginnings that were joined to it.
WAITING: LiteralString = f"""
SELECT conversations.owner, coalesce(messages.unmasked, messages.text) AS typed,
    extract(epoch FROM now() - messages.created_at)::float AS age_s,
    (
        SELECT string_agg(part.text, ' ' ORDER BY part.position)
        FROM messages AS part WHERE part.joined_to = messages.id
    ) AS begun,
    {_MEANWHILE}, {COLUMNS}
FROM messages JOIN conversations ON conversations.id = messages.conversation_id
WHERE messages.conversation_id = %(conversation)s AND messages.status = 'received'
ORDER BY messages.position LIMIT %(limit)s
"""

# What its writer said right before a message, if that was typed and is no part of another one.
SAID_BEFORE: LiteralString = f"""
SELECT {COLUMNS} FROM (
    SELECT * FROM messages
    WHERE conversation_id = %(conversation)s AND author = 'shopper' AND position < %(position)s
    ORDER BY position DESC LIMIT 1
) AS messages
WHERE payload IS NULL AND joined_to IS NULL AND unmasked IS NULL AND status = 'answered'
"""

JOIN: LiteralString = """
UPDATE messages SET status = 'answered', joined_to = %(message)s
WHERE id = ANY(%(parts)s) AND conversation_id = %(conversation)s AND joined_to IS NULL
"""

HAS_RECEIVED: LiteralString = """
SELECT EXISTS (
    SELECT FROM messages WHERE conversation_id = %(conversation)s AND status = 'received'
) AS has_received
"""

WAITING_CONVERSATIONS: LiteralString = """
SELECT conversation_id FROM messages WHERE status = 'received'
GROUP BY conversation_id ORDER BY min(position)
"""

STATUS_AND_OWNER: LiteralString = """
SELECT messages.status, conversations.owner
FROM messages JOIN conversations ON conversations.id = messages.conversation_id
WHERE messages.id = %(message)s
"""

REPLIES: LiteralString = f"""
SELECT {COLUMNS} FROM messages WHERE in_reply_to = %(message)s ORDER BY reply_position
"""

MESSAGES_AFTER: LiteralString = f"""
SELECT {COLUMNS} FROM messages WHERE conversation_id = %(conversation)s AND position > %(cursor)s
ORDER BY position LIMIT %(limit)s
"""

# None when an agent has spoken since: what the bot offered is of no use then.
LAST_ANSWER: LiteralString = f"""
WITH last AS (
    SELECT id, author, in_reply_to FROM messages
    WHERE conversation_id = %(conversation)s AND author IN ('bot', 'agent')
    ORDER BY position DESC LIMIT 1
)
SELECT {COLUMNS} FROM messages JOIN last
    ON messages.id = last.id OR messages.in_reply_to = last.in_reply_to
WHERE last.author = 'bot' ORDER BY messages.position
"""

# None while an agent answers: what is typed is for them to read.
OPEN_ANSWER: LiteralString = LAST_ANSWER.replace(
    "WHERE last.author = 'bot'",
    "WHERE last.author = 'bot'"
    " AND EXISTS (SELECT FROM conversations WHERE id = %(conversation)s AND owner = 'bot')",
)

STATES: LiteralString = """
SELECT conversations.id, conversations.owner, conversations.ended_at IS NOT NULL AS is_ended,
    conversations.agent_saw, conversations.shopper_saw,
    coalesce(
        (SELECT max(position) FROM messages WHERE conversation_id = conversations.id), 0
    ) AS last_position
FROM conversations WHERE conversations.id = ANY(%(conversations)s)
"""
