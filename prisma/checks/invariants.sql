-- What must hold of the stored data at any time between two transactions. One row for each place where it does not.
-- Run by `npm run cli -- doctor` and after every integration test.

-- I1: no incident twice: its identity is its source and the id that the source gives it.
(select 'I1' as rule, source_id || '/' || external_id as subject, 'is stored ' || count(*) || ' times' as detail
 from incidents group by source_id, external_id having count(*) > 1 limit 20)

union all
-- I2: no update without an incident, no incident without its vendor's source.
(select 'I2', 'update ' || u.id, 'has no incident' from incident_updates u
 where not exists (select from incidents i where i.id = u.incident_id) limit 20)
union all
(select 'I2', 'incident ' || i.public_id, 'belongs to a vendor that its source does not belong to'
 from incidents i left join sources s on s.id = i.source_id where s.vendor_id is distinct from i.vendor_id limit 20)

union all
-- I3: no update twice in one incident, and the count beside an incident is the number of its updates.
(select 'I3', incident_id || '/' || external_id, 'is stored ' || count(*) || ' times'
 from incident_updates group by incident_id, external_id having count(*) > 1 limit 20)
union all
(select 'I3', 'incident ' || i.public_id, 'counts ' || i.update_count || ' updates and has ' || count(u.id)
 from incidents i left join incident_updates u on u.incident_id = i.id
 group by i.id having count(u.id) <> i.update_count limit 20)

union all
-- I4: what a document that was accepted lists is there: no incident is ever lost. That one is gone may be known before it is.
(select 'I4', 'document ' || left(d.sha256, 12), 'lists ' || l.id || ', which is not stored'
 from documents d, unnest(d.listed) as l(id)
 where d.completeness is distinct from 'gone' and exists (select from observations o where o.document_id = d.id and o.verdict = 'accepted')
   and not exists (select from incidents i where i.source_id = d.source_id and i.external_id = l.id)
   and not exists (select from incident_keys k where k.source_id = d.source_id and k.external_id = l.id) limit 20)

union all
-- I5: every revision was said before it was found out of date, by a document that is kept, and so was what is live.
(select 'I5', 'revision ' || id, 'was said at ' || observed_at || ', after it was seen to be out of date' from revisions
 where seen_at < observed_at limit 20)
union all
(select 'I5', 'revision ' || r.id, 'was said by a document that is not kept' from revisions r
 join incidents i on i.id = r.incident_id
 where not exists (select from documents d where d.source_id = i.source_id and d.sha256 = r.source_sha256) limit 20)
union all
(select 'I5', 'incident ' || i.public_id, 'was said by a document that is not kept' from incidents i
 where not exists (select from documents d where d.source_id = i.source_id and d.sha256 = i.source_sha256) limit 20)

union all
-- I6: no run is at work without a worker, a minute after the worker has died.
(select 'I6', 'run ' || id, 'has been running since its lease ended at ' || lease_until from runs
 where state = 'running' and lease_until < now() - interval '1 minute' limit 20)
union all
(select 'I6', 'run ' || id, 'has ended without a time, or has one and goes on' from runs
 where (state in ('queued', 'running')) <> (finished_at is null) limit 20)

union all
-- I7: no span ends before it begins, and its basis says what its ends are.
(select 'I7', 'incident ' || public_id, 'ends at ' || ended_at || ' before it begins' from incidents
 where ended_at < started_at limit 20)
union all
(select 'I7', 'incident ' || public_id, 'has basis ' || basis || ' from ' || coalesce(started_at::text, 'no start') || ' to ' ||
   coalesce(ended_at::text, 'no end') from incidents
 where (basis <> 'unclear' and (basis = 'undated') <> (started_at is null)) or (basis in ('ongoing', 'impossible', 'undated', 'unclear')) <> (ended_at is null)
   or (basis = 'single') and ended_at <> started_at limit 20)

union all
-- I8: what is sent back to a vendor as "I have this" is a document that was stored.
(select 'I8', 'address ' || v.url, 'has the validators of a document that is not stored' from validators v
 where not exists (select from documents d where d.source_id = v.source_id and d.sha256 = v.sha256 and d.parsed) limit 20)

union all
-- I10: a source has moved within its vendor, to one that leads on and not back; a twin is the vendor's own.
(select 'I10', 'source ' || m.source_id, 'has moved to a source of another vendor' from moves m
 join sources s on s.id = m.source_id join sources t on t.id = m.target_id where s.vendor_id <> t.vendor_id limit 20)
union all
(select 'I10', 'source ' || m.source_id, 'has moved in a circle' from moves m where exists (
   with recursive way as (
     select m.target_id as id
     union
     select n.target_id from way join moves n on n.source_id = way.id
   )
   select from way where way.id = m.source_id
 ) limit 20)
union all
(select 'I10', 'incident ' || i.public_id, 'has a twin of another vendor' from incidents i
 join incidents t on t.id = i.duplicate_of_id where t.vendor_id <> i.vendor_id limit 20)

union all
-- I11: observations of one address do not overlap, and what is known of their reads fits between the first and the last.
(select 'I11', 'document ' || left(sha256, 12), 'was read at ' || first_observed_at || ', before another one at its address was over'
 from (
   select d.sha256, o.first_observed_at, max(o.last_observed_at) over (
     partition by o.source_id, d.url order by o.first_observed_at, d.sha256 rows between unbounded preceding and 1 preceding) as before
   from observations o join documents d on d.id = o.document_id
 ) placed where before > first_observed_at limit 20)
union all
(select 'I11', 'document ' || document_id, 'was read ' || read_count || ' times from ' || first_observed_at || ' to ' || last_observed_at ||
   ', with ' || cardinality(recent_gaps) || ' gaps between'
 from observations
 where last_observed_at < first_observed_at or cardinality(recent_gaps) >= greatest(read_count, 1)
   or (read_count < 2 and last_observed_at <> first_observed_at)
   or first_observed_at > last_observed_at - (select coalesce(sum(gap), 0) from unnest(recent_gaps) as gap) * interval '1 millisecond'
 limit 20)

union all
-- I12: what has left its list is not open, ended no later than the first read without it, and no document has listed it since;
-- what was taken back before it began counts in nothing, but where an admin says otherwise.
(select 'I12', 'incident ' || public_id, 'left its list at ' || left_at || ' with basis ' || derived_basis || ' and end ' ||
   coalesce(derived_ended_at::text, 'none')
 from incidents where left_at is not null and (derived_basis = 'ongoing' or derived_basis = 'seen' and derived_ended_at > greatest(left_at, observed_at)) limit 20)
union all
(select 'I12', 'incident ' || i.public_id, 'left its list at ' || i.left_at || ', and was listed after that'
 from incidents i where i.left_at is not null and exists (
   select from observations o join documents d on d.id = o.document_id
   where o.source_id = i.source_id and o.verdict = 'accepted' and o.last_observed_at > i.left_at and d.completeness <> 'gone'
     and i.external_id = any(d.listed)) limit 20)
union all
(select 'I12', 'incident ' || i.public_id, 'was taken back before it began, and counts' from incidents i
 where i.kind = 'maintenance' and i.basis = 'single' and i.withdrawn_at < i.started_at and not i.excluded
   and not exists (select from corrections c where c.incident_id = i.id and c.revoked_at is null) limit 20)
