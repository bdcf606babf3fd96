-- What a site says of a visitor besides who they are: a JSON object of flags, numbers and codes.
ALTER TABLE credentials ADD COLUMN attributes TEXT;
