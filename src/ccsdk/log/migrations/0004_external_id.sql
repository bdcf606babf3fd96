-- Who a visitor is in the books of the site that signed for them.
ALTER TABLE credentials ADD COLUMN external_id TEXT;
