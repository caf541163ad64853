import type { ReactNode } from 'react'

/** An address that a vendor gave. Anything but absolute http, https and mailto is rendered as text. */
export function VendorLink({
  href,
  children,
  className = 'linked',
}: {
  href?: string
  children?: ReactNode
  className?: string
}) {
  const safe = safeAddress(href)
  if (safe === null) return <>{children}</>
  return (
    <a href={safe} rel="noopener noreferrer nofollow ugc" className={`wrap-anywhere ${className}`}>
      {children}
    </a>
  )
}

/** The normalised address; null where it is relative, unreadable or of another scheme. */
export function safeAddress(href: string | null | undefined): string | null {
  if (href === null || href === undefined || !URL.canParse(href)) return null
  const url = new URL(href)
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}
