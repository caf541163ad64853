import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { QuarantineList } from '#components/admin/run/quarantine-list.tsx'
import { FormError } from '#components/ui/form.tsx'
import { listQuarantined } from '#lib/queries/admin/quarantine.ts'
import { readFlash } from '../flash.ts'
import { requireMember } from '../member.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Quarantine' }

const MAX = 200

export default async function QuarantinePage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/quarantine')
  const [items, state] = await Promise.all([listQuarantined(MAX), readFlash(searchParams)])
  return (
    <AdminPage place="/admin/quarantine" title="Quarantine" state={state}>
      <FormError state={state} />
      <p className="mt-4 max-w-[68ch] text-soft">
        Items we could not parse. Everything else in their documents is stored. “Read again” replays the source with the
        current adapter. “Dismiss” means that the item needs no attention, now or when it appears again.
      </p>
      <QuarantineList items={items} />
    </AdminPage>
  )
}
