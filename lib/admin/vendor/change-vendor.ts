import { z } from 'zod'
import { type AuditEntry, writeAudit } from '#lib/admin/audit.ts'
import { notifyChange } from '#lib/database/change.ts'
import { inTransaction, lockSources, lockVendor, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { issueWords } from '#lib/domain/site/issue-words.ts'
import { markForecastsDue } from '#lib/incidents/forecasts/vendor-forecasts.ts'
import { listSources } from '#lib/sources/source.ts'
import { checkSlug, vendorFields } from './vendor-input.ts'
import { findVendor } from './vendor-row.ts'

export interface VendorEdit {
  name: string
  websiteUrl: string | null
  category: string | null
}

/** What may change of a vendor; a property that is not there stays as it is. */
export interface VendorChange extends Partial<VendorEdit> {
  isPaused?: boolean
  slug?: string
}

/**
 * Several changes of a vendor: all of them, or none where one cannot be. Returns the slug that it has then.
 * Throws NotFoundError for a slug that no vendor has at present, else as `editVendor` and `renameVendor`.
 */
export async function changeVendor(
  slug: string,
  { isPaused, slug: newSlug = slug, ...edit }: VendorChange,
  actor: string,
): Promise<string> {
  return await inTransaction(async (tx) => {
    const { rows } = await tx.query<VendorRow & VendorEdit>(
      'select id, slug, name, website_url as "websiteUrl", category from vendors where slug = $1 for no key update',
      [slug],
    )
    const [vendor] = rows
    if (vendor === undefined) throw new NotFoundError(`There is no vendor "${slug}".`)
    if (Object.values(edit).some((value) => value !== undefined)) {
      const { name = vendor.name, websiteUrl = vendor.websiteUrl, category = vendor.category } = edit
      await writeEdit(tx, vendor, { name, websiteUrl, category }, actor)
    }
    if (isPaused !== undefined) await writePause(tx, vendor, isPaused, actor)
    if (newSlug !== slug) await writeSlug(tx, vendor, newSlug, actor)
    return newSlug
  })
}

/** Throws NotFoundError for an unknown vendor, InvalidInputError naming the field. */
export async function editVendor(slug: string, edit: VendorEdit, actor: string): Promise<void> {
  await inTransaction(async (tx) => writeEdit(tx, await getVendor(tx, slug), edit, actor))
}

async function writeEdit(tx: Transaction, vendor: VendorRow, edit: VendorEdit, actor: string): Promise<void> {
  const { name, websiteUrl, category } = checkEdit(edit)
  // What is forecast rests on outages of the others in its category too.
  const { rowCount: moved } = await tx.query<never>(
    'update vendors set category = $2 where id = $1 and category is distinct from $2',
    [vendor.id, category],
  )
  if (moved !== 0) await markForecastsDue(tx, vendor.id)
  await tx.query<never>('update vendors set name = $2, website_url = $3 where id = $1', [vendor.id, name, websiteUrl])
  await note(tx, vendor, { actor, action: 'vendor.edit', detail: { name, websiteUrl, category } })
}

/**
 * Gives a vendor another slug; the old one leads to it from then on. Returns the new slug.
 * Throws ConflictError when that is, or once was, another vendor's.
 */
export async function renameVendor(slug: string, newSlug: string, actor: string): Promise<string> {
  checkSlug(newSlug)
  if (newSlug === slug) throw new InvalidInputError('is already the slug of this vendor', 'slug')
  await inTransaction(async (tx) => writeSlug(tx, await getVendor(tx, slug), newSlug, actor))
  return newSlug
}

async function writeSlug(tx: Transaction, vendor: VendorRow, newSlug: string, actor: string): Promise<void> {
  checkSlug(newSlug)
  const { id, slug: oldSlug } = vendor
  const { rowCount } = await tx.query<never>(
    `select from vendors where slug = $2 and id <> $1
     union all select from vendor_aliases where slug = $2 and vendor_id <> $1`,
    [id, newSlug],
  )
  if (rowCount !== 0) throw new ConflictError(`"${newSlug}" is, or once was, the slug of another vendor.`)
  await tx.query<never>('delete from vendor_aliases where slug = $1', [newSlug])
  await tx.query<never>('insert into vendor_aliases (slug, vendor_id) values ($1, $2)', [oldSlug, id])
  await tx.query<never>('update vendors set slug = $2 where id = $1', [id, newSlug])
  await notify(tx, newSlug)
  await note(tx, vendor, { actor, action: 'vendor.rename', detail: { to: newSlug } })
}

/** Stops the polls of all of a vendor's sources, or lets them go on at once. What is held stays public. */
export async function pauseVendor(slug: string, isPaused: boolean, actor: string): Promise<void> {
  await inTransaction(async (tx) => writePause(tx, await getVendor(tx, slug), isPaused, actor))
}

async function writePause(tx: Transaction, vendor: VendorRow, isPaused: boolean, actor: string): Promise<void> {
  await tx.query<never>(
    'update vendors set paused_at = case when $2 then coalesce(paused_at, now()) end where id = $1',
    [vendor.id, isPaused],
  )
  if (!isPaused)
    await tx.query<never>('update sources set next_due_at = now() where vendor_id = $1 and url is not null', [
      vendor.id,
    ])
  await note(tx, vendor, { actor, action: isPaused ? 'vendor.pause' : 'vendor.resume' })
}

/**
 * Removes a vendor with its sources, documents, incidents, corrections and runs: permalinks answer 404 from then on.
 * `confirmation` must be the slug. Throws InvalidInputError when it is not, NotFoundError for an unknown vendor.
 */
export async function deleteVendor(slug: string, confirmation: string, actor: string): Promise<void> {
  if (confirmation !== slug) throw new InvalidInputError(`Type "${slug}" exactly.`, 'confirmation')
  await inTransaction(async (tx) => {
    const vendor = await getVendor(tx, slug)
    // As long as an archive takes, and after whatever is being written of it.
    await tx.query<never>("set local statement_timeout = '120s'; set local lock_timeout = '30s'")
    const sources = await listSources(tx, vendor.id)
    await lockSources(
      tx,
      sources.map((source) => source.id),
    )
    await lockVendor(tx, vendor.id)
    const { rows } = await tx.query<{ key: string; name: string; incidents: number }>(
      'select key, name, count(i)::int as incidents from vendors v left join incidents i on i.vendor_id = v.id where v.id = $1 group by v.id',
      [vendor.id],
    )
    await tx.query<never>('delete from vendors where id = $1', [vendor.id])
    await note(tx, vendor, { actor, action: 'vendor.delete', detail: rows[0] })
  })
}

type VendorRow = NonNullable<Awaited<ReturnType<typeof findVendor>>>

async function getVendor(tx: Transaction, slug: string): Promise<VendorRow> {
  const vendor = await findVendor(tx, slug)
  if (vendor === null) throw new NotFoundError(`There is no vendor "${slug}".`)
  return vendor
}

/** An entry in the log, and word to whoever keeps pages of the vendor. */
async function note(tx: Transaction, { slug }: VendorRow, entry: Omit<AuditEntry, 'subject'>): Promise<void> {
  await writeAudit(tx, { ...entry, subject: slug })
  await notify(tx, slug)
}

async function notify(tx: Transaction, slug: string): Promise<void> {
  await notifyChange(tx, slug)
}

const editSchema = z.object({
  name: vendorFields.name,
  websiteUrl: vendorFields.websiteUrl,
  category: vendorFields.category,
})

function checkEdit(edit: VendorEdit): VendorEdit {
  const result = editSchema.safeParse(edit, { error: issueWords })
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new InvalidInputError(issue?.message ?? 'is not valid', issue?.path.join('.') ?? null)
}
