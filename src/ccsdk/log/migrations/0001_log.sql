-- Facts about the file itself: epoch and secret, made with it.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- The immutable halves, in log order. `data` is JSON of the event with its refs; `chain` is
-- SHA-256 over the chain of the event before, the other columns, and `data`.
CREATE TABLE events (
    position INTEGER NOT NULL PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    cause TEXT,
    data BLOB NOT NULL,
    chain BLOB NOT NULL
);
CREATE UNIQUE INDEX events_of_subject ON events (subject, version);

-- The personal halves, apart, so that one can be emptied without touching the chain.
CREATE TABLE personal (
    position INTEGER NOT NULL PRIMARY KEY REFERENCES events (position),
    data BLOB NOT NULL
);

-- Accepted commands, written with their events; without personal halves. `number` is
-- `first_position` times 2^20 and, since commands that led to no event share a first
-- position, an ordinal: log order without an index of its own. Keys come first in theirs,
-- because they grow with time: a batch then touches its last pages instead of all of them.
CREATE TABLE commands (
    number INTEGER NOT NULL PRIMARY KEY,
    first_position INTEGER NOT NULL,
    last_position INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    principal TEXT NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    data BLOB NOT NULL,
    answer BLOB NOT NULL
);
CREATE UNIQUE INDEX commands_by_key ON commands (key, principal);

-- Links, sessions, visitor and machine tokens, by the SHA-256 of the token.
CREATE TABLE credentials (
    digest BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    principal TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    used_at_ms INTEGER,
    account TEXT,
    customer TEXT
) WITHOUT ROWID;
