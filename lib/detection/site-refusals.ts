import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { explainPosts, explainUnreadable } from '#lib/adapters/unreadable.ts'
import { decodeText, looksLikeHtml } from '#lib/adapters/wire/decode.ts'
import { FetchError, type FetchedDocument } from '#lib/fetch/fetch-document.ts'

type Answer = FetchedDocument | Error

const INSTEAD = 'Give the address of the status page or of its feed, or upload a history.'

/** Pages of services that require a script before they answer. */
const CHALLENGE =
  /checking (?:if the site connection is secure|your browser)|just a moment\.\.\.|cf-chl-|\/cdn-cgi\/challenge-platform\/|ddos-guard|enable javascript and cookies to continue|verif(?:y|ying) (?:that )?you are (?:a )?human/i
const LOGIN_PATH = /\/(?:log-?in|sign-?in|sso|auth|oauth2?|saml|session|authorize)(?:[/._-]|$)/i
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
  if (html !== null && CHALLENGE.test(html))
    return `${site} shows a page that checks the browser of whoever asks, and lets no program in. Give the address of its feed, if that is open, or upload a history.`
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
