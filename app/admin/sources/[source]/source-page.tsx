import type { ReactNode } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import type { FormState } from '#components/ui/form.tsx'
import type { AdminSource } from '#lib/queries/source-schemas.ts'

/** The frame of the pages about one source. */
export function SourcePage({
  source: { vendor, vendorName },
  title,
  state,
  children,
}: {
  source: AdminSource
  title: string
  state: FormState
  children: ReactNode
}) {
  return (
    <AdminPage
      place="/admin/vendors"
      title={title}
      crumbs={
        <a href={`/admin/vendors/${vendor}`} className="linked">
          {vendorName}
        </a>
      }
      state={state}
    >
      {children}
    </AdminPage>
  )
}
