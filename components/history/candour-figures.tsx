import { CandourList } from '#components/text/candour-list.tsx'
import type { CandourView } from '#lib/queries/schemas.ts'

/** How the vendor reports its outages; folded, and printed only if it was opened. */
export function CandourFigures({ candour }: { candour: CandourView }) {
  return (
    <details id="candour" className="mt-8 border-line border-t pt-3">
      <summary className="linked inline-block py-1 font-[580] text-label">How it was reported</summary>
      <CandourList candour={candour} />
      <p className="mt-2 max-w-[68ch] text-label text-soft">
        Figures, not a grade: much depends on the platform and on the kind of outage.{' '}
        <a href="/methodology#candour" className="linked">
          What they mean
        </a>
      </p>
    </details>
  )
}
