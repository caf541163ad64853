import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { getEnv } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { isSameSecret } from './secret.ts'

type Client = Pick<pg.ClientBase, 'query'>

const FACT = 'auth secret'

/**
 * The secret that signs sessions: AUTH_SECRET, or a generated one that the first start stores, so that sessions survive
 * a restart.
 */
export function siteSecret(): string {
  return getEnv().AUTH_SECRET ?? readOrMake()
}

/**
 * Throws an Error unless all sites on this database have the same secret: a session from one has to be valid at the
 * others. The first site decides. A database restored elsewhere may have another secret. Does nothing before the
 * migration that creates the table.
 */
export async function checkSecret(client: Client): Promise<void> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    "select to_regclass('site_facts') is not null as present",
  )
  if (!tables[0]?.present) return
  const own = fingerprint()
  await client.query<never>(
    `insert into site_facts as f (name, value, place) values ($1, $2, $3) on conflict (name) do update
       set value = excluded.value, place = excluded.place where f.place <> excluded.place and '' not in (f.place, excluded.place)`,
    [FACT, own, await placeOf(client)],
  )
  const { rows } = await client.query<{ value: string }>('select value from site_facts where name = $1', [FACT])
  if (!isSameSecret(rows[0]?.value ?? '', own)) throw new Error(describeDifference())
}

/** Makes this site's secret the one of all sites on the database. Sessions signed with another one become invalid. */
export async function replaceSecret(client: Client): Promise<void> {
  await client.query<never>(
    `insert into site_facts (name, value, place) values ($1, $2, $3)
     on conflict (name) do update set value = excluded.value, place = excluded.place`,
    [FACT, fingerprint(), await placeOf(client)],
  )
}

function describeDifference(): string {
  const rotate =
    'To replace the secret on purpose, which signs everybody out, first run npm run cli -- admin rotate-secret here.'
  return getEnv().AUTH_SECRET === null
    ? `The sites on this database sign sessions with another secret than ${secretFile()}, which this site generated. Set the same AUTH_SECRET on all of them, or copy that file from the first site. ${rotate}`
    : `AUTH_SECRET differs from that of the other sites on this database, so a session of one site would not be valid on the others. Set the same AUTH_SECRET on all of them. ${rotate}`
}

/**
 * The secret of all sites on the database before it is replaced, as far as this process has it: `given`, or the one that this site
 * generated. Null if neither is.
 */
export async function findFormerSecret(client: Client, given: string | null): Promise<string | null> {
  const { rows } = await client.query<{ value: string }>('select value from site_facts where name = $1', [FACT])
  const generated = existsSync(secretFile()) ? readFileSync(secretFile(), 'utf8').trim() : null
  const stored = rows[0]?.value ?? ''
  return (
    [given, generated, siteSecret()].find((each) => each !== null && isSameSecret(stored, fingerprint(each))) ?? null
  )
}

/** A fingerprint that distinguishes secrets without revealing them. */
function fingerprint(secret = siteSecret()): string {
  return createHmac('sha256', secret).update('outage-history: which secret is this?').digest('hex')
}

/** Empty if the server does not say, so that all places are equal. */
async function placeOf(client: Client): Promise<string> {
  try {
    const { rows } = await client.query<{ place: string }>(
      `select system_identifier || '/' || (select oid from pg_database where datname = current_database()) as place
       from pg_control_system()`,
    )
    return rows[0]?.place ?? ''
  } catch (error) {
    log.debug({ err: error }, 'the database server does not tell its identity')
    return ''
  }
}

function secretFile(): string {
  return join(getEnv().DATA_DIR, 'auth-secret')
}

/** Readable by this user only. Of two first starts in one folder one creates it, and nobody reads a partial file. */
function readOrMake(): string {
  const path = secretFile()
  if (!existsSync(path)) {
    mkdirSync(getEnv().DATA_DIR, { recursive: true })
    const draft = `${path}.${randomUUID()}`
    writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft)
    }
  }
  const secret = readFileSync(path, 'utf8').trim()
  if (secret.length < 32)
    throw new Error(`${path} is damaged. Remove the file so that a new one is created, or set AUTH_SECRET.`)
  return secret
}
