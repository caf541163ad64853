import type { Platform, SourceDocument } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { InvalidInputError, OutageHistoryError } from '#lib/domain/errors.ts'
import { FetchError, type FetchedDocument, type Fetcher } from './fetch-document.ts'

export interface Detection {
  platform: Platform
  /** The canonical address to save as the source's. */
  url: string
  /** A sentence that an admin can check. */
  evidence: string
  document: SourceDocument
  /** Where the address led when it moved to another host; saving is the admin's decision. */
  movedTo: string | null
}

/** The site answered, but with nothing that we can read; `tried` lists the addresses that were read. */
export class UnknownPlatformError extends OutageHistoryError {
  readonly tried: string[]

  constructor(message: string, tried: string[]) {
    super('unknown_platform', message)
    this.tried = tried
  }
}

/** One address a platform, in the worst case two or three: enough for a site, polite to its host. */
const MOST_PROBES = 40

/**
 * Finds the platform behind an address by what it serves, never by its name: the address itself first, then the addresses
 * that each platform would answer. A bare host is taken as https, or as http where nothing speaks https. Throws
 * InvalidInputError for what is no address, UnknownPlatformError when nothing was recognised, and what the fetcher throws
 * when the site cannot be reached at all.
 */
export async function detectPlatform(address: string, fetcher: Pick<Fetcher, 'fetch'>): Promise<Detection> {
  const read = new Map<string, Promise<FetchedDocument | Error>>()
  const get = (url: string) => {
    const known = read.get(url) ?? readOne(url, fetcher)
    read.set(url, known)
    return known
  }

  const { given, first } = await readGiven(address, get)
  const movedTo = first instanceof Error || new URL(first.url).host === given.host ? null : first.url
  const recognised = first instanceof Error ? null : recognise(first)
  if (recognised !== null && recognised.platform !== 'feed') return { ...recognised, movedTo }

  const site = first instanceof Error ? given.href : first.url
  const isCatchAll = await answersEverything(site, get)
  for (const adapter of ADAPTERS) {
    for (const { url } of adapter.probes?.(site) ?? []) {
      if (read.size >= MOST_PROBES) break
      const document = await get(url)
      if (document instanceof Error || (isCatchAll && isHtml(document))) continue
      const found = adapter.recognise(document)
      if (found !== null) {
        return { platform: adapter.platform, url: found.sourceUrl ?? url, evidence: found.evidence, document, movedTo }
      }
    }
  }
  if (recognised !== null) return { ...recognised, movedTo }
  if (first instanceof Error && [...(await Promise.all(read.values()))].every((answer) => answer instanceof Error))
    throw first
  throw new UnknownPlatformError(
    isCatchAll
      ? `${site} answers every address with the same kind of page, and none of them is a status page that can be read.`
      : `Nothing at ${site} is a status page that can be read.`,
    [...read.keys()],
  )
}

async function readGiven(address: string, get: (url: string) => Promise<FetchedDocument | Error>) {
  const given = parseAddress(address)
  const first = await get(given.href)
  if (hasScheme(address) || !isUnreachable(first)) return { given, first }
  const plain = new URL(given.href.replace(/^https:/, 'http:'))
  const answer = await get(plain.href)
  return isUnreachable(answer) ? { given, first } : { given: plain, first: answer }
}

/** Not even an error of its own came back. */
function isUnreachable(answer: FetchedDocument | Error): boolean {
  return answer instanceof FetchError && answer.status === null
}

function recognise(document: FetchedDocument): Omit<Detection, 'movedTo'> | null {
  for (const adapter of ADAPTERS) {
    const found = adapter.recognise(document)
    if (found !== null) {
      return { platform: adapter.platform, url: found.sourceUrl ?? document.url, evidence: found.evidence, document }
    }
  }
  return null
}

/** A single-page app answers 200 with its shell for whatever is asked: then HTML proves nothing. */
async function answersEverything(
  site: string,
  get: (url: string) => Promise<FetchedDocument | Error>,
): Promise<boolean> {
  const answer = await get(new URL('/no-such-page-7f3a91', site).href)
  return !(answer instanceof Error) && isHtml(answer)
}

function isHtml({ contentType, bytes }: SourceDocument): boolean {
  if (/html/i.test(contentType ?? '')) return true
  return /^\s*<(!doctype html|html)/i.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))
}

async function readOne(url: string, fetcher: Pick<Fetcher, 'fetch'>): Promise<FetchedDocument | Error> {
  try {
    const answer = await fetcher.fetch(url)
    return answer.kind === 'document' ? answer : new FetchError('not_modified', `${url} was not sent.`)
  } catch (error) {
    if (error instanceof OutageHistoryError) return error
    throw error
  }
}

function parseAddress(address: string): URL {
  const text = hasScheme(address) ? address.trim() : `https://${address.trim()}`
  if (!URL.canParse(text)) throw new InvalidInputError(`url: "${address.slice(0, 200)}" is not an address.`, 'url')
  const url = new URL(text)
  url.hash = ''
  return url
}

function hasScheme(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim())
}
