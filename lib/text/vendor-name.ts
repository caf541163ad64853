/** What status pages call themselves beside the vendor's name. */
const PAGE_WORDS =
  /\b(?:(?:system|service|services|platform|api|network|live|current|real[- ]?time|public)\s+)*(?:status(?:\s*(?:page|dashboard|history|updates?))?|(?:incident|outage|uptime)\s+history|uptime|health(?:\s+dashboard)?)\b/giu
const FILLERS =
  /^(?:welcome to|the|home|dashboard|overview|history|incidents?|of|for|by)\b\s*|\s*\b(?:of|for|by|and)$|['’]s$/giu
const SEPARATOR = /\s+[|–—·•:-]+\s+|\s*[|·•:]\s+/u
const MAX_NAME_LENGTH = 60

/**
 * The vendor's name in the title of its status page: "Acme" of "Acme Status - Incident History". Null where nothing is left
 * but words that every status page has.
 */
export function vendorNameOf(title: string): string | null {
  for (const part of title.replaceAll(/\s+/gu, ' ').trim().split(SEPARATOR)) {
    const name = strip(part)
    if (name !== '' && name.length <= MAX_NAME_LENGTH) return name
  }
  return null
}

function strip(part: string): string {
  let name = part.replaceAll(PAGE_WORDS, ' ').replaceAll(/\s+/gu, ' ').trim()
  for (;;) {
    const shorter = name.replaceAll(FILLERS, '').trim()
    if (shorter === name) return name.replace(/[\s,.!:-]+$/u, '')
    name = shorter
  }
}
