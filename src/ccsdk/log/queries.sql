-- Every statement the store runs. `-- name: x` opens a statement, comments say what it is for.

-- name: put_meta
-- Remember a fact about the file; `probe` is overwritten to prove that a write succeeds.
INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?);

-- name: meta
SELECT name, value FROM meta;

-- name: append_event
INSERT INTO events (position, at_ms, type, subject, version, cause, data, chain)
VALUES (?, ?, ?, ?, ?, ?, ?, ?);

-- name: append_personal
INSERT INTO personal (position, data) VALUES (?, ?);

-- name: append_command
INSERT INTO commands (number, first_position, last_position, at_ms, principal, key, type,
                      fingerprint, data, answer)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: last_number
SELECT max(number) FROM commands;

-- name: head
-- Where the log ends: position, chain and instant of its last event.
SELECT position, chain, at_ms FROM events ORDER BY position DESC LIMIT 1;

-- name: chain_at
SELECT chain FROM events WHERE position = ?;

-- name: events
-- A page of the log, oldest first, with the chain to check it by.
SELECT position, at_ms, type, subject, version, cause, events.data, chain, personal.data
FROM events LEFT JOIN personal USING (position)
WHERE position > ? ORDER BY position LIMIT ?;

-- name: events_of_subject
-- The newest events of one subject below a version, newest first.
SELECT position, at_ms, type, subject, version, cause, events.data, chain, personal.data
FROM events LEFT JOIN personal USING (position)
WHERE subject = ? AND version < ? ORDER BY version DESC LIMIT ?;

-- name: events_at
-- The events at many positions, given as one ascending JSON array. CROSS JOIN fixes the
-- order: for each wanted position one search by the primary key.
SELECT e.position, e.at_ms, e.type, e.subject, e.version, e.cause, e.data, e.chain, p.data
FROM json_each(?) AS wanted CROSS JOIN events AS e ON e.position = wanted.value
     LEFT JOIN personal AS p ON p.position = e.position
ORDER BY wanted.key;

-- name: commands
-- A page of accepted commands in log order. A group that shares its first position is
-- never cut, since the caller goes on behind that position.
SELECT first_position, last_position, at_ms, principal, key, type, fingerprint, data, answer
FROM commands
WHERE number >= (?1 + 1) << 20 AND number < ((
    SELECT max(number) FROM (
        SELECT number FROM commands
        WHERE number >= (?1 + 1) << 20 ORDER BY number LIMIT ?2)) >> 20) + 1 << 20
ORDER BY number;

-- name: commands_by_key
-- The rows of many (principal, key), given as one JSON array of pairs: one statement per
-- batch. CROSS JOIN fixes the order: for each wanted pair one search in the index.
SELECT c.first_position, c.last_position, c.at_ms, c.principal, c.key, c.type, c.fingerprint,
       c.data, c.answer
FROM json_each(?) AS wanted CROSS JOIN commands AS c
WHERE c.principal = json_extract(wanted.value, '$[0]')
  AND c.key = json_extract(wanted.value, '$[1]');

-- name: save_credential
INSERT OR REPLACE INTO credentials (digest, kind, principal, role, created_at_ms,
                                    expires_at_ms, used_at_ms, account, customer,
                                    is_verified, name, attributes, external_id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?);

-- name: find_credential
SELECT digest, kind, principal, role, created_at_ms, expires_at_ms, used_at_ms, account, customer,
       is_verified, name, attributes, external_id
FROM credentials WHERE digest = ?;

-- name: list_credentials
SELECT digest, kind, principal, role, created_at_ms, expires_at_ms, used_at_ms, account, customer,
       is_verified, name, attributes, external_id
FROM credentials WHERE principal = ? AND kind = ? ORDER BY created_at_ms, digest;

-- name: use_credential
UPDATE credentials SET used_at_ms = ? WHERE digest = ? AND used_at_ms IS NULL;

-- name: touch_credential
UPDATE credentials SET used_at_ms = ? WHERE digest = ?;

-- name: delete_credentials
DELETE FROM credentials WHERE expires_at_ms < ?;

-- name: revoke_credential
DELETE FROM credentials WHERE digest = ?;

-- name: revoke_sessions
DELETE FROM credentials WHERE principal = ? AND kind = 'session';
