/** A piece of text: an address with its target, or the text between addresses, with null. Joined, they are the whole text. */
export type Linked = { text: string; href: string | null }[]

/**
 * A web or mail address. It begins at a word boundary, and ends at a blank, a quotation mark, an angle bracket or Chinese,
 * Japanese or Korean punctuation. No part can match in two ways, so any text is read in one pass.
 */
const ADDRESS =
  /(?<![\w@.+-])(?:(?:https?:\/\/|www\.)[^\s<>"'`\u2018-\u201f\u2026\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu

const SIGN_OF_ADDRESS = /:\/\/|www\.|@/i

const OPENINGS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Finds a text's addresses, without the punctuation that ends their sentences; an address includes brackets only in pairs. */
export function findAddresses(text: string): Linked {
  if (!SIGN_OF_ADDRESS.test(text)) return text === '' ? [] : [{ text, href: null }]
  const pieces: Linked = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutEnding(found)
    const href = toHref(address)
    if (href === null) continue
    if (index > end) pieces.push({ text: text.slice(end, index), href: null })
    pieces.push({ text: address, href })
    end = index + address.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null })
  return pieces
}

function withoutEnding(found: string): string {
  const open: Record<string, number> = {}
  for (const character of found) open[character] = (open[character] ?? 0) + 1
  let end = found.length
  for (; end > 0; end--) {
    const last = found.charAt(end - 1)
    const opening = OPENINGS[last]
    if (opening === undefined ? !'.,;:!?*_~'.includes(last) : (open[last] ?? 0) <= (open[opening] ?? 0)) break
    open[last] = (open[last] ?? 0) - 1
  }
  return found.slice(0, end)
}

/** Null for text that only begins like an address. */
function toHref(address: string): string | null {
  const scheme = /^https?:\/\//i.exec(address)?.[0]
  if (scheme !== undefined)
    return /^[\p{L}\p{N}[]/u.test(address.slice(scheme.length))
      ? scheme.toLowerCase() + address.slice(scheme.length)
      : null
  if (/^www\./i.test(address)) return /^www\.[\w-]+\.\w/i.test(address) ? `http://${address}` : null
  return /\.[a-z][\w-]*$/i.test(address) ? `mailto:${address}` : null
}

/** The normalised address; null where it is missing, relative, unreadable, or neither of the web nor of mail. */
export function safeAddress(href: unknown): string | null {
  if (typeof href !== 'string' || !URL.canParse(href)) return null
  const url = new URL(href)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}
