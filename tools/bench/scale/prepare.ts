import { withClient } from '#bin/database.ts'
import { migrate } from '#bin/migrate.ts'
import { closeDatabase } from '#lib/database/client.ts'
import { refreshVendorFigures } from '#lib/incidents/vendor-figures.ts'
import { fillDatabase } from './fill.ts'
import { readWorld, type World } from './world.ts'

/** A database whose last incident is older is made anew: too little would be open. */
const KEPT_DAYS = 30

type Say = (line: string) => void

/** Makes the database of a world, or takes the one that an earlier run has left, and lets its sources be read just now. */
export async function prepareDatabase(url: string, asked: World, say: Say): Promise<World> {
  await migrate(url)
  const kept = await readKept(url, asked)
  const world = kept ?? asked
  process.env.DATABASE_URL = url
  process.env.OUTAGE_HISTORY_ROLE = 'worker'
  try {
    if (kept === null) {
      await fillDatabase(asked, say)
      await withClient(url, async (client) => {
        await client.query(`comment on table vendors is '${JSON.stringify(asked)}'`)
      })
    }
    await withClient(url, async (client) => {
      // A site of another run had another secret.
      await client.query('delete from site_facts')
      await client.query(
        'update coverage set covered_to = now() where covered_to = (select max(last_good_read_at) from sources)',
      )
      await client.query('update sources set last_good_read_at = now(), last_checked_at = now()')
    })
    await refreshVendorFigures(new Date())
    // What was written just now left dead rows behind, which autovacuum removes from a site that is not stopped between two runs.
    await withClient(url, async (client) => {
      await client.query<never>('vacuum analyze vendors, sources, coverage, vendor_figures')
    })
  } finally {
    await closeDatabase()
  }
  return world
}

/** What the database holds, if it is what is asked for; throws for another, which somebody may want. */
async function readKept(url: string, asked: World): Promise<World | null> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ kept: string | null; vendors: number }>(
      "select obj_description('vendors'::regclass) as kept, count(*)::int as vendors from vendors",
    ),
  )
  const [{ kept, vendors } = { kept: null, vendors: 0 }] = rows
  if (vendors === 0) return null
  const world = kept === null ? null : readWorld(kept)
  const isAsked =
    world !== null &&
    world.vendors === asked.vendors &&
    world.incidents === asked.incidents &&
    asked.end.getTime() - world.end.getTime() < KEPT_DAYS * 86_400_000
  if (!isAsked) throw new Error('The folder of the bench holds another or an older database. Delete it and try again.')
  return world
}
