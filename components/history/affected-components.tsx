import { formatDowntime, formatInteger } from '#lib/domain/format.ts'
import type { AffectedComponent } from '#lib/queries/schemas.ts'

/** The components that a vendor's incidents name most often; each links to the page narrowed to it. */
export function AffectedComponents({
  affected,
  addressOf,
}: {
  affected: AffectedComponent[]
  addressOf: (component: string) => string
}) {
  if (affected.length === 0) return null
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2.5 font-[580] text-label">Components most affected</figcaption>
      <table className="w-full text-label tabular-nums">
        <thead className="text-left text-soft">
          <tr>
            <th scope="col" className="pb-1 font-[450]">
              Component
            </th>
            <th scope="col" className="pb-1 pl-4 text-right font-[450]">
              Incidents
            </th>
            <th scope="col" className="pb-1 pl-4 text-right font-[450]">
              Downtime
            </th>
          </tr>
        </thead>
        <tbody>
          {affected.map(({ name, incidentCount, downtimeSeconds, downtimeIsMinimum }) => (
            <tr key={name} className="border-line border-t">
              <th scope="row" className="py-1 text-left font-normal wrap-anywhere">
                <a href={addressOf(name)} className="linked">
                  <bdi>{name}</bdi>
                </a>
              </th>
              <td className="py-1 pl-4 text-right">{formatInteger(incidentCount)}</td>
              <td className="whitespace-nowrap py-1 pl-4 text-right">
                {formatDowntime(downtimeSeconds, downtimeIsMinimum)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}
