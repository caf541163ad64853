import type { ReactNode } from 'react'
import { safeAddress } from '#lib/text/addresses.ts'

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
