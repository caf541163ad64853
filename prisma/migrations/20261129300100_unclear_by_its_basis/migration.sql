-- A start far ahead of the read that had it is unclear as well, whatever the adapter said of the words.
DROP INDEX "incidents_unclear";
CREATE INDEX "incidents_unclear" ON "incidents" ("vendor_id", "sort_at" DESC) WHERE "basis" = 'unclear';
