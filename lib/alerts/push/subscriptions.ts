import { pool } from '#lib/database/client.ts'
import { inTransaction, type Transaction } from '#lib/database/transaction.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#lib/domain/errors.ts'
import { type Browser, hashEndpoint, sealBrowser } from './browser.ts'
import { IS_OVER, JOIN_SPEAKING } from './over.ts'

/** Of one browser: four full stacks. */
const MAX_OF_BROWSER = 100
/** Of all browsers: bounds the table against somebody who makes endpoints up. */
const MAX_OF_ALL = 200_000

/** What a browser wants to be told of: the new incidents of vendors, by slug, and the end of incidents, by public id. */
export interface Interests {
  vendors: string[]
  incidents: string[]
}

/**
 * Adds to what a browser is told of, and gives back all of it; with no interests, nothing changes. `replaces` is the
 * endpoint that the browser had before. Of several vendors or incidents, those that do not exist are left out. Throws NotFoundError
 * if none of them exists, ConflictError if all the incidents are over or the browser would be told of too many, and InvalidInputError
 * if all browsers would be told of more than `maxOfAll`.
 */
export async function subscribe(
  browser: Browser,
  interests: Interests,
  replaces: string | null,
  maxOfAll: number = MAX_OF_ALL,
): Promise<Interests> {
  const hash = hashEndpoint(browser.endpoint.href)
  const sealed = sealBrowser(browser)
  return await inTransaction(async (tx) => {
    // Moved to itself, it would be deleted.
    if (replaces !== null && replaces !== browser.endpoint.href) await moveTo(tx, hashEndpoint(replaces), hash)
    const isRead = replaces === null && interests.vendors.length + interests.incidents.length === 0
    if (isRead) return await listInterests(tx, hash)
    await tx.query<never>('update push_subscriptions set sealed = $2 where endpoint_hash = $1', [hash, sealed])
    const vendorIds = await findVendors(tx, interests.vendors)
    const incidentIds = await findOpenIncidents(tx, interests.incidents)
    const { rowCount } = await tx.query<never>(
      `insert into push_subscriptions (endpoint_hash, sealed, vendor_id, incident_id)
       select $1::bytea, $2, id, null from unnest($3::int[]) id
       union all select $1::bytea, $2, null, id from unnest($4::bigint[]) id
       on conflict do nothing`,
      [hash, sealed, vendorIds, incidentIds],
    )
    if (rowCount !== 0) await checkRoom(tx, maxOfAll)
    const all = await listInterests(tx, hash)
    const count = all.vendors.length + all.incidents.length
    if (count > MAX_OF_BROWSER)
      throw new ConflictError(
        `This browser would be told of ${count} vendors and incidents; the limit is ${MAX_OF_BROWSER}.`,
      )
    return all
  })
}

/** Takes from what a browser is told of, or all of it where `interests` is null. Gives back the rest. */
export async function unsubscribe(endpoint: string, interests: Interests | null): Promise<Interests> {
  const hash = hashEndpoint(endpoint)
  await pool().query<never>(
    `delete from push_subscriptions s where endpoint_hash = $1 and ($2
       or vendor_id in (select id from vendors where slug = any($3) union all select vendor_id from vendor_aliases where slug = any($3))
       or incident_id in (select id from incidents where public_id = any($4)
                          union all select incident_id from incident_aliases where public_id = any($4)))`,
    [hash, interests === null, interests?.vendors ?? [], interests?.incidents ?? []],
  )
  return await listInterests(pool(), hash)
}

/** Forgets a browser whose push service says that it is gone. */
export async function forgetBrowser(endpointHash: Buffer): Promise<void> {
  await pool().query<never>('delete from push_subscriptions where endpoint_hash = $1', [endpointHash])
}

async function moveTo(tx: Transaction, from: Buffer, to: Buffer): Promise<void> {
  await tx.query<never>(
    `update push_subscriptions s set endpoint_hash = $2 where endpoint_hash = $1 and not exists (
       select from push_subscriptions o where o.endpoint_hash = $2
         and (o.vendor_id, o.incident_id) is not distinct from (s.vendor_id, s.incident_id))`,
    [from, to],
  )
  await tx.query<never>('delete from push_subscriptions where endpoint_hash = $1', [from])
}

async function findVendors(tx: Transaction, slugs: string[]): Promise<number[]> {
  if (slugs.length === 0) return []
  const { rows } = await tx.query<{ id: number }>(
    `select id from vendors where slug = any($1) union select vendor_id as id from vendor_aliases where slug = any($1)`,
    [slugs],
  )
  if (rows.length === 0) throw new NotFoundError(`There is no vendor "${slugs.join('", "')}".`)
  return rows.map(({ id }) => id)
}

async function findOpenIncidents(tx: Transaction, publicIds: string[]): Promise<string[]> {
  if (publicIds.length === 0) return []
  const { rows } = await tx.query<{ id: string; isOver: boolean }>(
    `select i.id, ${IS_OVER} as "isOver" from incidents i ${JOIN_SPEAKING}
     where i.id in (select id from incidents where public_id = any($1)
                    union all select incident_id from incident_aliases where public_id = any($1))`,
    [publicIds],
  )
  if (rows.length === 0) throw new NotFoundError(`There is no incident "${publicIds.join('", "')}".`)
  if (rows.every(({ isOver }) => isOver))
    throw new ConflictError('This incident is already over. Reload the page to see its end.')
  return rows.flatMap(({ id, isOver }) => (isOver ? [] : id))
}

/** Of what has been added, so that a browser which asks for what it has is never refused. */
async function checkRoom(tx: Transaction, maxOfAll: number): Promise<void> {
  const { rowCount } = await tx.query<{ one: number }>(
    'select 1 as one from push_subscriptions order by id offset $1 limit 1',
    [maxOfAll],
  )
  if (rowCount !== 0)
    throw new InvalidInputError(
      'This site takes no more subscriptions. The feeds and the calendar bring the same news.',
    )
}

async function listInterests(tx: Pick<Transaction, 'query'>, hash: Buffer): Promise<Interests> {
  const { rows } = await tx.query<{ slug: string | null; incident: string | null }>(
    `select v.slug, i.public_id as incident
     from push_subscriptions s left join vendors v on v.id = s.vendor_id left join incidents i on i.id = s.incident_id
     where s.endpoint_hash = $1 order by v.slug, i.public_id`,
    [hash],
  )
  return {
    vendors: rows.flatMap(({ slug }) => slug ?? []),
    incidents: rows.flatMap(({ incident }) => incident ?? []),
  }
}
