import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { IMPACTS } from '#lib/domain/incident.ts'
import type { HistoryView } from '#lib/queries/schemas.ts'
import { impactFill } from './impact-pattern.tsx'

/** What the parts of the bars stand for: the impacts that occur, the worst first. */
export function ImpactLegend({
  severities,
}: {
  severities: Pick<HistoryView['severity'], 'incidentCount' | 'downtimeSeconds'>[]
}) {
  const impacts = IMPACTS.toReversed().filter((impact) =>
    severities.some(({ incidentCount, downtimeSeconds }) => incidentCount[impact] ?? downtimeSeconds[impact]),
  )
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-note text-soft">
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {impacts.map((impact) => (
          <li key={impact} className="flex items-center gap-x-1.5">
            <svg width="13" height="13" aria-hidden="true">
              <rect x=".5" y=".5" width="12" height="12" fill={impactFill(impact)} className="stroke-edge" />
            </svg>
            {IMPACT_WORDS[impact]}
          </li>
        ))}
      </ul>
      <p>Impact as the vendor rates it; overlapping time counts once, as the worst.</p>
    </div>
  )
}
