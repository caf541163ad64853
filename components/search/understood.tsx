import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { singleDayOf } from '#lib/domain/window.ts'
import type { SearchChoices, SearchRequest } from '#lib/queries/schemas.ts'
import { MAX_FILTER_WORDS } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { openInAddress, searchAddress } from './search-address.ts'

/** What a search was understood as, when it is more than words; the pages that answer the same; and how to undo it. */
export function Understood({ q, choices, request }: { q: string; choices: SearchChoices; request: SearchRequest }) {
  const { words, vendors, window, impact, address } = request
  if (address !== null) return <p className="mt-5 text-soft">Searched for the incident at this address.</p>
  if (vendors.length === 0 && window === null && impact === null) return null
  const parts = [
    ...(vendors.length > 0
      ? [vendors.map(({ name }) => name).join(' or '), window?.label]
      : [window !== null && `incidents ${window.label}`]),
    impact !== null && `${IMPACT_WORDS[impact].toLowerCase()} impact${impact === 'critical' ? '' : ' or worse'}`,
    words !== '' && `with the words “${words.replaceAll('"', '')}”`,
  ].filter((part) => typeof part === 'string')
  const isQuoted = /"/.test(q)
  return (
    <div className="mt-5 grid gap-1.5">
      <p>
        <span className="text-soft">Searched for: </span>
        {parts.join(', ')}
      </p>
      <p className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {pagesOf(request).map(({ href, label }) => (
          <a key={href} href={href} className="linked">
            {label}
          </a>
        ))}
        {q !== '' && !isQuoted && (
          <a href={searchAddress(`"${q}"`, choices)} className="linked text-soft">
            The words “<bdi>{q}</bdi>” instead
          </a>
        )}
      </p>
    </div>
  )
}

/** The vendor's own page of the same time, and what was down elsewhere. */
function pagesOf({ words, vendors, window, time, impact }: SearchRequest): { href: string; label: string }[] {
  const narrowing = new URLSearchParams({
    ...(impact !== null && { impact }),
    ...(words !== '' && words.length <= MAX_FILTER_WORDS && { q: words }),
    ...(window !== null && { window: window.text }),
  })
  const when = window === null ? '' : ` ${window.label}`
  const pages = vendors.map(({ slug, name }) => ({
    href: narrowing.size === 0 ? vendorPath(slug) : `${vendorPath(slug)}?${narrowing}`,
    label: `${name}’s history${when}`,
  }))
  if (window === null) return pages
  const day = singleDayOf(window.text)
  if (day !== null && time !== null) {
    pages.push({ href: `/at?t=${day}T${time}:00Z`, label: `What was down at ${time} UTC` })
  }
  if (vendors.length > 0 || words !== '') {
    pages.push({ href: openInAddress(window.text), label: `Everything that was down${when}` })
  }
  return pages
}
