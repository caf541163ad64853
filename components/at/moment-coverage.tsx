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
        {momentKnownWords(coverage)}: those of them that are not listed had nothing posted. Of the others silence says
        nothing.
      </p>
      <Names title="Known" vendors={known} />
      <Names title="Known in part" vendors={partly} />
      <Names title="Not known" vendors={unknown} />
    </div>
  )
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
