CREATE INDEX CONCURRENTLY "incidents_spans" ON "incidents" USING gist (
  tstzrange("started_at", CASE WHEN "ended_at" IS NOT NULL THEN greatest("started_at", "ended_at") END)
) WHERE "started_at" IS NOT NULL AND ("ended_at" IS NOT NULL OR "basis" = 'ongoing');
CREATE INDEX CONCURRENTLY "incidents_titles" ON "incidents" USING gin ("title" gin_trgm_ops);
DROP INDEX CONCURRENTLY IF EXISTS "incidents_at";
