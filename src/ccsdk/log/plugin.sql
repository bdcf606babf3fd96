-- The statements of a plugin's own file, by name; the first makes the file's tables.

-- name: schema
-- How far the plugin has come in which log. `problem` says why it is parked.
CREATE TABLE progress (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    epoch TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    parked_at_ms INTEGER,
    problem TEXT
);
-- Values as JSON; what they mean is the plugin's.
CREATE TABLE kv (
    key TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
-- A number is never used twice, so that what follows from an alarm has a key of its own.
CREATE TABLE alarms (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    due_ms INTEGER NOT NULL
);
CREATE INDEX alarms_by_due ON alarms (due_ms);

-- name: schema_2
-- The plugin's own migrations that were applied, each with the SHA-256 of its text.
CREATE TABLE ccsdk_migrations (
    number INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL
);
-- Deliveries that somebody passed over: an event's position, or an alarm's name.
CREATE TABLE ccsdk_skipped (
    number INTEGER NOT NULL PRIMARY KEY,
    position INTEGER,
    alarm TEXT,
    problem TEXT NOT NULL,
    at_ms INTEGER NOT NULL
);

-- At which event or alarm it is parked.
ALTER TABLE progress ADD COLUMN failing_position INTEGER;
ALTER TABLE progress ADD COLUMN failing_alarm TEXT;

-- name: begin_progress
INSERT INTO progress (only, epoch, cursor) VALUES (1, ?, 0);

-- name: read_progress
-- All columns: a file that is only read may still lack the last two.
SELECT * FROM progress;

-- name: save_progress
UPDATE progress SET cursor = ?, parked_at_ms = ?, problem = ?,
    failing_position = ?, failing_alarm = ?;

-- name: clear_parked
-- Of a file that lacks the last two columns.
UPDATE progress SET parked_at_ms = NULL, problem = NULL;

-- name: get_value
SELECT value FROM kv WHERE key = ?;

-- name: put_value
INSERT INTO kv (key, value) VALUES (?1, ?2)
    ON CONFLICT (key) DO UPDATE SET value = ?2;

-- name: delete_value
DELETE FROM kv WHERE key = ?;

-- name: list_keys
SELECT key FROM kv WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key;

-- name: set_alarm
INSERT OR REPLACE INTO alarms (name, due_ms) VALUES (?, ?);

-- name: cancel_alarm
DELETE FROM alarms WHERE name = ?;

-- name: next_alarm
SELECT number, name, due_ms FROM alarms ORDER BY due_ms, number LIMIT 1;

-- name: list_migrations
SELECT number, digest FROM ccsdk_migrations ORDER BY number;

-- name: save_migration
INSERT INTO ccsdk_migrations (number, digest) VALUES (?, ?);

-- name: save_skipped
INSERT INTO ccsdk_skipped (position, alarm, problem, at_ms) VALUES (?, ?, ?, ?);

-- name: list_skipped
SELECT position, alarm, problem, at_ms FROM ccsdk_skipped ORDER BY number;
