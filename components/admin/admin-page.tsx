import type { ReactNode } from 'react'
import { FormMessage, type FormState } from '#components/ui/form.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'

const PLACES = [
  { href: '/admin', label: 'Overview' },
  { href: '/admin/vendors', label: 'Vendors' },
  { href: '/admin/runs', label: 'Runs' },
  { href: '/admin/quarantine', label: 'Quarantine' },
  { href: '/admin/alerts', label: 'Alerts' },
  { href: '/admin/audit', label: 'Audit log' },
  { href: '/admin/people', label: 'People' },
  { href: '/admin/tokens', label: 'API tokens' },
  { href: '/admin/account', label: 'Account' },
] as const

/** The frame of every admin page. `place` is the address of the section that the page belongs to. */
export function AdminPage({
  place,
  title,
  crumbs,
  actions,
  state,
  children,
}: {
  place: (typeof PLACES)[number]['href']
  title: string
  crumbs?: ReactNode
  actions?: ReactNode
  state?: FormState
  children: ReactNode
}) {
  return (
    <>
      <nav aria-label="Admin" className="mt-4 border-line border-b pb-1.5 text-small">
        <div className="-mx-2 flex flex-wrap items-center gap-x-1">
          {PLACES.map(({ href, label }) => (
            <a
              key={href}
              href={href}
              aria-current={href === place ? 'page' : undefined}
              className="inline-flex min-h-9 items-center px-2 text-soft hover:text-ink aria-[current]:font-[620] aria-[current]:text-ink"
            >
              {label}
            </a>
          ))}
          <form method="post" action="/admin/sign-out" data-own className="ml-auto">
            <button type="submit" className="linked min-h-9 px-2 text-soft">
              Sign out
            </button>
          </form>
        </div>
      </nav>
      <PageTitle crumbs={crumbs} actions={actions}>
        {title}
      </PageTitle>
      {state !== undefined && <FormMessage state={state} />}
      {children}
    </>
  )
}
