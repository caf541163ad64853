-- Feeds are ordered and cut by what was said last: see lib/incidents/news-at.ts, which keeps the column from here on.
ALTER TABLE "incidents"
  ADD COLUMN "news_at" TIMESTAMPTZ(3) NOT NULL DEFAULT to_timestamp(0),
  ADD COLUMN "stored_at" TIMESTAMPTZ(3);

UPDATE incidents i SET news_at = coalesce(greatest(
  CASE WHEN i.started_at <= i.first_seen_at THEN i.started_at END,
  CASE WHEN i.stated_ended_at IS NOT NULL THEN least(i.stated_ended_at, i.observed_at) END,
  i.withdrawn_at,
  i.left_at,
  (SELECT max(greatest(least(u.posted_at, u.first_seen_at), u.edited_at, u.withdrawn_at))
   FROM incident_updates u WHERE u.incident_id = i.id),
  (SELECT max(r.seen_at) FROM revisions r
   WHERE r.incident_id = i.id AND r.update_id IS NULL AND r.seen_at > r.observed_at
     AND r.field IN ('title', 'kind', 'impact', 'status', 'statedStartedAt', 'statedEndedAt', 'scheduledFrom', 'scheduledUntil')),
  (SELECT max(greatest(c.created_at, c.revoked_at)) FROM corrections c WHERE c.incident_id = i.id)
), i.first_seen_at);

CREATE INDEX "incidents_news" ON "incidents"("vendor_id", "news_at" DESC);
CREATE INDEX "incidents_newest_news" ON "incidents"("news_at" DESC);
