import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { onlyRow, pool, withConnection } from '#lib/database/client.ts'
import { inTransaction, LOCKS, type Transaction } from '#lib/database/transaction.ts'
import { keepDocument } from '#lib/documents/document.ts'
import { requestRun } from '#lib/runs/run.ts'
import { findOrCreateSource } from '#lib/sources/source.ts'
import { readCatalogue } from '#prisma/catalogue.ts'
import { SAMPLE, type SampleDocument } from '#prisma/sample/index.ts'
import { executeRun } from './execute-run.ts'
import { runHandlers } from './run-handlers.ts'

const folder = join(import.meta.dirname, '..', '..', 'prisma', 'sample')

/**
 * Loads the bundled archive into an empty database, as documents through the ordinary ingest; each of its vendors comes
 * from the catalogue. An interrupted load continues where it stopped. Once it is complete, or as soon as there is
 * anything else, nothing is loaded again. `tell` is called for each document. Returns whether there was something to
 * load.
 */
export async function loadSample(tell: (done: number, total: number) => void = () => {}): Promise<boolean> {
  return await withConnection(async (connection) => {
    // Concurrent starts load it once. The settings and the lock end with the connection.
    connection.discard()
    await connection.query<never>("set lock_timeout = '60s'; set statement_timeout = '60s'")
    await connection.query<never>('select pg_advisory_lock($1)', [LOCKS.sample])
    if (!(await isWanted())) return false
    for (const [index, document] of SAMPLE.entries()) {
      tell(index, SAMPLE.length)
      await load(document)
      // Throws when the connection, and with it the lock, is lost: another start may have begun to load.
      await connection.query<never>('select')
    }
    await pool().query<never>(
      "insert into audit_entries (actor, action, subject) values ('start', 'sample.load', 'sample')",
    )
    return true
  })
}

async function isWanted(): Promise<boolean> {
  const { rows } = await pool().query<{ wanted: boolean }>(
    `select not exists (select from audit_entries where action in ('sample.load', 'sample.remove'))
       and not exists (select from sources where origin <> 'sample')
       and not exists (select from vendors v where not exists (select from sources s where s.vendor_id = v.id)) as wanted`,
  )
  return onlyRow(rows).wanted
}

async function load({ vendor, platform, file, readAt }: SampleDocument): Promise<void> {
  const bytes = await readFile(join(folder, file))
  const run = await inTransaction(async (tx) => {
    const vendorId = await findOrCreateVendor(tx, vendor)
    const sourceId = await findOrCreateSource(tx, { vendorId, platform, url: null, origin: 'sample' })
    const document = await keepDocument(tx, { sourceId, bytes, url: null, contentType: null })
    const request = {
      vendorId,
      sourceId,
      mode: 'document',
      trigger: 'sample',
      dryRun: false,
      documentId: document.id,
      readAt,
    } as const
    return await requestRun(tx, request, async () => {})
  })
  await executeRun(run, runHandlers)
  const { rows } = await pool().query<{ state: string; error_message: string | null }>(
    'select state, error_message from runs where id = $1',
    [run],
  )
  const { state, error_message: message } = onlyRow(rows)
  if (state !== 'succeeded' && state !== 'unchanged') {
    throw new Error(`The bundled archive could not be loaded: ${file}: ${message ?? state}`)
  }
}

async function findOrCreateVendor(tx: Transaction, slug: string): Promise<number> {
  const entry = readCatalogue().vendors.find((candidate) => candidate.slug === slug)
  const { rows } = await tx.query<{ id: number }>(
    `insert into vendors (key, slug, name, website_url, category) values ($1, $1, $2, $3, $4)
     on conflict (slug) do update set slug = excluded.slug returning id`,
    // Its line in the catalogue may be one with a fault.
    [slug, entry?.name ?? slug, entry?.websiteUrl ?? null, entry?.category ?? null],
  )
  return onlyRow(rows).id
}
