import { z } from 'zod'
import { CHANGE_CHANNEL, changePayload } from '#lib/domain/change.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { listSources } from '#lib/ingest/sources.ts'
import { inTransaction, lockSources, lockVendor, type Transaction } from '#lib/ingest/transaction.ts'
import { writeAudit } from './audit.ts'
import { checkSlug, vendorFields } from './vendor-input.ts'
import { findVendor } from './vendor-row.ts'

export interface VendorEdit {
  name: string
  websiteUrl: string | null
  category: string | null
}

/** Throws NotFoundError for an unknown vendor, InvalidInputError naming the field. */
export async function editVendor(slug: string, edit: VendorEdit, actor: string): Promise<void> {
  const { name, websiteUrl, category } = checkEdit(edit)
  await changeVendor(slug, actor, 'vendor.edit', async (tx, { id }) => {
    await tx.query('update vendors set name = $2, website_url = $3, category = $4 where id = $1', [
      id,
      name,
      websiteUrl,
      category,
    ])
    return { name, websiteUrl, category }
  })
}

/**
 * Gives a vendor another slug; the old one leads to it from then on. Returns the new slug.
 * Throws ConflictError when that is, or once was, another vendor's.
 */
export async function renameVendor(slug: string, newSlug: string, actor: string): Promise<string> {
  checkSlug(newSlug)
  if (newSlug === slug) throw new InvalidInputError('is the slug that it has', 'slug')
  await changeVendor(slug, actor, 'vendor.rename', async (tx, { id, slug: oldSlug }) => {
    const { rowCount } = await tx.query(
      `select from vendors where slug = $2 and id <> $1
       union all select from vendor_aliases where slug = $2 and vendor_id <> $1`,
      [id, newSlug],
    )
    if (rowCount !== 0) throw new ConflictError(`"${newSlug}" is, or once was, the slug of another vendor.`)
    await tx.query('delete from vendor_aliases where slug = $1', [newSlug])
    await tx.query('insert into vendor_aliases (slug, vendor_id) values ($1, $2)', [oldSlug, id])
    await tx.query('update vendors set slug = $2 where id = $1', [id, newSlug])
    await notify(tx, newSlug)
    return { to: newSlug }
  })
  return newSlug
}

/** Stops the polls of all of a vendor's sources, or lets them go on at once. What is held stays public. */
export async function pauseVendor(slug: string, isPaused: boolean, actor: string): Promise<void> {
  await changeVendor(slug, actor, isPaused ? 'vendor.pause' : 'vendor.resume', async (tx, { id }) => {
    await tx.query('update vendors set paused_at = case when $2 then coalesce(paused_at, now()) end where id = $1', [
      id,
      isPaused,
    ])
    if (!isPaused)
      await tx.query('update sources set next_due_at = now() where vendor_id = $1 and url is not null', [id])
  })
}

/**
 * Removes a vendor with its sources, documents, incidents, corrections and runs: permalinks answer 404 from then on.
 * `confirmation` must be the slug. Throws InvalidInputError when it is not, NotFoundError for an unknown vendor.
 */
export async function deleteVendor(slug: string, confirmation: string, actor: string): Promise<void> {
  if (confirmation !== slug) throw new InvalidInputError(`must be "${slug}", letter by letter`, 'confirmation')
  await changeVendor(slug, actor, 'vendor.delete', async (tx, { id }) => {
    // As long as an archive takes, and after whatever is being written of it.
    await tx.query("set local statement_timeout = '120s'; set local lock_timeout = '30s'")
    const sources = await listSources(tx, id)
    await lockSources(
      tx,
      sources.map((source) => source.id),
    )
    await lockVendor(tx, id)
    const { rows } = await tx.query(
      'select key, name, count(i)::int as incidents from vendors v left join incidents i on i.vendor_id = v.id where v.id = $1 group by v.id',
      [id],
    )
    await tx.query('delete from vendors where id = $1', [id])
    return rows[0]
  })
}

/** A change of one vendor, with its entry in the log and word to whoever keeps pages. `deed` returns the entry's detail. */
async function changeVendor(
  slug: string,
  actor: string,
  action: string,
  deed: (tx: Transaction, vendor: { id: number; slug: string }) => Promise<unknown>,
): Promise<void> {
  await inTransaction(async (tx) => {
    const vendor = await findVendor(tx, slug)
    if (vendor === null) throw new NotFoundError(`There is no vendor "${slug}".`)
    const detail = await deed(tx, vendor)
    await writeAudit(tx, { actor, action, subject: vendor.slug, detail })
    await notify(tx, vendor.slug)
  })
}

async function notify(tx: Transaction, slug: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [CHANGE_CHANNEL, changePayload(slug)])
}

const editSchema = z.object({
  name: vendorFields.name,
  websiteUrl: vendorFields.websiteUrl,
  category: vendorFields.category,
})

function checkEdit(edit: VendorEdit): VendorEdit {
  const result = editSchema.safeParse(edit)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new InvalidInputError(issue?.message ?? 'is not valid', issue?.path.join('.') ?? null)
}
