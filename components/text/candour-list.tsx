import type { CandourView } from '#lib/queries/schemas.ts'
import { candourLines } from '#lib/text/candour-words.ts'

/** How a vendor reports: each figure with what it rests on. */
export function CandourList({ candour }: { candour: CandourView }) {
  return (
    <dl className="mt-2 grid gap-x-12 gap-y-3 text-small sm:grid-cols-2">
      {candourLines(candour).map(({ name, value, basis }) => (
        <div key={name}>
          <dt className="text-label text-soft">{name}</dt>
          <dd>
            <b>{value}</b> <span className="text-label text-soft">{basis}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
