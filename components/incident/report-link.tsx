import { VendorLink } from '#components/text/vendor-link.tsx'

/** Links to the address that the admin set for reporting mistakes; nothing where there is none. `about`: the page meant. */
export function ReportLink({ to, about, title }: { to: string | null; about: string; title: string }) {
  if (to === null) return null
  return (
    <span className="print:hidden">
      {' · '}
      <VendorLink href={addressOf(to, about, title)}>Report a mistake</VendorLink>
    </span>
  )
}

/** A mail link fills in subject and body; a link to a page passes the page meant as `url`. */
function addressOf(to: string, about: string, title: string): string {
  if (URL.canParse(to)) {
    const page = new URL(to)
    page.searchParams.set('url', about)
    return page.href
  }
  // Not URLSearchParams: mail programs would show its plus signs.
  return `mailto:${to}?subject=${encodeURIComponent(`A mistake in “${title}”`)}&body=${encodeURIComponent(`${about}\n\n`)}`
}
