import { historyAddress } from '#components/filter/history-address.ts'
import { PlannedList } from '#components/incident/planned-list.tsx'
import { AsOfNotice } from '#components/text/as-of-notice.tsx'
import { figuresOf, LeftOut, MajorShare, Summary } from '#components/text/summary.tsx'
import { VendorAdminActions } from '#components/ui/admin-actions.tsx'
import { SampleNotice } from '#components/ui/notice.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { formatLongDay } from '#lib/domain/format.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { DayLinks } from './day-links.tsx'
import { Downloads } from './downloads.tsx'
import { historySentence } from './history-sentence.ts'
import { OpenIncidents } from './open-incidents.tsx'
import { VendorState } from './vendor-state.tsx'
import { WindowLinks } from './window-links.tsx'

/** The answer: the vendor, its current state, and the window's figures in a sentence. */
export function HistoryHead({
  vendor,
  filter,
  isAdmin,
}: {
  vendor: VendorView
  filter: HistoryFilter
  isAdmin: boolean
}) {
  const sentence = historySentence(vendor, filter)
  return (
    <>
      <PageTitle
        crumbs={<Crumbs category={vendor.category} />}
        actions={<Downloads slug={vendor.slug} name={vendor.name} filter={filter} />}
      >
        {vendor.name} outage history
      </PageTitle>
      <div className="mt-4">
        <VendorState vendor={vendor} asOf={filter.asOf} />
        {isAdmin && <VendorAdminActions slug={vendor.slug} />}
      </div>
      <OpenIncidents
        incidents={vendor.openIncidents}
        total={Object.values(vendor.openCounts).reduce((sum, count) => sum + count, 0)}
      />
      <PlannedList planned={vendor.planned} />
      <AsOfNotice asOf={filter.asOf} presentHref={historyAddress(vendor.slug, filter, { asOf: null })} />
      {vendor.isSample && <SampleNotice name={vendor.name} />}
      <div className="mt-5.5">
        <Summary sentence={sentence} figures={figuresOf(sentence, vendor.history.downtimeSeconds)} />
        <MajorShare
          history={vendor.history}
          filter={filter}
          href={historyAddress(vendor.slug, filter, { impact: 'major' })}
        />
        <LeftOut history={vendor.history} kind={filter.kind} />
        <Restated restatement={vendor.restatement} />
        <DayLinks slug={vendor.slug} filter={filter} latest={vendor.history.asOf} />
        {vendor.held.since !== null && <WindowLinks vendor={vendor} filter={filter} />}
      </div>
    </>
  )
}

/** Readers may have cited earlier figures, so this says why they have changed. */
function Restated({ restatement }: Pick<VendorView, 'restatement'>) {
  if (restatement === null) return null
  return (
    <p className="mt-3 max-w-[68ch] text-small text-soft">
      Version {restatement.method} of the method changed figures of this history on {formatLongDay(restatement.asOf)}:{' '}
      <a href="/methodology#version" className="linked">
        what changed, and why
      </a>
      .
    </p>
  )
}

function Crumbs({ category }: { category: string | null }) {
  return (
    <>
      <a href="/" className="hover:underline">
        Vendors
      </a>
      {category !== null && (
        <>
          {' / '}
          <a href={`/?category=${encodeURIComponent(category)}`} className="hover:underline">
            {category}
          </a>
        </>
      )}
    </>
  )
}
