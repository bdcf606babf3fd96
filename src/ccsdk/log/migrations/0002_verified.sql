-- Visitors whom a site signed for: that it did, and what it says they are called.
ALTER TABLE credentials ADD COLUMN is_verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE credentials ADD COLUMN name TEXT;
