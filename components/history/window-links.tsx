import type { ReactNode } from 'react'
import { historyAddress } from '#components/filter/history-address.ts'
import { windowText } from '#components/filter/window-options.ts'
import { yearsBetween } from '#components/filter/years.ts'
import { formatDay } from '#lib/domain/format.ts'
import { minuteAfter } from '#lib/domain/instant.ts'
import type { HistoryView, VendorView } from '#lib/queries/schemas.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'

const WINDOWS = ['90d', '12m', '24m', 'all'] as const
/** More would take a second row; the filters offer the others. */
const MAX_YEARS = 5
/** A history that ends so long before the page's moment is stale, even if its source is read only once a day. */
const STALE_MS = 2 * 86_400_000

type LinkedVendor = Pick<VendorView, 'slug' | 'isSample' | 'checkedAt'> & {
  held: Pick<VendorView['held'], 'since'>
  history: Pick<HistoryView, 'asOf'>
}

/** The windows as links beside the headline, which change nothing else of the filter. */
export function WindowLinks({ vendor, filter }: { vendor: LinkedVendor; filter: HistoryFilter }) {
  const years = yearsBetween(vendor.held.since, vendor.history.asOf).slice(0, MAX_YEARS)
  const lastKnown = lastKnownHref(vendor, filter)
  const isLastKnown =
    lastKnown !== null && filter.window === '12m' && filter.asOf?.getTime() === lastKnown.asOf.getTime()
  return (
    <nav aria-label="Time covered" className="mt-4 print:hidden">
      <ul className="whole flex flex-wrap gap-x-4 gap-y-1 text-small">
        {[...WINDOWS, ...years.map(String)].map((window) => (
          <li key={window}>
            <WindowLink
              href={historyAddress(vendor.slug, filter, { window })}
              isChosen={window === filter.window && !isLastKnown}
            >
              {window === 'all' ? 'All' : windowText(window)}
            </WindowLink>
          </li>
        ))}
        {lastKnown !== null && (
          <li>
            <WindowLink href={lastKnown.href} isChosen={isLastKnown}>
              12 months to the last known day, {formatDay(lastKnown.asOf)}
            </WindowLink>
          </li>
        )}
        <li>
          <a href="#filters" className="linked inline-flex min-h-6 items-center text-soft">
            Filters
          </a>
        </li>
        <li data-end hidden />
      </ul>
    </nav>
  )
}

function WindowLink({ href, isChosen, children }: { href: string; isChosen: boolean; children: ReactNode }) {
  return (
    <a
      href={href}
      aria-current={isChosen ? 'true' : undefined}
      className={`inline-flex min-h-6 items-center ${isChosen ? 'font-[580]' : 'linked text-soft'}`}
    >
      {children}
    </a>
  )
}

/**
 * The 12 months that end where the history does, for one that ends before the page's moment: as of its last good read. Null for
 * a history that is up to date, and for one that was never read.
 */
function lastKnownHref(
  { slug, isSample, checkedAt, history }: LinkedVendor,
  filter: HistoryFilter,
): { href: string; asOf: Date } | null {
  if (checkedAt === null) return null
  if (!isSample && history.asOf.getTime() - checkedAt.getTime() < STALE_MS) return null
  const asOf = minuteAfter(checkedAt)
  return { asOf, href: historyAddress(slug, filter, { window: '12m', asOf }) }
}
