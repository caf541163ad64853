-- When something new was last said about an incident, by the rules of lib/incidents/news-at.ts, which writes the column. In a large
-- database the worker fills the column after the upgrade; until then readers get its value from here.
CREATE FUNCTION incident_news_at(i incidents) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(greatest(
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
  ), i.first_seen_at)
$$;
