import { VendorLink } from '#components/text/vendor-link.tsx'

/** Where to say that something here is wrong, as the admin has set it; nothing where none is set. `about`: the page meant. */
export function ReportLink({ to, about, title }: { to: string | null; about: string; title: string }) {
  if (to === null) return null
  return (
    <span className="print:hidden">
      {' · '}
      <VendorLink href={addressOf(to, about, title)}>Report a mistake</VendorLink>
    </span>
  )
}

/** A mail that says already what it is about; a page takes what it is about as `url`. */
function addressOf(to: string, about: string, title: string): string {
  if (URL.canParse(to)) {
    const page = new URL(to)
    page.searchParams.set('url', about)
    return page.href
  }
  // Not URLSearchParams: mail programs show its plus signs.
  return `mailto:${to}?subject=${encodeURIComponent(`A mistake in “${title}”`)}&body=${encodeURIComponent(`${about}\n\n`)}`
}
