-- What a large database gets in place of migration.sql: no row is touched. Until the worker has written the column
-- (dateIncidents of lib/incidents/news-at.ts) readers use incident_news_at; later.sql has the indexes.
ALTER TABLE "incidents"
  ADD COLUMN "news_at" TIMESTAMPTZ(3) NOT NULL DEFAULT to_timestamp(0),
  ADD COLUMN "stored_at" TIMESTAMPTZ(3);
