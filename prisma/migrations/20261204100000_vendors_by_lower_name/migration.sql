-- Vendors that a text names: a permalink looks up each capitalised run of words in it, lib/queries/incident/upstreams.ts.
CREATE INDEX "vendors_lower_name" ON "vendors" (lower("name"));
-- Without figures of the expression Postgres would take one vendor in 200 for each name, and read all instead.
ANALYZE "vendors";
