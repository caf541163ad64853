import type { Transaction } from '#lib/database/transaction.ts'
import { BROWSER_PURPOSE } from './push/browser.ts'
import { PUSH_KEYS, PUSH_KEYS_PURPOSE } from './push/keys.ts'
import { reseal, SealedError } from './sealed.ts'
import { purposeOfTarget } from './targets/secrets.ts'
import { SECRET_PURPOSE } from './websub/request.ts'

/** Rows that are read and written at a time. */
const BATCH = 2_000

interface SealedColumn {
  purpose: (id: string) => string
  /** A batch of rows after an id: `id` and `sealed`, in the order of `id`. */
  read: string
  write: string
}

const COLUMNS: SealedColumn[] = [
  {
    purpose: (id) => purposeOfTarget(Number(id)),
    read: 'select id, sealed from alert_targets where id > $1 order by id limit $2',
    write:
      'update alert_targets set sealed = n.sealed from unnest($1::bigint[], $2::text[]) as n (id, sealed) where alert_targets.id = n.id',
  },
  {
    purpose: () => BROWSER_PURPOSE,
    read: 'select id, sealed from push_subscriptions where id > $1 order by id limit $2',
    write:
      'update push_subscriptions set sealed = n.sealed from unnest($1::bigint[], $2::text[]) as n (id, sealed) where push_subscriptions.id = n.id',
  },
  {
    purpose: () => SECRET_PURPOSE,
    read: 'select id, sealed_secret as sealed from websub_subscriptions where id > $1 and sealed_secret is not null order by id limit $2',
    write:
      'update websub_subscriptions set sealed_secret = n.sealed from unnest($1::bigint[], $2::text[]) as n (id, sealed) where websub_subscriptions.id = n.id',
  },
  {
    purpose: () => SECRET_PURPOSE,
    read: 'select id, sealed_secret as sealed from websub_requests where id > $1 and sealed_secret is not null order by id limit $2',
    write:
      'update websub_requests set sealed_secret = n.sealed from unnest($1::bigint[], $2::text[]) as n (id, sealed) where websub_requests.id = n.id',
  },
]

/**
 * Encrypts anew, with this process's secret, all that was encrypted with the former one. What could not be read with the former one
 * either, such as the secrets of a target that was to be entered anew, stays as it is.
 */
export async function resealAll(tx: Transaction, former: string): Promise<void> {
  for (const column of COLUMNS) await resealColumn(tx, column, former)
  const { rows } = await tx.query<{ value: string }>('select value from site_facts where name = $1 for update', [
    PUSH_KEYS,
  ])
  if (rows[0] === undefined) return
  const { publicKey, sealed } = JSON.parse(rows[0].value)
  const value = { publicKey, sealed: resealOrKeep(PUSH_KEYS_PURPOSE, sealed, former) }
  await tx.query<never>('update site_facts set value = $2 where name = $1', [PUSH_KEYS, JSON.stringify(value)])
}

async function resealColumn(tx: Transaction, { purpose, read, write }: SealedColumn, former: string): Promise<void> {
  for (let last = '0'; ; ) {
    const { rows } = await tx.query<{ id: string | number; sealed: string }>(read, [last, BATCH])
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => String(id))
    await tx.query<never>(write, [
      ids,
      rows.map(({ sealed }, index) => resealOrKeep(purpose(ids[index] ?? ''), sealed, former)),
    ])
    last = ids.at(-1) ?? last
  }
}

function resealOrKeep(purpose: string, sealed: string, former: string): string {
  try {
    return reseal(purpose, sealed, former)
  } catch (error) {
    if (error instanceof SealedError) return sealed
    throw error
  }
}
