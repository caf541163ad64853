import { CoverageBar } from '#components/chart/coverage-bar.tsx'
import { Section } from '#components/ui/section.tsx'
import type { ComparisonView } from '#lib/queries/schemas.ts'
import { coverageSpan, lengthWords } from '#lib/text/coverage-words.ts'

/** How much of the window is known of each vendor, one bar per vendor, and of all together: the basis of the figures. */
export function CompareCoverage({ comparison }: { comparison: ComparisonView }) {
  const { window, vendors, common } = comparison
  const isUnequal = vendors.some(({ history }) => !history.coverage.complete)
  const rows = [
    ...vendors.map(({ slug, name, history }) => ({ key: slug, name, periods: history.coverage.periods })),
    {
      key: ' all',
      name: vendors.length === 2 ? 'Both' : 'All',
      periods: common.periods.map((period) => ({ ...period, quality: 'complete' as const })),
    },
  ]
  return (
    <Section
      title="What is known"
      aside={common.seconds === 0 ? undefined : `${lengthWords(common.seconds)} for all vendors`}
    >
      <dl className="grid gap-y-2.5">
        {rows.map(({ key, name, periods }) => (
          <div key={key} className="grid items-center gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)_13.5rem]">
            <dt className="text-small wrap-anywhere">{name}</dt>
            <dd className="contents">
              <CoverageBar window={window} periods={periods} />
              <span className="text-label text-soft tabular-nums sm:text-right">{coverageSpan(window, periods)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 max-w-[68ch] text-label text-soft">
        {isUnequal
          ? 'Each vendor’s figures cover its own known time, and those times differ. Only the figures for the time known for all vendors compare like with like. Hatched: no data.'
          : 'The whole window is known for every vendor, so the figures compare like with like.'}{' '}
        <a href="/methodology#coverage" className="linked">
          What is known
        </a>
      </p>
    </Section>
  )
}
