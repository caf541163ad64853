-- The name that is published with a person's corrections; null until the person gives one.
ALTER TABLE users ADD COLUMN display_name text;

-- Corrections were published under the e-mail address of whoever made them. The audit log still names the account.
UPDATE corrections SET author = 'an admin' WHERE position('@' in author) > 0;
UPDATE corrections SET revoked_by = 'an admin' WHERE position('@' in revoked_by) > 0;
