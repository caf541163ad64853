import type { IncidentView } from '#lib/queries/schemas.ts'
import { expectedPieces } from '#lib/text/chance/expected-words.ts'

/** How long an open outage is likely to go on; nothing for one of which nothing is expected. */
export function ExpectedNote({ expected }: Pick<IncidentView, 'expected'>) {
  if (expected === undefined) return null
  return (
    <>
      {expectedPieces(expected).map((piece) =>
        typeof piece === 'string' ? (
          piece
        ) : (
          <b key={piece[0]} className="font-[580] text-ink">
            {piece[0]}
          </b>
        ),
      )}{' '}
      <a href="/methodology#forecast" className="linked">
        How we know
      </a>
    </>
  )
}
