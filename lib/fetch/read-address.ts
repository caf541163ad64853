import type { Transaction } from '#lib/database/transaction.ts'
import { getEnv } from '#lib/env.ts'
import { RefusedAddressError } from './address-guard.ts'
import {
  createFetcher,
  FetchError,
  type FetchedDocument,
  type Fetcher,
  type NotModified,
  type Validators,
} from './fetch-document.ts'
import { atHost, type GateOptions, holdHost } from './host-gate.ts'
import { ownUserAgent } from './user-agent.ts'

/** Below the lease of a host, and below how long a caller of the API waits for a detection. */
const VISIT_MS = 20_000
/** An address that does not answer must not use up the whole visit's time. */
const REQUEST_MS = 8_000

let shared: Fetcher | undefined

/** The process's fetcher, with the rules that the environment sets. */
export function fetcher(): Fetcher {
  shared ??= createFetcher({ allowCidrs: getEnv().FETCH_ALLOW_CIDRS, userAgent: ownUserAgent() })
  return shared
}

/** Replaces the process's fetcher, which has the usual limits. */
export function replaceFetcher(fetcher: Fetcher): void {
  shared = fetcher
}

export interface ReadOptions extends GateOptions {
  validators?: Validators
  maxBytes?: number
}

/** Reads one address while holding its host. Throws what `Fetcher.fetch` and `atHost` throw. */
export async function readAddress(
  url: string,
  { validators, maxBytes, ...gate }: ReadOptions,
): Promise<FetchedDocument | NotModified> {
  const read = () => fetcher().fetch(url, { validators, maxBytes, signal: gate.signal })
  return await atHost(new URL(url).host, read, isHostFailure, gate)
}

export type Visitor = Pick<Fetcher, 'fetch'>

/**
 * For a user who is waiting: `work` reads through a visitor that holds each host until `work` ends, so that its
 * requests need not wait for one another. `work` limits their number, and everything ends after `VISIT_MS`. A host
 * counts as failed when none of its requests succeeded. Throws what `work` throws, and FetchError when the time is up.
 */
export async function visitHosts<T>(work: (visitor: Visitor) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(VISIT_MS)
  const held = new Map<string, { turn: ReturnType<typeof holdHost>; isWell: boolean; hasFailed: boolean }>()
  const visitor: Visitor = {
    async fetch(url, options) {
      const { host } = new URL(url)
      const visit = held.get(host) ?? {
        turn: holdHost(host, { isUrgent: true, signal: deadline }),
        isWell: false,
        hasFailed: false,
      }
      held.set(host, visit)
      await visit.turn
      const patience = AbortSignal.timeout(REQUEST_MS)
      try {
        const answer = await fetcher().fetch(url, { ...options, signal: AbortSignal.any([deadline, patience]) })
        visit.isWell = true
        return answer
      } catch (error) {
        if (isHostFailure(error)) visit.hasFailed = true
        else visit.isWell = true
        if (!patience.aborted || deadline.aborted) throw error
        throw new FetchError('timeout', `${url} did not answer within ${REQUEST_MS / 1000} s.`, { cause: error })
      }
    },
  }
  try {
    return await work(visitor)
  } catch (error) {
    if (!deadline.aborted) throw error
    throw new FetchError('timeout', `${[...held.keys()].join(', ')} did not answer within ${VISIT_MS / 1000} s.`, {
      cause: error,
    })
  } finally {
    for (const { turn, isWell, hasFailed } of held.values()) {
      const leave = await turn.catch(() => null)
      await leave?.(hasFailed && !isWell)
    }
  }
}

/** A host that answers 404 or 429 is healthy; one that does not answer, or answers with a server error, is not. */
function isHostFailure(error: unknown): boolean {
  if (error instanceof RefusedAddressError) return false
  if (!(error instanceof FetchError)) return false
  return error.status === null ? true : error.status >= 500 && error.status !== 503
}

/** What an address answered with when it was last ingested. */
interface LastBody {
  validators: Validators
  document: { id: string; sha256: string; url: string | null; contentType: string | null }
  /** False once its bytes were pruned. */
  hasBody: boolean
}

/** ETag and Last-Modified of the last ingested body of this address, and that body's document. */
export async function findValidators(tx: Transaction, sourceId: number, url: string): Promise<LastBody | null> {
  const { rows } = await tx.query<Validators & LastBody['document'] & { hasBody: boolean }>(
    `select v.etag, v.last_modified as "lastModified", d.id, d.sha256, d.url, d.content_type as "contentType", d.body is not null as "hasBody"
     from validators v join documents d on d.source_id = v.source_id and d.url is not distinct from v.url and d.sha256 = v.sha256
     where v.source_id = $1 and v.url = $2`,
    [sourceId, url],
  )
  if (rows[0] === undefined) return null
  const { etag, lastModified, hasBody, ...document } = rows[0]
  return { validators: { etag, lastModified }, document, hasBody }
}

/** Call this in the transaction that ingests the body: validators must never be ahead of the document they belong to. */
export async function rememberValidators(
  tx: Transaction,
  { sourceId, url, sha256, validators }: { sourceId: number; url: string; sha256: string; validators: Validators },
): Promise<void> {
  await tx.query<never>(
    `insert into validators (source_id, url, etag, last_modified, sha256) values ($1, $2, $3, $4, $5)
     on conflict (source_id, url) do update
       set etag = excluded.etag, last_modified = excluded.last_modified, sha256 = excluded.sha256
       where (validators.etag, validators.last_modified, validators.sha256)
         is distinct from (excluded.etag, excluded.last_modified, excluded.sha256)`,
    [sourceId, url, validators.etag, validators.lastModified, sha256],
  )
}

/** Closes idle connections, so that the process can exit. */
export async function closeFetcher(): Promise<void> {
  const open = shared
  shared = undefined
  await open?.close()
}
