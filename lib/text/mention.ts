/** Bodies longer than any status page serves are not searched to the end. */
const MAX_BODY_LENGTH = 100_000
const MAX_URL_LENGTH = 500
const MAX_MENTIONS = 20

/** Stops at blanks, quotes and brackets: incident addresses contain none, and Markdown puts them around an address. */
const URLS = new RegExp(`https?://[^\\s<>()\\[\\]{}"'\`\\\\^|]{1,${MAX_URL_LENGTH}}`, 'giu')

/** Folders in which status pages keep their incidents, each followed by an id. */
const INCIDENT_PATH = /\/(?:incidents?|maintenances?|scheduled[-_]maintenances?|notices)\/[^/]+/i

/** Hosts on which every path is an incident: Statuspage's short links. */
const INCIDENT_HOSTS = ['stspg.io']

/**
 * The addresses in an update's text that look like incidents on status pages, in order, each once, at most 20: scheme, host and
 * path, without query, fragment, sentence punctuation or trailing slash.
 */
export function findMentions(body: string): string[] {
  const mentions = new Set<string>()
  for (const [text] of body.slice(0, MAX_BODY_LENGTH).matchAll(URLS)) {
    const url = URL.parse(trimEnd(text))
    // Checked in its final form: an apparent id may be only punctuation.
    const path = trimEnd(url?.pathname ?? '')
    if (url !== null && isIncidentPage(url, path)) mentions.add(url.origin + path)
    if (mentions.size === MAX_MENTIONS) break
  }
  return [...mentions]
}

/** Up to its last letter or digit: drops sentence punctuation, emphasis and a trailing slash. */
function trimEnd(address: string): string {
  let end = address.length
  while (end > 0 && /[^\p{L}\p{N}]/u.test(address.charAt(end - 1))) end--
  return address.slice(0, end)
}

function isIncidentPage({ hostname, username, password }: URL, path: string): boolean {
  const hasCredentials = username !== '' || password !== ''
  const isIncidentHost = INCIDENT_HOSTS.includes(hostname) && path !== ''
  return !hasCredentials && (isIncidentHost || INCIDENT_PATH.test(path))
}
