import { seal, unseal } from '#lib/alerts/sealed.ts'
import { onlyRow, pool } from '#lib/database/client.ts'
import { makeVapidKeys, type VapidKeys } from './vapid.ts'

/** The name in `site_facts`. */
export const PUSH_KEYS = 'push keys'
export const PUSH_KEYS_PURPOSE = 'push keys'

let known: VapidKeys | null = null

/**
 * The site's pair of keys for push services. The first that needs it makes it; from then on it stays, since browsers accept
 * messages of no other. Throws SealedError in a process with another secret.
 */
export async function getVapidKeys(): Promise<VapidKeys> {
  const stored = (await find()) ?? (await make())
  if (known?.publicKey !== stored.publicKey)
    known = { publicKey: stored.publicKey, privateKey: unseal(PUSH_KEYS_PURPOSE, stored.sealed) }
  return known
}

interface StoredKeys {
  publicKey: string
  sealed: string
}

async function find(): Promise<StoredKeys | null> {
  const { rows } = await pool().query<{ value: string }>('select value from site_facts where name = $1', [PUSH_KEYS])
  return rows[0] === undefined ? null : JSON.parse(rows[0].value)
}

/** Of two that make one at once, both get what the first has stored. */
async function make(): Promise<StoredKeys> {
  const { publicKey, privateKey } = makeVapidKeys()
  const value: StoredKeys = { publicKey, sealed: seal(PUSH_KEYS_PURPOSE, privateKey) }
  const { rows } = await pool().query<{ value: string }>(
    `insert into site_facts (name, value, place) values ($1, $2, '')
     on conflict (name) do update set value = site_facts.value returning value`,
    [PUSH_KEYS, JSON.stringify(value)],
  )
  return JSON.parse(onlyRow(rows).value)
}
