import type { ReactNode } from 'react'

/** The top of a page: its place in the site, its title, and actions beside it. */
export function PageTitle({
  crumbs,
  children,
  actions,
}: {
  crumbs?: ReactNode
  children: ReactNode
  actions?: ReactNode
}) {
  return (
    <div className="mt-7 flex flex-wrap items-end justify-between gap-x-6 gap-y-3 md:mt-11">
      <div className="min-w-0">
        {crumbs !== undefined && (
          <nav aria-label="Breadcrumb" className="mb-1 text-label text-soft">
            {crumbs}
          </nav>
        )}
        <h1 className="text-balance font-[680] text-[1.75rem] leading-[1.15] tracking-[-0.022em] wrap-anywhere md:text-heading">
          {children}
        </h1>
      </div>
      {actions}
    </div>
  )
}

/** Quiet links and buttons in a row. */
export function Actions({ children }: { children: ReactNode }) {
  return (
    <ul className="whole mb-1 flex flex-wrap gap-x-4 gap-y-1 text-small text-soft print:hidden">
      {children}
      <li data-end hidden />
    </ul>
  )
}
