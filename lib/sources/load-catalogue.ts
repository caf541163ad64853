import { onlyRow } from '#lib/database/client.ts'
import { inTransaction, LOCKS, type Transaction } from '#lib/database/transaction.ts'
import { log } from '#lib/log.ts'
import { readCatalogue } from '#prisma/catalogue.ts'
import { createSource } from './source.ts'

/**
 * Has the vendors of the starter set polled: each gets its live source, and those of the bundled sample theirs beside the
 * sample, which stays in force until that has been read. Done once, and only where nobody has added a source. Returns how many vendors there are to read; 0 when there was nothing to do.
 */
export async function loadCatalogue(): Promise<number> {
  return await inTransaction(async (tx) => {
    // Two starts at once load it once.
    await tx.query<never>('select pg_advisory_xact_lock($1)', [LOCKS.catalogue])
    if (!(await isWanted(tx))) return 0
    const { vendors, faults } = readCatalogue()
    for (const { line, reason } of faults) log.warn(`prisma/catalogue.tsv, line ${line}: ${reason}`)
    const starters = vendors.filter(({ isStarter }) => isStarter)
    for (const { slug, name, websiteUrl, category, access, address: url } of starters) {
      if (access.kind !== 'source') continue
      const { rows } = await tx.query<{ id: number }>(
        `insert into vendors (key, slug, name, website_url, category) values ($1, $1, $2, $3, $4)
         on conflict (slug) do update set slug = excluded.slug returning id`,
        [slug, name, websiteUrl, category],
      )
      await createSource(tx, { vendorId: onlyRow(rows).id, platform: access.platform, url, origin: 'live' })
    }
    await tx.query<never>(
      `insert into audit_entries (actor, action, subject, detail) values ('start', 'catalogue.load', 'catalogue', $1)`,
      [JSON.stringify({ vendors: starters.map(({ slug }) => slug) })],
    )
    return starters.length
  })
}

async function isWanted(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.query<{ wanted: boolean }>(
    `select not exists (select from audit_entries where action = 'catalogue.load')
       and not exists (select from sources where origin <> 'sample') as wanted`,
  )
  return onlyRow(rows).wanted
}
