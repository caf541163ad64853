import { getAdapter } from '#lib/adapters/registry.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import { type Detection, detectPlatform, UnknownPlatformError } from '#lib/detection/detect-platform.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import type { FetchedDocument, NotModified } from '#lib/fetch/fetch-document.ts'
import { type ReadOptions, readAddress } from '#lib/fetch/read-address.ts'
import { catalogueAddress } from '#lib/sources/catalogue-address.ts'
import type { Source } from '#lib/sources/source.ts'
import { OTHER_PLATFORM } from './stranger.ts'

/** Where a source seems to have moved. */
export interface SeenElsewhere {
  /** Null where its page seems to be gone and nothing shows where to. */
  url: string | null
  /** Null while only the redirect is known. */
  platform: string | null
  /** Sentences that an admin can check. */
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

/** Times in a row after which the address is examined: soon, and then once in a while. */
const FIRST_LOOK = 2
const LOOK_AGAIN = 24

/** Answers that may mean that the address now serves something else. A deactivated page answers 401. */
const STRANGE = /^(?:unreadable_document|http_401|http_404|http_410|too_many_redirects)$/

/** Whether to examine an address that failed, or listed nothing any more, so many times in a row. */
export function isTimeToLook(times: number): boolean {
  return times === FIRST_LOOK || (times > 0 && times % LOOK_AGAIN === 0)
}

/** Whether to examine the address of a source whose polls fail. What is of another platform has been seen to have moved. */
export function mayHaveMoved(errorCode: string | null, failures: number): boolean {
  return errorCode === OTHER_PLATFORM || (errorCode !== null && STRANGE.test(errorCode) && isTimeToLook(failures))
}

/**
 * What a source's address serves when it can no longer be read, or lists nothing any more: another platform, or a redirect to
 * another host. Looks where `redirect` leads, or else at the source's own host, and then where the catalogue has the vendor
 * today. `mayBeGone` tells that the source fails, so that finding nothing is worth telling too. Null when nothing is found.
 */
export async function lookElsewhere(
  source: Source,
  { redirect, mayBeGone }: { redirect: SeenElsewhere | null; mayBeGone: boolean },
): Promise<SeenElsewhere | null> {
  if (source.url === null) return null
  const place = redirect?.url ?? new URL(source.url).origin
  const found = await detect(place)
  if (found !== null && !(found instanceof UnknownPlatformError)) return toSeen(source, place, found)
  const listed = catalogueAddress(source)
  const known = listed === null ? null : await detect(listed)
  if (listed !== null && known !== null && !(known instanceof UnknownPlatformError)) {
    const seen = toSeen(source, listed, known)
    if (seen !== null) return { ...seen, evidence: `The catalogue knows another address. ${seen.evidence}` }
  }
  return found !== null && mayBeGone ? { url: redirect?.url ?? null, platform: null, evidence: found.message } : null
}

/** Null for an address that cannot be reached right now. */
async function detect(place: string): Promise<Detection | UnknownPlatformError | null> {
  const reader = { fetch: (url: string, options?: ReadOptions) => readAddress(url, { ...options, isUrgent: false }) }
  try {
    return await detectPlatform(place, reader, { atOnce: 1 })
  } catch (error) {
    if (error instanceof UnknownPlatformError) return error
    if (error instanceof OutageHistoryError) return null
    throw error
  }
}

/** Null where the source itself was found. */
function toSeen(source: Source, place: string, { platform, url, evidence }: Detection): SeenElsewhere | null {
  const isSame = platform === source.platform && withoutSlash(url) === withoutSlash(source.url ?? '')
  const name = getAdapter(platform)?.name ?? platform
  return isSame ? null : { url, platform, evidence: `${place} answers as ${name}: ${evidence}.` }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

/**
 * Stores the hint with its count and first time; null removes it. A redirect that is seen again keeps the platform that was
 * found at its target.
 */
export async function noteElsewhere(tx: Transaction, sourceId: number, seen: SeenElsewhere | null): Promise<void> {
  await tx.query<never>(
    `update sources set moved_hint = case
         when $2::jsonb is null then null
         when $2::jsonb->>'platform' is null and starts_with(moved_hint->>'url', $2::jsonb->>'url')
           then moved_hint || jsonb_build_object('times', (moved_hint->>'times')::int + 1)
         when moved_hint->'url' = $2::jsonb->'url' and moved_hint->'platform' = $2::jsonb->'platform'
           then $2::jsonb || jsonb_build_object('times', (moved_hint->>'times')::int + 1, 'since', moved_hint->'since')
         else $2::jsonb || jsonb_build_object('times', 1, 'since', now()) end
     where id = $1 and ($2::jsonb is not null or moved_hint is not null)`,
    [sourceId, seen === null ? null : JSON.stringify(seen)],
  )
}
