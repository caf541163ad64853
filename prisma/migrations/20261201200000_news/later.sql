CREATE INDEX CONCURRENTLY "incidents_news" ON "incidents"("vendor_id", "news_at" DESC);
CREATE INDEX CONCURRENTLY "incidents_newest_news" ON "incidents"("news_at" DESC);
