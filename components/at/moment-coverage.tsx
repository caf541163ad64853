import type { CoverageAt } from '#lib/queries/schemas.ts'
import { vendorPath } from '#lib/url/path.ts'
import { momentKnownWords } from './at-sentence.ts'

/** Which vendors' history covers a moment: an unlisted vendor was quiet, unless its history does not cover the moment. */
export function MomentCoverage({ coverage }: { coverage: CoverageAt[] }) {
  const known = coverage.filter(({ quality }) => quality === 'complete')
  const partly = coverage.filter(({ quality }) => quality === 'partial')
  const unknown = coverage.filter(({ quality }) => quality === null)
  return (
    <div className="mt-5 grid max-w-[68ch] gap-2 text-small text-soft">
      <p>
        {momentKnownWords(coverage)}: any of those that are not listed had nothing posted.
        {othersWords(coverage.length - known.length)}
      </p>
      <Names title="Covered" vendors={known} />
      <Names title="Covered in part" vendors={partly} />
      <Names title="Not covered" vendors={unknown} />
    </div>
  )
}

/** Without complete coverage, the absence of incidents says nothing. */
function othersWords(count: number): string {
  if (count === 0) return ''
  return ` For the other ${count === 1 ? 'one' : count} we can’t tell.`
}

function Names({ title, vendors }: { title: string; vendors: CoverageAt[] }) {
  if (vendors.length === 0) return null
  return (
    <details>
      <summary className="linked inline-block py-1 hover:text-ink">
        {title}: {vendors.length}
      </summary>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {vendors.map(({ slug, name }) => (
          <li key={slug}>
            <a href={vendorPath(slug)} className="linked">
              {name}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
