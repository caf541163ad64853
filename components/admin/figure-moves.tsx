import { figureName, figureValue } from './figure-words.ts'

export interface FigureMove {
  figure: string
  before: unknown
  after: unknown
}

/** How the headline figures change, for outages in 24 months. */
export function FigureMoves({ moves }: { moves: FigureMove[] }) {
  return (
    <dl className="grid w-fit grid-cols-[auto_auto] gap-x-6 gap-y-1 text-small tabular-nums">
      {moves.map(({ figure, before, after }) => (
        <div key={figure} className="contents">
          <dt className="text-soft">{figureName(figure)} in 24 months</dt>
          <dd>
            {figureValue(figure, before)} → <b className="font-[620]">{figureValue(figure, after)}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}
