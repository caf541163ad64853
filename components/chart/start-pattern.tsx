import { Scroller } from '#components/ui/scroller.tsx'
import { maxOf } from '#lib/domain/many.ts'
import { BLOCK_HOURS, type StartPattern } from '#lib/domain/starts.ts'

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
/** Fewer starts than this form no pattern. */
const FEWEST = 10

/** Opacity by the ratio of the count to the highest; each cell also shows the number, so nobody has to read the colour. */
const SHADES = ['', 'bg-bar/10', 'bg-bar/20', 'bg-bar/30', 'bg-bar/40'] as const

/** When incidents began, by weekday and time of day. Renders nothing where there are too few. */
export function StartPatternTable({ starts }: { starts: StartPattern }) {
  const { counts, total } = starts
  if (total < FEWEST) return null
  const highest = maxOf(counts.flat(), 1)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2.5 font-[580] text-label">Start times (UTC)</figcaption>
      <Scroller label="Starts by weekday and hour">
        <table className="w-full table-fixed text-label tabular-nums">
          <thead className="text-soft">
            <tr>
              <td className="w-11" />
              {counts[0]?.map((_, block) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a block of hours is its number
                <th key={block} scope="col" className="pb-1 text-left font-[450]">
                  {clockOf(block)}
                  <span className="sr-only"> to {clockOf(block + 1)} o’clock</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((weekday, index) => (
              <tr key={weekday}>
                <th scope="row" className="pr-3 text-left font-[450] text-soft">
                  {weekday.slice(0, 3)}
                  <span className="sr-only">{weekday.slice(3)}</span>
                </th>
                {counts[index]?.map((count, block) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: a block of hours is its number
                    key={block}
                    className={`h-6 border border-paper px-1.5 ${count === 0 ? 'bg-tint' : SHADES[Math.ceil((4 * count) / highest)]}`}
                  >
                    {count === 0 ? <span className="sr-only">0</span> : count}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </figure>
  )
}

/** "09" */
function clockOf(block: number): string {
  return String(block * BLOCK_HOURS).padStart(2, '0')
}
