import { expect, it } from 'vitest'
import { pool } from '#lib/database/client.ts'
import { createPastLoader } from '#lib/queries/incident/past-outages.ts'
import { ownDatabase } from '#tests/support/own-database.ts'
import { fillDatabase } from '#tools/bench/scale/fill.ts'

ownDatabase()

it('the outages of very many vendors of a category are the newest thousand, forty of one at most', async () => {
  // 333 of a category; some of them with hundreds of incidents.
  await fillDatabase({ vendors: 1_000, incidents: 9_000, largest: null, end: new Date('2026-06-01T00:00Z') }, () => {})
  const loader = createPastLoader()
  for (const slug of ['v1', 'v4', 'v301']) {
    const { rows } = await pool().query(
      `select (extract(epoch from started_at) * 1000)::float8 as "startedAt",
         case when basis = 'reported' then (extract(epoch from ended_at) * 1000)::float8 end as "endedAt", impact
       from (
         select i.*, row_number() over (partition by i.vendor_id order by i.sort_at desc, i.id desc) as place
         from incidents i join vendors v on v.id = i.vendor_id join vendors o on o.category = v.category and o.slug = $1
         where v.id <> o.id and i.kind = 'incident' and i.basis in ('reported', 'seen', 'ongoing') and i.dedup_status = 'counted'
       ) placed
       where place <= 40 order by sort_at desc, id desc limit 1000`,
      [slug],
    )
    const { rows: own } = await pool().query('select category from vendors where slug = $1', [slug])
    const found = await loader.ofCategory(own[0].category, slug)
    expect(found.map(({ startedAt, endedAt, impact }) => ({ startedAt, endedAt, impact }))).toEqual(
      rows.sort((a, b) => b.startedAt - a.startedAt),
    )
    expect(found).toHaveLength(1_000)
  }
})
