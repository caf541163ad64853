import { withClient } from '#bin/database.ts'
import { chanceOf } from './chance.ts'
import type { World } from './world.ts'

/**
 * The vendors whose number of outages and downtime of all time, as the API has them, are not those that SQL counts; none, if all is
 * right.
 */
export async function recount(site: string, databaseUrl: string, world: World, count: number): Promise<string[]> {
  const chance = chanceOf(9)
  const slugs = Array.from({ length: count }, () => `v${1 + Math.floor(chance() * world.vendors)}`)
  const wrong: string[] = []
  for (const slug of slugs) {
    const answer = await fetch(`${site}/api/v1/vendors/${slug}?window=all&asOf=${world.end.toISOString()}`)
    const { history } = (await answer.json()) as { history: { incidentCount: number; downtimeSeconds: number } }
    const counted = await countInSql(databaseUrl, slug, world.end)
    if (history.incidentCount !== counted.incidents || history.downtimeSeconds !== counted.seconds) wrong.push(slug)
  }
  return wrong
}

async function countInSql(url: string, slug: string, end: Date): Promise<{ incidents: number; seconds: number }> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ incidents: number; seconds: number }>(
      `with outages as (
         select started_at, basis, case when basis = 'ongoing' then $2 else least(ended_at, $2) end as ended_at
         from incidents where vendor_id = (select id from vendors where slug = $1) and kind = 'incident' and dedup_status = 'counted'
           and not excluded and (started_at < $2 or started_at is null)
       ), spans as (
         select range_agg(tstzrange(started_at, ended_at)) as spans from outages where basis in ('reported', 'seen', 'ongoing') and ended_at > started_at
       )
       select (select count(*)::int from outages) as incidents,
         coalesce((select sum(extract(epoch from upper(span) - lower(span))) from spans, unnest(spans) span), 0)::int as seconds`,
      [slug, end],
    ),
  )
  return rows[0] ?? { incidents: 0, seconds: 0 }
}
