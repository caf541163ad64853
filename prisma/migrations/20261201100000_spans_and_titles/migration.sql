-- What was open at an instant, or overlaps a span, over all vendors: an index by start and end would be read from the beginning of
-- time up to the instant. The expression is the one of lib/queries/incident-filter.ts. An end before the start makes an empty range
-- here, where tstzrange would raise an error.
CREATE INDEX "incidents_spans" ON "incidents" USING gist (
  tstzrange("started_at", CASE WHEN "ended_at" IS NOT NULL THEN greatest("started_at", "ended_at") END)
) WHERE "started_at" IS NOT NULL AND ("ended_at" IS NOT NULL OR "basis" = 'ongoing');
DROP INDEX "incidents_at";

-- A part of a title, of three letters or more.
CREATE INDEX "incidents_titles" ON "incidents" USING gin ("title" gin_trgm_ops);

-- Vendors named in a search: by the whole name, by the slug, or by the first word of the name, as lib/queries/search-request.ts
-- spells them.
CREATE INDEX "vendors_plain_name" ON "vendors" (btrim(regexp_replace(lower("name"), '[^[:alnum:]]+', ' ', 'g')));
CREATE INDEX "vendors_plain_slug" ON "vendors" (replace("slug", '-', ' '));
CREATE INDEX "vendors_first_word" ON "vendors" (split_part(btrim(regexp_replace(lower("name"), '[^[:alnum:]]+', ' ', 'g')), ' ', 1));
-- By name, page by page.
CREATE INDEX "vendors_by_name" ON "vendors" ("name", "id");
