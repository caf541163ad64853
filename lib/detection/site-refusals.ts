import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { explainPosts, explainUnreadable } from '#lib/adapters/unreadable.ts'
import { attempt } from '#lib/adapters/wire/attempt.ts'
import { decodeText, looksLikeHtml } from '#lib/adapters/wire/decode.ts'
import { FetchError, type FetchedDocument } from '#lib/fetch/fetch-document.ts'

type Answer = FetchedDocument | Error

const INSTEAD = 'Give the address of the status page or of its feed, or upload a history.'

/** Services before a site that let no program in, by what only their pages say. */
const CHALLENGES: readonly [name: string, mark: RegExp][] = [
  ['Cloudflare', /cf-chl-|\/cdn-cgi\/challenge-platform\/|just a moment\.\.\./i],
  ['DDoS-Guard', /ddos-guard/i],
  ['Vercel', /vercel security checkpoint/i],
  ['Imperva', /_incapsula_resource/i],
  ['DataDome', /captcha-delivery\.com/i],
  ['AWS WAF', /\.awswaf\.com\/|\baws-?waf-?token/i],
  ['Akamai', /errors\.edgesuite\.net/i],
  ['Sucuri', /sucuri website firewall/i],
  ['Anubis', /making sure you(?:'|&#39;|’)re not a bot/i],
]
const CHALLENGE =
  /checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue|verif(?:y|ying) (?:that )?you are (?:a )?human/i
/** The whole answer of StatusCast to everything that is not a browser; its own addresses of the same pages do answer. */
const STATUSCAST_REFUSAL = /^\s*invalid request blocked\b/i
const LOGIN_PATH = /\/(?:log-?in|sign-?in|sso|auth|oauth2?|saml|session|authorize)(?:[/._-]|$)/i
/** What a Statuspage says that its owner has switched off. */
const INACTIVE = /\bpage is (?:currently )?inactive\b/i
const PASSWORD_FIELD = /<input\s[^<>]{0,500}type=["']?password/i
const SHOP =
  /\bcdn\.shopify\.com\b|\bwoocommerce\b|\bproperty=["']og:type["'] content=["']product|"@type"\s*:\s*"(?:Product|Store|OnlineStore)"/i
/** With fewer answers, only HTML does not prove an app that answers everything. */
const MIN_SHELLS = 5

/** Whether the address redirected to a login page. */
export function isLogin(page: FetchedDocument): boolean {
  const html = page.redirects.length === 0 ? null : htmlOf(page)
  return html !== null && (LOGIN_PATH.test(new URL(page.url).pathname) || PASSWORD_FIELD.test(html))
}

/** Describes an address where nothing was recognised, and what to do: `first` is its own answer, `all` those of the site. */
export function explainSite(site: string, first: Answer, all: readonly Answer[]): string {
  const documents = all.flatMap((answer) => (answer instanceof Error ? [] : [answer]))
  return (
    (first instanceof Error ? null : (explainUnreadable(first) ?? explainPosts(first))) ??
    explainRefusal(site, first) ??
    documents.map(explainUnreadable).find((sentence) => sentence !== null) ??
    (documents.length >= MIN_SHELLS && documents.every(isHtml)
      ? `${site} answers every address with the same kind of page, and none of them is a status page that can be read. ${INSTEAD}`
      : (explainLinkedPosts(first, documents) ?? explainPage(site, first)))
  )
}

/** A blog whose feed was found; a shop has one as well, but is a shop. */
function explainLinkedPosts(first: Answer, documents: readonly FetchedDocument[]): string | null {
  const page = first instanceof Error ? null : htmlOf(first)
  if (page !== null && SHOP.test(page)) return null
  return documents.map(explainPosts).find((sentence) => sentence !== null) ?? null
}

function explainRefusal(site: string, first: Answer): string | null {
  const status = first instanceof FetchError ? first.status : null
  const page = first instanceof Error ? (first instanceof FetchError ? first.page : null) : first
  const html = page === null ? null : htmlOf(page)
  const challenge = html === null ? null : explainChallenge(site, html)
  if (challenge !== null) return challenge
  if (page !== null && html === null && STATUSCAST_REFUSAL.test(Buffer.from(page.bytes.subarray(0, 200)).toString()))
    return `${site} answers like a page of StatusCast that lets no program in. Give the page's address at StatusCast, such as https://NAME.status.page, where it may be open, or upload a history.`
  if (status === 401 && page !== null && INACTIVE.test(attempt(() => decodeText(page)) ?? ''))
    return `${site} has been deactivated by its owner (HTTP 401). Give the address of the page that replaces it, or upload a history.`
  if (status === 401 || (!(first instanceof Error) && (isLogin(first) || (html !== null && PASSWORD_FIELD.test(html)))))
    return `${site} asks for a login, and only public pages are read. Give the address of a public status page or feed, or upload a history.`
  if (status === 403)
    return `${site} refuses to be read (HTTP 403), and no feed was found where status pages have theirs. Give the address of its feed, if that is open, or upload a history.`
  if (status === 404 || status === 410)
    return `There is no page at ${site} (HTTP ${status}), and no feed of a status page. ${INSTEAD}`
  return status === null
    ? null
    : `${site} answers with an error (HTTP ${status}). Try again later, or upload a history.`
}

function explainChallenge(site: string, html: string): string | null {
  const service = CHALLENGES.find(([, mark]) => mark.test(html))?.[0]
  if (service === undefined && !CHALLENGE.test(html)) return null
  const whose = service === undefined ? 'a page' : `a page of ${service}`
  return `${site} shows ${whose} that checks the browser of whoever asks, and lets no program in. Give the address of its feed, or of the same page at its platform, if that is open, or upload a history.`
}

function explainPage(site: string, first: Answer): string {
  const html = first instanceof Error ? null : htmlOf(first)
  if (html === null) return `Nothing at ${site} is a status page that can be read. ${INSTEAD}`
  const title = titleOf(html)
  const name = title === null ? '' : `, titled "${title}",`
  const kind = SHOP.test(html) ? 'an online shop' : 'a web page that no known status platform serves'
  return `${site}${name} is ${kind}: nothing there is a status page that can be read. ${INSTEAD}`
}

/** What a page calls itself; null without a title. */
export function titleOf(html: string): string | null {
  return /<title[^<>]{0,200}>\s{0,200}([^<]{1,100})/i.exec(html)?.[1]?.trim() || null
}

export function isHtml({ bytes }: SourceDocument): boolean {
  return looksLikeHtml(Buffer.from(bytes.subarray(0, 4_096)).toString('latin1').replace(/^ï»¿/, ''))
}

/** The text of a page; null for what is none. */
export function htmlOf(document: SourceDocument): string | null {
  return isHtml(document) ? decodeText(document) : null
}
