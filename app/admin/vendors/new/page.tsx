import type { Metadata } from 'next'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { FindingForm, NewVendorForms } from '#components/admin/vendor/new-vendor.tsx'
import { getDetection } from '#lib/admin/source/detect.ts'
import { findCatalogueVendor, listCategories, listPlatforms } from '#lib/admin/vendor/catalogue.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { type Flash, readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'
import { detectionPath } from './detection-path.ts'

export const dynamic = 'force-dynamic'
export const metadata: Metadata = { title: 'Add a vendor' }

/** With `detection`, the id of an earlier detection: offers its result to save, with the catalogue's data for `catalogue`. */
export default async function NewVendorPage({ searchParams }: { searchParams: SearchParams }) {
  await requireMember('/admin/vendors/new')
  const state = await readFlash(searchParams)
  const { detection, catalogue } = await searchParams
  return (
    <AdminPage
      place="/admin/vendors"
      title="Add a vendor"
      crumbs={
        <a href="/admin/vendors" className="linked">
          Vendors
        </a>
      }
      state={state}
    >
      {typeof detection === 'string' ? (
        <Detected id={detection} slug={typeof catalogue === 'string' ? catalogue : null} state={state} />
      ) : (
        <Ways state={state} />
      )}
    </AdminPage>
  )
}

function Ways({ state }: { state: Flash }) {
  return (
    <NewVendorForms
      state={state}
      platforms={listPlatforms().map(({ platform, name }) => ({ value: platform, label: name }))}
    />
  )
}

async function Detected({ id, slug, state }: { id: string; slug: string | null; state: Flash }) {
  const finding = await getDetection(id).catch((error) => {
    if (error instanceof OutageHistoryError) return error
    throw error
  })
  if (finding instanceof Error) return <Ways state={{ ...state, form: 'detect', errors: { '': finding.message } }} />
  if (finding === null) {
    return (
      <p role="status" className="mt-6 max-w-[68ch]">
        There is no answer yet. The worker may be busy with a slow site. To look again,{' '}
        <a href={detectionPath(id, slug)} className="linked">
          reload this page
        </a>
        . An answer is kept for one hour.
      </p>
    )
  }
  const categories = [{ value: '', label: 'None' }, ...listCategories().map((name) => ({ value: name, label: name }))]
  const known = slug === null ? null : findCatalogueVendor(slug)
  return <FindingForm id={id} finding={finding} known={known} state={state} categories={categories} />
}
