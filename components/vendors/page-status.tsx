import { formatInteger } from '#lib/domain/format.ts'
import type { VendorSummary } from '#lib/queries/schemas.ts'
import { componentLabel } from '#lib/text/indicator.ts'

type Vendor = Pick<VendorSummary, 'state' | 'isUnclear' | 'pageStatus'>

/** More names would turn the sentence into a list. */
const MAX_NAMES = 3

/** Whether the vendor's own page contradicts its postings, or gives a status where its newest posting was not understood. */
export function hasOwnWord({ isUnclear, pageStatus }: Vendor): boolean {
  return pageStatus !== null && (pageStatus.contradicts || (isUnclear && pageStatus.state !== null))
}

/** "its own indicator says “major”: Core / API is in “major outage”; no outage is posted" */
export function PageStatus({ vendor }: { vendor: Vendor }) {
  const { state, pageStatus } = vendor
  if (pageStatus === null || !hasOwnWord(vendor)) return null
  const shown = pageStatus.components.slice(0, MAX_NAMES)
  const more = pageStatus.components.length - shown.length
  return (
    <>
      its own indicator says <Quote word={pageStatus.indicator} />
      {shown.map((component, index) => (
        <span key={componentLabel(component)}>
          {index === 0 ? ': ' : ', '}
          <bdi>{componentLabel(component)}</bdi> is in <Quote word={component.status} />
        </span>
      ))}
      {more > 0 && `, and ${formatInteger(more)} more`}
      {state === 'up' && '; no outage is posted'}
    </>
  )
}

function Quote({ word }: { word: string }) {
  return (
    <>
      “<bdi>{word.replaceAll('_', ' ')}</bdi>”
    </>
  )
}
