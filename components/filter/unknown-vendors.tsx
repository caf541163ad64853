import { Notice } from '#components/ui/notice.tsx'

/** Names the slugs in an address that match no vendor. */
export function UnknownVendors({ slugs }: { slugs: string[] }) {
  if (slugs.length === 0) return null
  return (
    <Notice>
      There is no vendor {slugs.map((slug) => `“${slug}”`).join(', ')}.{' '}
      <a href="/" className="linked">
        All vendors
      </a>
    </Notice>
  )
}
