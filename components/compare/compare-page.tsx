import { ChoiceFilters } from '#components/filter/choice-filters.tsx'
import { DayRange } from '#components/filter/day-range.tsx'
import { UnknownVendors } from '#components/filter/unknown-vendors.tsx'
import { type PickerChoices, VendorPicker } from '#components/filter/vendor-picker.tsx'
import { AsOfNotice } from '#components/text/as-of-notice.tsx'
import { Summary } from '#components/text/summary.tsx'
import { Field } from '#components/ui/field.tsx'
import { Actions, PageTitle } from '#components/ui/page-title.tsx'
import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { namesOf } from '#lib/domain/format.ts'
import type { ComparisonView } from '#lib/queries/schemas.ts'
import { lengthWords } from '#lib/text/coverage-words.ts'
import { isNarrowed } from '#lib/text/filter-words.ts'
import { filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { MAX_COMPARED } from '#lib/url/vendor-choice.ts'
import { CompareCharts } from './compare-charts.tsx'
import { CompareCoverage } from './compare-coverage.tsx'
import { CompareMonthTable, CompareTarget } from './compare-months.tsx'
import { compareSentence, comparisonCaveats, comparisonOf } from './compare-sentence.ts'
import { CompareNotes, CompareTable } from './compare-table.tsx'

export interface ComparePageProps {
  comparison: ComparisonView
  offered: PickerChoices['offered']
  filter: HistoryFilter
  /** A percentage to compare the months with; null for none. */
  target: number | null
  /** The moment that the page is of. */
  asOf: Date
}

/** Several vendors side by side, with the same window and filter. */
export function ComparePage({ comparison, offered, filter, target, asOf }: ComparePageProps) {
  const { vendors, window, common, unknown } = comparison
  const slugs = vendors.map(({ slug }) => slug)
  const addressOf = (chosen: string[], over: Partial<HistoryFilter> = {}) =>
    choicePath('/compare', chosen, compareQuery(filter, target, over))
  const monthBase = addressOf(slugs, { window: 'MONTH' }).replace(/MONTH$/, '')
  const isLong = vendors.some(({ history }) => history.coverage.days >= FEWEST_DAYS)
  const compared = comparisonOf(comparison, filter)
  const [sentence, caveats] = [compareSentence(compared), comparisonCaveats(compared)]
  return (
    <>
      <PageTitle
        actions={
          vendors.length > 0 && (
            <Actions>
              <li>
                <a href={choicePath('/stack', slugs, filterToQuery(filter))} className="linked">
                  As a stack
                </a>
              </li>
              <li className="hidden scripted:block">
                <button type="button" data-copy={addressOf(slugs)} className="linked">
                  Copy link
                </button>
              </li>
            </Actions>
          )
        }
      >
        {compareTitle(vendors)}
      </PageTitle>
      <UnknownVendors slugs={unknown} />
      {sentence !== null && (
        <div className="mt-5.5">
          <Summary sentence={sentence} />
          {caveats !== null && <p className="mt-3 max-w-[68ch] text-soft">{caveats}</p>}
        </div>
      )}
      <AsOfNotice asOf={filter.asOf} presentHref={addressOf(slugs, { asOf: null })} />
      {vendors.length < 2 && (
        <p className="mt-4 max-w-[68ch] text-soft">
          Choose {vendors.length === 0 ? 'two vendors' : 'another vendor'}, {MAX_COMPARED} at most. Their figures cover
          the same window, and the page says for which vendors only a part of it is known.
        </p>
      )}
      <VendorPicker
        action="/compare"
        label="Choose what to compare"
        chosen={vendors}
        offered={offered}
        most={MAX_COMPARED}
      >
        <ChoiceFilters filter={filter} vendors={vendors} asOf={asOf} />
        <Field label="Uptime target, %" className="md:w-42">
          <input
            type="text"
            inputMode="decimal"
            name="target"
            defaultValue={target ?? ''}
            placeholder="99.9"
            maxLength={8}
            className="field"
          />
        </Field>
      </VendorPicker>
      {vendors.length > 0 && (
        <DayRange
          action="/compare"
          query={`vendors=${slugs.join(',')}&${compareQuery(filter, target)}`}
          window={window}
          latest={asOf}
        />
      )}
      {vendors.length > 0 && (
        <>
          <CompareTable
            vendors={vendors}
            commonLabel={
              vendors.length < 2 || common.seconds === 0
                ? null
                : `In the ${lengthWords(common.seconds)} known for ${vendors.length === 2 ? 'both' : 'all'}`
            }
            isNarrowed={isNarrowed(filter)}
            query={filterToQuery(filter)}
          />
          {vendors.length > 1 && <CompareCoverage comparison={comparison} />}
          {isLong && <CompareCharts vendors={vendors} filter={filter} monthBase={monthBase} />}
          {isLong && <CompareMonthTable comparison={comparison} monthBase={monthBase} />}
          {target !== null && <CompareTarget comparison={comparison} target={target} monthBase={monthBase} />}
          <CompareNotes />
        </>
      )}
    </>
  )
}

/** "Courier and WorkOS compared" */
export function compareTitle(vendors: { name: string }[]): string {
  return vendors.length === 0 ? 'Compare vendors' : `${namesOf(vendors)} compared`
}

/** The canonical query without the vendors. `target` sorts before `window`, so `window` stays last. */
export function compareQuery(filter: HistoryFilter, target: number | null, over: Partial<HistoryFilter> = {}): string {
  const query = new URLSearchParams(filterToQuery(filter, over))
  if (target !== null) query.set('target', String(target))
  query.sort()
  return query.toString()
}
