-- A document that lists maintenance alone is no good read: it says nothing about outages.
UPDATE sources s SET last_good_read_at = reads.last_at
FROM (
  SELECT o.source_id, nullif(max(o.last_observed_at), 'epoch') AS last_at
  FROM observations o JOIN documents d ON d.id = o.document_id
  WHERE o.verdict = 'accepted' AND (coalesce(d.summary->'kinds', '[]') = '[]' OR d.summary->'kinds' ? 'incident')
  GROUP BY o.source_id
) reads
WHERE reads.source_id = s.id AND s.last_good_read_at > reads.last_at;
