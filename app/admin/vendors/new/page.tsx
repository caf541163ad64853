import type { Metadata } from 'next'
import { requestNow } from '#app/request-now.ts'
import type { SearchParams } from '#app/search-params.ts'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { CheckProgress } from '#components/admin/source/check-progress.tsx'
import { FindingForm, NewVendorForms } from '#components/admin/vendor/new-vendor.tsx'
import { getDetection, getDetectionProgress } from '#lib/admin/source/detect.ts'
import { findCatalogueVendor, listCategories, listPlatforms } from '#lib/admin/vendor/catalogue.ts'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { countUnreachable, hostOf, isNetworkError } from '#lib/domain/site/offline.ts'
import { listAttempts } from '#lib/queries/admin/attempts.ts'
import { type Flash, readFlash } from '../../flash.ts'
import { requireMember } from '../../member.ts'

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
  if (finding === null) {
    const progress = await getDetectionProgress(id)
    return <CheckProgress progress={progress} now={requestNow()} again="/admin/vendors/new" />
  }
  if (finding instanceof Error) {
    const url = (await getDetectionProgress(id))?.url ?? ''
    const error = `${finding.message} ${await whetherOffline(url, finding.code)}`.trim()
    return <Ways state={{ ...state, form: 'detect', errors: { '': error }, values: { url } }} />
  }
  const categories = [{ value: '', label: 'None' }, ...listCategories().map((name) => ({ value: name, label: name }))]
  const known = slug === null ? null : findCatalogueVendor(slug)
  return <FindingForm id={id} finding={finding} known={known} state={state} categories={categories} />
}

/** A sentence for an address that could not be reached, where nothing else was either; '' otherwise. */
async function whetherOffline(url: string, errorCode: string): Promise<string> {
  if (!isNetworkError(errorCode)) return ''
  const attempts = await listAttempts()
  if (attempts.length === 0)
    return 'This site has polled no other address in the last day, so this server may be offline.'
  const hosts = countUnreachable([...attempts, { host: hostOf(url), errorCode }])
  return hosts === 0 ? '' : `None of ${hosts} hosts answered: this server seems to be offline.`
}
