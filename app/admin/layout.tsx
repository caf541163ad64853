import type { Metadata } from 'next'
import type { ReactNode } from 'react'

export const metadata: Metadata = {
  title: { default: 'Admin', template: '%s · Admin' },
  robots: { index: false, follow: false },
}

/** Decides nothing about who may see what: each page asks for itself. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return children
}
