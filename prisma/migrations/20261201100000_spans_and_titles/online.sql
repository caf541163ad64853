-- What a large database gets in place of migration.sql: the indexes over vendors, who are few. later.sql has those over incidents.
CREATE INDEX "vendors_plain_name" ON "vendors" (btrim(regexp_replace(lower("name"), '[^[:alnum:]]+', ' ', 'g')));
CREATE INDEX "vendors_plain_slug" ON "vendors" (replace("slug", '-', ' '));
CREATE INDEX "vendors_first_word" ON "vendors" (split_part(btrim(regexp_replace(lower("name"), '[^[:alnum:]]+', ' ', 'g')), ' ', 1));
CREATE INDEX "vendors_by_name" ON "vendors" ("name", "id");
