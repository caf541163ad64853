import type { Adapter, DocumentRequest, Platform, SourceDocument } from '#lib/adapters/adapter.ts'
import { ADAPTERS } from '#lib/adapters/registry.ts'
import { findFeedLinks } from '#lib/adapters/wire/page-links.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { FetchError, type FetchedDocument, type Fetcher } from '#lib/fetch/fetch-document.ts'
import { type Candidate, findFirst } from './first-found.ts'
import { hasScheme, parseGivenAddress } from './given-address.ts'
import { siteNameOf } from './site-name.ts'
import { explainSite, htmlOf, isHtml, isLogin, titleOf } from './site-refusals.ts'

export interface Detection {
  platform: Platform
  /** The canonical address to save as the source's. */
  url: string
  /** A sentence that an admin can check. */
  evidence: string
  /** The recognised document; the source may be read at other addresses. */
  document: SourceDocument
  /** The redirect target on another host; saving it is the admin's decision. */
  movedTo: string | null
  /** The vendor's name, as the page given or the recognised document says it; null where neither does. */
  siteName: string | null
}

/** The site answered, but with nothing that can be read; `tried` lists the addresses that were read. */
export class UnknownPlatformError extends OutageHistoryError {
  readonly tried: string[]

  constructor(message: string, tried: string[]) {
    super('unknown_platform', message)
    this.tried = tried
  }
}

/** The maximum number of addresses read on one site. */
const MAX_REQUESTS = 24
const AT_ONCE = 5

/** Belongs to no adapter: it identifies Hyperping, which is refused by name. */
const TELLING_PATH = '/status.json'

type Answer = FetchedDocument | Error
type Read = (request: DocumentRequest) => Promise<Answer>
type Recognised = Omit<Detection, 'movedTo' | 'siteName'>

/**
 * Detects the platform of an address by what it serves, never by its name: the address itself first, then the feeds
 * that it links to and the addresses of each platform, `atOnce` at a time. Platforms have the precedence of the
 * registry. A bare host is read as https, or as http if it does not support https. Throws InvalidInputError for an
 * invalid address, UnknownPlatformError when nothing was recognised, and what the fetcher throws when the site cannot
 * be reached at all.
 */
export async function detectPlatform(
  address: string,
  fetcher: Pick<Fetcher, 'fetch'>,
  { atOnce = AT_ONCE }: { atOnce?: number } = {},
): Promise<Detection> {
  const answers = new Map<string, Promise<Answer>>()
  let requests = 0
  const read: Read = (request) => {
    const known = answers.get(request.url) ?? readOne(request, fetcher)
    if (!answers.has(request.url)) requests++
    answers.set(request.url, known)
    return known
  }

  const { given, first } = await readGiven(address, read)
  if (isUnreachable(first)) throw first
  if (!(first instanceof Error)) answers.set(first.url, Promise.resolve(first))
  // A site with a login page may still publish documents openly.
  const site = first instanceof Error || isLogin(first) ? given.href : first.url
  const movedTo = new URL(site).host === given.host ? null : site
  const recognised = first instanceof Error ? null : recogniseAny(first)
  const complete = (found: Recognised): Detection => {
    const documents = first instanceof Error ? [found.document] : [first, found.document]
    return { ...found, movedTo, siteName: siteNameOf(documents) }
  }
  if (recognised !== null && recognised.platform !== 'feed') return complete(recognised)

  const links = first instanceof Error ? [] : linksOf(first)
  const findAmong = async (candidates: PlatformCandidate[], soon: readonly string[] = []) => {
    const asked = new Set([...soon, ...candidates.map(({ url }) => url)].filter((url) => !answers.has(url)))
    const allowed = new Set([...asked].slice(0, MAX_REQUESTS - requests))
    const requestOf = new Map(candidates.map(({ request }) => [request.url, request]))
    return await findFirst<Answer, Recognised>(
      candidates.filter(({ url }) => allowed.has(url) || answers.has(url)),
      { first: soon, atOnce, read: (url) => read(requestOf.get(url) ?? { url }) },
    )
  }
  const isNamed = namedBy(site, first)
  // Guessed feeds are read after all platforms that may be meant, so that their own documents stay within the limit.
  const found =
    (await findAmong(candidatesOf(site, links, isNamed), links)) ??
    (recognised === null
      ? ((await findAmong(guessesOf(site))) ??
        (await findAmong(candidatesOf(site, [], (adapter) => !isNamed(adapter)))))
      : null)
  if (found !== null) return complete(found)
  if (recognised !== null) return complete(recognised)
  const all = await Promise.all(answers.values())
  throw new UnknownPlatformError(explainSite(site, first, all), [...answers.keys()])
}

async function readGiven(address: string, read: Read): Promise<{ given: URL; first: Answer }> {
  const given = parseGivenAddress(address)
  const first = await read({ url: given.href })
  if (hasScheme(address) || !isUnreachable(first)) return { given, first }
  const plain = new URL(given.href.replace(/^https:/, 'http:'))
  const answer = await read({ url: plain.href })
  return isUnreachable(answer) ? { given, first } : { given: plain, first: answer }
}

/**
 * No answer came, not even an error of the site, or the address must not be read. A body that is too large or badly
 * encoded is an answer.
 */
function isUnreachable(answer: Answer): answer is Error {
  if (!(answer instanceof Error)) return false
  if (!(answer instanceof FetchError)) return answer instanceof OutageHistoryError && answer.code === 'refused_address'
  return answer.status === null && !/^(?:too_|unknown_encoding|bad_address|z_|err__)/.test(answer.code)
}

function recogniseAny(document: FetchedDocument): Recognised | null {
  for (const adapter of ADAPTERS) {
    const found = recogniseAs(adapter, document, document.url)
    if (found !== null) return found
  }
  return null
}

function recogniseAs(adapter: Adapter, document: SourceDocument, url: string): Recognised | null {
  const found = adapter.recognise(document)
  return found && { platform: adapter.platform, url: found.sourceUrl ?? url, evidence: found.evidence, document }
}

type PlatformCandidate = Candidate<Answer, Recognised> & { request: DocumentRequest }

/** Whether a platform may be meant: any, but one of a single vendor only where the host or the title says its name. */
function namedBy(site: string, first: Answer): (adapter: Adapter) => boolean {
  const html = first instanceof Error ? null : htmlOf(first)
  const names = `${new URL(site).hostname} ${html === null ? '' : (titleOf(html) ?? '')}`
  return ({ vendor }) => vendor?.test(names) ?? true
}

/**
 * The candidates of a site in order of precedence: by adapter, and for each its own addresses before the links of the
 * page; of feeds only the linked ones.
 */
function candidatesOf(
  site: string,
  links: readonly string[],
  isWanted: (adapter: Adapter) => boolean,
): PlatformCandidate[] {
  const linked = links.map((url) => ({ url }))
  return ADAPTERS.filter(isWanted).flatMap((adapter) =>
    [...(adapter.platform === 'feed' ? [] : probesOf(adapter, site)), ...linked].map((request) =>
      toCandidate(adapter, request),
    ),
  )
}

/** Common addresses of feeds, and last those that only identify an unreadable platform. */
function guessesOf(site: string): PlatformCandidate[] {
  const telling = { url: new URL(TELLING_PATH, site).href }
  const guesses = ADAPTERS.filter(({ platform }) => platform === 'feed').flatMap((adapter) => probesOf(adapter, site))
  return [
    // What is found may be of a platform that publishes a feed alone.
    ...ADAPTERS.flatMap((adapter) => guesses.map((request) => toCandidate(adapter, request))),
    { url: telling.url, request: telling, recognise: () => null },
  ]
}

function probesOf(adapter: Adapter, site: string): DocumentRequest[] {
  return adapter.probes?.(site) ?? []
}

function toCandidate(adapter: Adapter, request: DocumentRequest): PlatformCandidate {
  const { url } = request
  return {
    url,
    request,
    // A single-page app answers 200 with its shell for every address: HTML beyond the page itself proves nothing.
    recognise: (answer) => (answer instanceof Error || isHtml(answer) ? null : recogniseAs(adapter, answer, url)),
  }
}

function linksOf(page: FetchedDocument): string[] {
  const html = htmlOf(page)
  return html === null ? [] : findFeedLinks(html, page.url)
}

async function readOne({ url, maxBytes }: DocumentRequest, fetcher: Pick<Fetcher, 'fetch'>): Promise<Answer> {
  try {
    const answer = await fetcher.fetch(url, { maxBytes })
    return answer.kind === 'document' ? answer : new FetchError('not_modified', `${url} was not sent.`)
  } catch (error) {
    if (error instanceof OutageHistoryError) return error
    throw error
  }
}
