import type { Transaction } from '#lib/database/transaction.ts'
import { detectPlatform } from '#lib/detection/detect-platform.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { FetchedDocument, NotModified } from '#lib/fetch/fetch-document.ts'
import { type ReadOptions, readAddress } from '#lib/fetch/read-address.ts'
import type { Source } from '#lib/sources/source.ts'

/** Where a source seems to have moved. */
export interface SeenElsewhere {
  url: string
  /** Null while only the redirect is known. */
  platform: string | null
  /** A sentence that an admin can check. */
  evidence: string
}

const PERMANENT = new Set([301, 308])

/** What an answer shows about another host: null for "still here", undefined for nothing either way. */
export function elsewhere(asked: string, answer: FetchedDocument | NotModified): SeenElsewhere | null | undefined {
  if (answer.kind === 'not-modified') return undefined
  const { redirects, url } = answer
  if (new URL(url).host === new URL(asked).host) return null
  if (!redirects.every(({ status }) => PERMANENT.has(status))) return undefined
  const { origin } = new URL(url)
  return { url: origin, platform: null, evidence: `${asked} is permanently redirected to ${origin}.` }
}

/** Consecutive failures after which the address is examined: soon, and then once in a while. */
const FIRST_LOOK = 3
const LOOK_AGAIN = 24

/** Answers that may mean that the address now serves something else. */
const STRANGE = /^(unreadable_document|http_404|http_410|too_many_redirects)$/

/**
 * What a source's address serves when its polls have failed for long: another platform, or a redirect to another host.
 * Null when it is too early to check, or when nothing of the kind is there.
 */
export async function lookElsewhere(
  source: Source,
  errorCode: string | null,
  failures: number,
): Promise<SeenElsewhere | null> {
  const isTime = failures === FIRST_LOOK || failures % LOOK_AGAIN === 0
  if (source.url === null || errorCode === null || !STRANGE.test(errorCode) || !isTime) return null
  try {
    const place = new URL(source.url).origin
    const reader = { fetch: (url: string, options?: ReadOptions) => readAddress(url, { ...options, isUrgent: false }) }
    const found = await detectPlatform(place, reader, { atOnce: 1 })
    const isSame = found.platform === source.platform && new URL(found.url).host === new URL(place).host
    return isSame ? null : { url: found.url, platform: found.platform, evidence: found.evidence }
  } catch (error) {
    if (error instanceof OutageHistoryError) return null
    throw error
  }
}

/** Stores the hint with its count and first time; null removes it. */
export async function noteElsewhere(tx: Transaction, sourceId: number, seen: SeenElsewhere | null): Promise<void> {
  await tx.query<never>(
    `update sources set moved_hint = case when $2::jsonb is not null then $2::jsonb || case
         when moved_hint->>'url' = $2::jsonb->>'url' and moved_hint->'platform' = $2::jsonb->'platform'
         then jsonb_build_object('times', (moved_hint->>'times')::int + 1, 'since', moved_hint->'since')
         else jsonb_build_object('times', 1, 'since', now()) end end
     where id = $1 and ($2::jsonb is not null or moved_hint is not null)`,
    [sourceId, seen === null ? null : JSON.stringify(seen)],
  )
}
