import type pg from 'pg'
import { cpuSecondsOf } from '../processes.ts'

const VENDORS = 200

/** Columns that a copied row may not share with its original. */
const OWN: Record<string, string> = {
  id: 'i.id + $1',
  incident_id: 'i.incident_id + $1',
  external_id: "i.external_id || '-' || $1::text",
  public_id: "i.public_id || '-' || $1::text",
}

/**
 * Stores copies of the newest incidents of many vendors, with updates and words: the rows and indexes that an ingest writes, in one
 * transaction for each vendor. Returns how many incidents, and seconds of the server's processor time.
 */
export async function storeCopies(
  client: pg.Client,
  round: number,
): Promise<{ incidents: number; cpuSeconds: number }> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = rows[0]?.pid ?? 0
  const shift = round * 100_000_000
  const copies: [string, string, string][] = []
  for (const [table, key] of [
    ['incidents', 'id'],
    ['incident_updates', 'incident_id'],
    ['incident_words', 'incident_id'],
  ] as const) {
    const { rows: columns } = await client.query<{ name: string }>(
      'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
      [table],
    )
    const names = columns.map(({ name }) => name)
    const values = names.map((name) => OWN[name] ?? `i.${name}`)
    copies.push([table, names.join(', '), `select ${values.join(', ')} from ${table} i where i.${key} = any($2)`])
  }
  const before = await cpuSecondsOf(pid)
  let incidents = 0
  for (let vendor = 2; vendor < 2 + VENDORS; vendor++) {
    const { rows: newest } = await client.query<{ id: string }>(
      'select id from incidents where vendor_id = $1 and id < 100000000 order by sort_at desc limit 20',
      [vendor],
    )
    const ids = newest.map(({ id }) => id)
    await client.query('begin')
    for (const [table, names, select] of copies)
      await client.query(`insert into ${table} (${names}) ${select}`, [shift, ids])
    await client.query('commit')
    incidents += ids.length
  }
  return { incidents, cpuSeconds: (await cpuSecondsOf(pid)) - before }
}
