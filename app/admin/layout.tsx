import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { findMember } from './member.ts'

export const metadata: Metadata = {
  title: { default: 'Admin', template: '%s · Admin' },
  robots: { index: false, follow: false },
}

/**
 * Makes no access decisions: each page checks for itself. Tells viewers that they are viewers, and hides the controls that
 * change something (see globals.css).
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  if ((await findMember())?.role !== 'viewer') return children
  return (
    <div className="viewer">
      <p className="mt-4 max-w-[68ch] text-small text-soft">
        You are signed in as a viewer: you can see everything but change nothing, so forms and buttons that make changes
        are hidden.
      </p>
      {children}
    </div>
  )
}
