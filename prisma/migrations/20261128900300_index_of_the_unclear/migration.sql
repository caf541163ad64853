-- Whether the newest item of a source was understood: there are few that were not.
CREATE INDEX "incidents_unclear" ON "incidents" ("vendor_id", "sort_at" DESC) WHERE "unclear" IS NOT NULL;
