import { IMPACT_WORDS, KIND_WORDS, STATUS_WORDS } from '#components/text/incident-words.ts'
import { Field, type Option, Select, SubmitButton } from '#components/ui/field.tsx'
import { IMPACTS, STATUSES } from '#lib/domain/incident.ts'
import type { Window } from '#lib/domain/window.ts'
import { kindCount } from '#lib/text/headline.ts'
import { filterToQuery, type HistoryFilter, KIND_CHOICES } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { ComponentChoice } from './component-choice.tsx'
import { DayRange } from './day-range.tsx'
import { historyAddress } from './history-address.ts'
import { windowOptions, windowText } from './window-options.ts'

const ANY: Option = { value: '', label: 'Any' }
/** "At least `none`" means everything, and `unknown` has no rank on the scale. */
export const IMPACT_OPTIONS = [
  ANY,
  ...IMPACTS.filter((impact) => impact !== 'none' && impact !== 'unknown').map((impact) => ({
    value: impact,
    label: IMPACT_WORDS[impact],
  })),
]
export const STATUS_OPTIONS = [ANY, ...STATUSES.map((status) => ({ value: status, label: STATUS_WORDS[status] }))]
export const KIND_OPTIONS = KIND_CHOICES.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))

/**
 * The filters of a history as a GET form, so that the page's address holds them: it works without script and can be shared.
 * `years`: the years on offer, newest first. `components`: names that the vendor uses.
 */
export function HistoryFilters({
  slug,
  filter,
  years,
  components,
  window,
  asOf,
  total,
}: {
  slug: string
  filter: HistoryFilter
  years: number[]
  components: string[]
  window: Pick<Window, 'from' | 'to'>
  asOf: Date
  total: number
}) {
  return (
    <details id="filters" className="folds-on-phones mt-11 border-line border-t pt-5 print:hidden">
      <summary className="flex min-h-11 items-center justify-between text-small">
        <span className="linked">Filter</span>
        <span className="text-soft">{kindCount(total, filter.kind)}</span>
      </summary>
      <form
        action={`${vendorPath(slug)}#incidents`}
        aria-label="Filter the history"
        className="whole grid grid-cols-2 items-end gap-3 md:flex md:max-xl:flex-wrap"
      >
        {filter.asOf !== null && <input type="hidden" name="asOf" value={filter.asOf.toISOString()} />}
        <Select
          name="window"
          label="Window"
          value={filter.window}
          options={windowOptions(filter.window, years, asOf)}
        />
        <Select name="kind" label="Kind" value={filter.kind} options={KIND_OPTIONS} />
        <Select name="impact" label="Minimum impact" value={filter.impact ?? ''} options={IMPACT_OPTIONS} />
        <Select name="status" label="Status" value={filter.status ?? ''} options={STATUS_OPTIONS} />
        {(components.length > 0 || filter.component !== null) && (
          <ComponentChoice components={components} chosen={filter.component} />
        )}
        <Field label="Text" className="col-span-2 grow xl:basis-0">
          <input
            type="search"
            name="q"
            defaultValue={filter.q ?? ''}
            maxLength={100}
            placeholder="in titles and updates"
            className="field"
          />
        </Field>
        <p className="order-last self-end whitespace-nowrap text-small text-soft leading-9 max-md:hidden">
          {kindCount(total, filter.kind)}
        </p>
        <SubmitButton>Apply</SubmitButton>
      </form>
      <DayRange action={vendorPath(slug)} query={filterToQuery(filter)} window={window} latest={asOf} />
    </details>
  )
}

/** Shown when a filter finds nothing: a link to drop each part of it. */
export function DropFilters({ slug, filter }: { slug: string; filter: HistoryFilter }) {
  const parts: [label: string, without: Partial<HistoryFilter>][] = []
  if (filter.q !== null) parts.push([`the text “${filter.q}”`, { q: null }])
  if (filter.component !== null) parts.push([`the component “${filter.component}”`, { component: null }])
  if (filter.status !== null) parts.push([`the status “${STATUS_WORDS[filter.status]}”`, { status: null }])
  if (filter.impact !== null) parts.push([`the impact “${IMPACT_WORDS[filter.impact]} or more”`, { impact: null }])
  if (filter.kind !== 'incident') parts.push([`the kind “${KIND_WORDS[filter.kind]}”`, { kind: 'incident' }])
  if (filter.window !== 'all') parts.push([`the window “${windowText(filter.window)}”`, { window: 'all' }])
  return (
    <div className="mt-8 border-line border-t pt-6">
      <h2 className="font-[620]">No incidents match</h2>
      {parts.length > 0 && (
        <ul className="mt-2 grid gap-1 text-soft">
          {parts.map(([label, without]) => (
            <li key={label}>
              <a href={historyAddress(slug, filter, without)} className="linked">
                Without {label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
