import { CoverageBar } from '#components/chart/coverage-bar.tsx'
import { UnknownVendors } from '#components/filter/unknown-vendors.tsx'
import { type PickerChoices, VendorPicker } from '#components/filter/vendor-picker.tsx'
import { CandourList } from '#components/text/candour-list.tsx'
import { Summary } from '#components/text/summary.tsx'
import { Field, Select } from '#components/ui/field.tsx'
import { Actions, PageTitle } from '#components/ui/page-title.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatInstant } from '#lib/domain/format.ts'
import { formatQuarter, listQuarters, previousQuarter, quarterPeriod } from '#lib/domain/month.ts'
import type { ReportView } from '#lib/queries/schemas.ts'
import { isReported, NOTHING_REPORTED } from '#lib/text/candour-words.ts'
import { knownWords, reportSentence, reportTitle } from '#lib/text/report-words.ts'
import { choicePath } from '#lib/url/path.ts'
import { REPORT_PATH, reportPath } from '#lib/url/report.ts'
import { MAX_STACKED } from '#lib/url/vendor-choice.ts'
import { ReportChanges } from './report-changes.tsx'
import { ReportDocuments } from './report-documents.tsx'
import { ReportMonths } from './report-months.tsx'
import { SharedOutages, WorstDays } from './report-outages.tsx'
import { ReportTable } from './report-table.tsx'

/** Two years of them. */
const QUARTERS_OFFERED = 8

export interface ReportPageProps {
  report: ReportView
  offered: PickerChoices['offered']
  /** The last quarter that is over. */
  last: string
  /** The address of this site, for paper. */
  siteUrl: string
}

/** A quarter of the vendors that a reader depends on, made to be printed. */
export function ReportPage({ report, offered, last, siteUrl }: ReportPageProps) {
  const { vendors, quarter, target, unknown } = report
  const slugs = vendors.map(({ slug }) => slug)
  const sentence = reportSentence(report)
  return (
    <>
      <PageTitle
        crumbs={
          <a href={choicePath('/stack', slugs, '')} className="hover:underline">
            Stack
          </a>
        }
        actions={slugs.length > 0 && <ReportActions report={report} />}
      >
        {reportTitle(report)}
      </PageTitle>
      <UnknownVendors slugs={unknown} />
      {sentence === null ? (
        <p className="mt-4 max-w-[68ch] text-soft">
          Choose the vendors you depend on, {MAX_STACKED} at most, and a quarter that is over. The report has their
          figures, the times in which several were down at once, the worst days, and how much of the quarter is known.
          It is made to be printed, and its address can be shared.
        </p>
      ) : (
        <div className="mt-5.5">
          <Summary sentence={sentence} />
        </div>
      )}
      <VendorPicker
        action={REPORT_PATH}
        label="Choose the vendors and the quarter"
        chosen={vendors}
        offered={offered}
        most={MAX_STACKED}
      >
        <Select name="quarter" label="Quarter" value={quarter} options={quarterOptions(quarter, last)} />
        <Field label="Uptime target, %" className="md:w-36">
          <input
            type="text"
            name="target"
            inputMode="decimal"
            defaultValue={target ?? ''}
            placeholder="99.9"
            maxLength={8}
            autoComplete="off"
            className="field"
          />
        </Field>
      </VendorPicker>
      {sentence !== null && <Parts report={report} siteUrl={siteUrl} />}
    </>
  )
}

function Parts({ report, siteUrl }: Pick<ReportPageProps, 'report' | 'siteUrl'>) {
  const { vendors, target, window, asOf, method } = report
  const slugs = vendors.map(({ slug }) => slug)
  return (
    <>
      <ReportTable report={report} />
      <ReportChanges report={report} />
      <SharedOutages report={report} />
      <WorstDays report={report} />
      {target !== null && <ReportMonths vendors={vendors} target={target} />}
      <Section title="How they were reported" aside="no grade">
        <div className="grid gap-6">
          {vendors.map(({ slug, name, candour }) => (
            <div key={slug}>
              <h3 className="font-[580] text-small">{name}</h3>
              {isReported(candour) ? (
                <CandourList candour={candour} />
              ) : (
                <p className="text-small text-soft">{NOTHING_REPORTED}</p>
              )}
            </div>
          ))}
        </div>
      </Section>
      <Section title="What is known">
        <dl className="grid gap-y-2.5">
          {vendors.map((vendor) => (
            <div key={vendor.slug} className="grid items-center gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)_15rem]">
              <dt className="text-small wrap-anywhere">{vendor.name}</dt>
              <dd className="contents">
                <CoverageBar window={window} periods={vendor.history.coverage.periods} />
                <span className="text-label text-soft tabular-nums sm:text-right">
                  {knownWords(vendor)}
                  {vendor.isSample && ', sample archive'}
                </span>
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 max-w-[68ch] text-label text-soft">
          Hatched: no data, which is not the same as no outages.{' '}
          <a href="/methodology#coverage" className="linked">
            What is known
          </a>
        </p>
      </Section>
      <ReportDocuments report={report} />
      <p className="mt-8 max-w-[68ch] text-label text-soft">
        Computed on {formatInstant(asOf)} from what was known then, by version {method} of{' '}
        <a href="/methodology" className="linked">
          the method
        </a>
        . The quarter is {formatInstant(window.from)} to {formatInstant(window.to)}.{' '}
        <span className="wrap-anywhere hidden print:inline">{siteUrl + reportPath(slugs, report)}</span>
      </p>
    </>
  )
}

function ReportActions({ report }: { report: ReportView }) {
  const slugs = report.vendors.map(({ slug }) => slug)
  const before = previousQuarter(report.quarter)
  const links = [
    { label: 'Markdown', href: reportPath(slugs, report, '.md') },
    { label: 'JSON', href: reportPath(slugs, report, '.json') },
    { label: 'Evidence (ZIP)', href: choicePath('/stack/evidence.zip', slugs, `window=${report.quarter}`) },
    { label: formatQuarter(before), href: reportPath(slugs, { ...report, quarter: before }) },
  ]
  return (
    <Actions>
      {links.map(({ label, href }) => (
        <li key={label}>
          <a href={href} className="linked">
            {label}
          </a>
        </li>
      ))}
    </Actions>
  )
}

function quarterOptions(chosen: string, last: string): { value: string; label: string }[] {
  const quarters = listQuarters(quarterPeriod(last)?.from ?? new Date(0), QUARTERS_OFFERED)
  const all = quarters.includes(chosen) ? quarters : [...quarters, chosen]
  return all.map((value) => ({ value, label: formatQuarter(value) }))
}
