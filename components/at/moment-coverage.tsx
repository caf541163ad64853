import { formatInteger } from '#lib/domain/format.ts'
import type { CoverageAt, CoveredVendors } from '#lib/queries/schemas.ts'
import { vendorPath } from '#lib/url/path.ts'
import { countAll, momentKnownWords } from './at-sentence.ts'

/** Which vendors' history covers a moment: an unlisted vendor was quiet, unless its history does not cover the moment. */
export function MomentCoverage({ coverage }: { coverage: CoverageAt }) {
  return (
    <div className="mt-5 grid max-w-[68ch] gap-2 text-small text-soft">
      <p>
        {momentKnownWords(coverage)}: any of those that are not listed had nothing posted.
        {othersWords(countAll(coverage) - coverage.complete.count)}
      </p>
      <Names title="Covered" covered={coverage.complete} />
      <Names title="Covered in part" covered={coverage.partial} />
      <Names title="Not covered" covered={coverage.unknown} />
    </div>
  )
}

/** Without complete coverage, the absence of incidents says nothing. */
function othersWords(count: number): string {
  if (count === 0) return ''
  return ` For the other ${count === 1 ? 'one' : formatInteger(count)} we can’t tell.`
}

function Names({ title, covered: { count, vendors } }: { title: string; covered: CoveredVendors }) {
  if (count === 0) return null
  return (
    <details>
      <summary className="linked inline-block py-1 hover:text-ink">
        {title}: {formatInteger(count)}
      </summary>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {vendors.map(({ slug, name }) => (
          <li key={slug}>
            <a href={vendorPath(slug)} className="linked">
              {name}
            </a>
          </li>
        ))}
        {count > vendors.length && <li>and {formatInteger(count - vendors.length)} more</li>}
      </ul>
    </details>
  )
}
