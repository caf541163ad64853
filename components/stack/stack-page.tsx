import { CoverageStrip } from '#components/chart/coverage-strip.tsx'
import { MonthCharts } from '#components/chart/month-charts.tsx'
import { ChoiceFilters } from '#components/filter/choice-filters.tsx'
import { DayRange } from '#components/filter/day-range.tsx'
import { UnknownVendors } from '#components/filter/unknown-vendors.tsx'
import { type PickerChoices, VendorPicker } from '#components/filter/vendor-picker.tsx'
import { IncidentLine } from '#components/incident/incident-line.tsx'
import { groupByMonth } from '#components/incident/month-groups.ts'
import { PlannedList } from '#components/incident/planned-list.tsx'
import { mayGrow } from '#components/incident/still-open.ts'
import { NewsButton } from '#components/push/push-button.tsx'
import { subscribePath } from '#components/subscribe/addresses.ts'
import { AsOfNotice } from '#components/text/as-of-notice.tsx'
import { LeftOut, MajorShare, Summary } from '#components/text/summary.tsx'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { Field } from '#components/ui/field.tsx'
import { Actions, PageTitle } from '#components/ui/page-title.tsx'
import { Pager } from '#components/ui/pager.tsx'
import { Section } from '#components/ui/section.tsx'
import { FEWEST_DAYS } from '#lib/domain/coverage.ts'
import { formatSum, namesOf } from '#lib/domain/format.ts'
import type { IncidentView, StackView, VendorView } from '#lib/queries/schemas.ts'
import { rateSentences } from '#lib/text/chance/rate-words.ts'
import { lengthWords } from '#lib/text/coverage-words.ts'
import { narrowingPhrases } from '#lib/text/filter-words.ts'
import {
  joinSentences,
  knownDaysSentence,
  type Sentence,
  subjectOf,
  windowSentence,
  worstFirst,
} from '#lib/text/headline.ts'
import { severityShown } from '#lib/text/severity-words.ts'
import { filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { REPORT_PATH } from '#lib/url/report.ts'
import { MAX_COMPARED, MAX_STACKED } from '#lib/url/vendor-choice.ts'
import { StackMonths } from './stack-months.tsx'
import { StackTable } from './stack-table.tsx'

export interface StackPageProps {
  stack: StackView
  list: { incidents: IncidentView[]; nextCursor: string | null; total: number }
  offered: PickerChoices['offered']
  filter: HistoryFilter
}

/** The vendors that a reader depends on, treated as one. */
export function StackPage({ stack, list, offered, filter }: StackPageProps) {
  const { vendors, history, unknown, window } = stack
  const slugs = vendors.map(({ slug }) => slug)
  const addressOf = (chosen: string[], over: Partial<HistoryFilter> = {}) =>
    choicePath('/stack', chosen, filterToQuery(filter, over))
  const monthBase = addressOf(slugs, { window: 'MONTH' }).replace(/MONTH$/, '')
  const open = worstFirst(vendors.flatMap(({ openIncidents }) => openIncidents))
  return (
    <>
      <PageTitle actions={slugs.length > 0 && <StackActions slugs={slugs} filter={filter} />}>
        {stackTitle(vendors)}
      </PageTitle>
      <UnknownVendors slugs={unknown} />
      {vendors.length === 0 && (
        <p className="mt-4 max-w-[68ch] text-soft">
          Choose the vendors you depend on, {MAX_STACKED} at most. You get one list, one feed and one calendar of their
          outages, and time when several are down counts once. The address holds your choice: bookmark it or share it.{' '}
          <a href="/stack" data-last-stack hidden className="linked">
            Open my last stack
          </a>
        </p>
      )}
      <AsOfNotice asOf={filter.asOf} presentHref={addressOf(slugs, { asOf: null })} />
      {vendors.length > 0 && (
        <div className="mt-5.5">
          <Summary sentence={stackSentence(stack, filter)} />
          <MajorShare history={history} filter={filter} href={addressOf(slugs, { impact: 'major' })} />
          <LeftOut history={history} kind={filter.kind} />
          <p className="mt-3 max-w-[68ch] text-soft">{overlapWords(stack)}</p>
        </div>
      )}
      <VendorPicker
        action="/stack"
        label="Choose the vendors"
        chosen={vendors}
        offered={offered}
        most={MAX_STACKED}
        isKept
      >
        <ChoiceFilters filter={filter} vendors={vendors} asOf={history.asOf} />
        <Field label="Text" className="md:w-42">
          <input type="search" name="q" defaultValue={filter.q ?? ''} maxLength={100} className="field" />
        </Field>
      </VendorPicker>
      {vendors.length > 0 && (
        <DayRange
          action="/stack"
          query={`vendors=${slugs.join(',')}&${filterToQuery(filter)}`}
          window={window}
          latest={history.asOf}
        />
      )}
      {vendors.length > 0 && (
        <>
          {open.length > 0 && (
            <Section title="Open now">
              <CollapsibleList
                className="grid gap-3"
                items={open.map((incident) => <IncidentLine key={incident.id} incident={incident} />)}
              />
            </Section>
          )}
          <PlannedList planned={plannedOf(vendors)} withVendor={vendors.length > 1} />
          <div data-stack={slugs.join(',')}>
            <StackTable vendors={vendors} query={filterToQuery(filter, { cursor: null })} />
          </div>
          <StackChance stack={stack} filter={filter} />
          <CoverageStrip history={history} />
          {history.coverage.days >= FEWEST_DAYS && (
            <MonthCharts
              monthly={history.monthly}
              severity={severityShown(history.severity, filter)}
              linkBase={monthBase}
            />
          )}
          <StackMonths
            kind={filter.kind}
            groups={groupByMonth(list.incidents, history.monthly, {
              isFirstPage: filter.cursor === null,
              isLastPage: list.nextCursor === null,
            })}
          />
          <Pager
            newest={filter.cursor === null ? null : `${addressOf(slugs, { cursor: null })}#incidents`}
            older={list.nextCursor === null ? null : `${addressOf(slugs, { cursor: list.nextCursor })}#incidents`}
          />
        </>
      )}
    </>
  )
}

/** Which vendor posted most within the time that is known for all, as far as chance allows that to be said. */
function StackChance({ stack: { vendors, common }, filter }: { stack: StackView; filter: HistoryFilter }) {
  const sentence = rateSentences(
    vendors.map(({ name }, index) => ({
      name,
      months: common.months[index] ?? { counts: [], seconds: [] },
      isMinimum: common.areMinima[index] ?? false,
    })),
    filter.kind,
    'highest',
  )
  if (sentence === null) return null
  const start = common.seconds === 0 ? '' : `Within the ${lengthWords(common.seconds)} known for all: `
  return (
    <p className="mt-2 max-w-[68ch] text-label text-soft">
      {start}
      {start === '' ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1)}{' '}
      <a href="/methodology#chance" className="linked">
        How we know
      </a>
    </p>
  )
}

/** Of all of them, the soonest first. */
function plannedOf(vendors: VendorView[]): IncidentView[] {
  return vendors
    .flatMap(({ planned }) => planned)
    .sort((a, b) => (a.startedAt?.getTime() ?? 0) - (b.startedAt?.getTime() ?? 0))
}

/** "Courier, Stripe and WorkOS", or their number where the names would not fit in a title. */
export function stackTitle(vendors: { name: string }[]): string {
  if (vendors.length === 0) return 'My stack'
  return vendors.length > 4 ? `Stack of ${vendors.length} vendors` : `Stack: ${namesOf(vendors)}`
}

/** "These 3 vendors had 24 outages in the last 2 years totaling 59h 36m of downtime — averaging 1.3 incidents per month." */
export function stackSentence({ vendors, window, history }: StackView, filter: HistoryFilter): Sentence {
  return joinSentences(
    windowSentence({
      ...subjectOf(vendors),
      kind: filter.kind,
      label: window.label,
      narrowing: narrowingPhrases(filter),
      history,
      isSoFar: vendors.some((vendor) => mayGrow(vendor, filter)),
    }),
    knownDaysSentence(history.coverage, { ofAll: vendors.length > 1 }),
  )
}

function overlapWords({ vendors, history }: StackView): string {
  const sum = vendors.reduce((seconds, vendor) => seconds + vendor.history.downtimeSeconds, 0)
  const twice = sum - history.downtimeSeconds
  if (vendors.length < 2 || history.downtimeSeconds === 0) return ''
  if (twice === 0)
    return history.downtimeIsMinimum || !history.coverage.complete
      ? 'As far as we know, no two of them posted incidents for the same time.'
      : 'No two of them posted incidents for the same time.'
  const isMinimum = vendors.some((vendor) => vendor.history.downtimeIsMinimum)
  return `Added separately, they come to ${formatSum(sum, isMinimum)}; the total above counts time when several were down once.`
}

function StackActions({ slugs, filter }: { slugs: string[]; filter: HistoryFilter }) {
  const query = filterToQuery(filter, { cursor: null })
  return (
    <Actions>
      <li>
        <a href={subscribePath(slugs, filter)} className="linked">
          Subscribe
        </a>
      </li>
      {slugs.length > 1 && slugs.length <= MAX_COMPARED && (
        <li>
          <a href={choicePath('/compare', slugs, query)} className="linked">
            Compare
          </a>
        </li>
      )}
      <li>
        <a href={choicePath(REPORT_PATH, slugs, '')} className="linked">
          Quarterly report
        </a>
      </li>
      {filter.asOf === null && (
        <li className="hidden pushes:block">
          <NewsButton vendors={slugs} />
        </li>
      )}
    </Actions>
  )
}
