import { pool } from '#lib/database/client.ts'

const texts = new Map<string, string>()

/**
 * Empties tables and all that refer to them, and restarts their sequences, like `truncate … restart identity cascade`. For the
 * few rows of a test, truncate takes a hundred times as long, because it creates a new file for each table and index. Also
 * waits for writers to finish.
 */
export async function emptyTables(...tables: string[]): Promise<void> {
  const client = await pool().connect()
  try {
    const key = tables.join()
    const text = texts.get(key) ?? writeText(await listReferring(tables))
    texts.set(key, text)
    await client.query(text)
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** The tables and, to any depth, those with a foreign key to one of them. */
async function listReferring(tables: string[]): Promise<{ table: string; sequence: string | null; start: string }[]> {
  const { rows } = await pool().query(
    `with recursive emptied (id) as (
       select table_name::regclass::oid from unnest($1::text[]) as table_name
       union
       select conrelid from pg_constraint join emptied on confrelid = id where contype = 'f'
     )
     select id::regclass::text as table, objid::regclass::text as sequence, seqstart as start
     from emptied
     left join pg_depend on refobjid = id and refclassid = 'pg_class'::regclass and classid = 'pg_class'::regclass
       and deptype in ('a', 'i') and objid in (select seqrelid from pg_sequence)
     left join pg_sequence on seqrelid = objid`,
    [tables],
  )
  return rows
}

function writeText(rows: { table: string; sequence: string | null; start: string }[]): string {
  const names = [...new Set(rows.map(({ table }) => table))]
  const numbered = rows.flatMap(({ sequence, start }) =>
    sequence === null ? [] : [`setval('${sequence}', ${start}, false)`],
  )
  return [
    'begin',
    `lock table ${names.join(', ')} in access exclusive mode`,
    // Foreign keys and triggers are disabled: nothing that they protect is left.
    'set local session_replication_role = replica',
    ...names.map((name) => `delete from ${name}`),
    ...(numbered.length === 0 ? [] : [`select ${numbered.join(', ')}`]),
    'commit',
  ].join('; ')
}
