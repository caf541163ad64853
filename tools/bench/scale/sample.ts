import { withClient } from '#bin/database.ts'
import type { Sample } from './addresses.ts'
import type { World } from './world.ts'

/** Random incidents of a database. */
export async function readSample(url: string, world: World): Promise<Sample> {
  const { rows } = await withClient(url, (client) =>
    client.query<Sample['incidents'][number]>(
      `select public_id as id, 'v' || vendor_id as vendor from incidents
       where id in (select 1 + n * 6911 % (select max(id) from incidents) from generate_series(1, 300) n) and dedup_status = 'counted'`,
    ),
  )
  return { incidents: rows, world }
}
