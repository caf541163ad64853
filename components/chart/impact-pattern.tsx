import { IMPACTS, type Impact } from '#lib/domain/incident.ts'

/** Patterns tell impacts apart where hues do not: in print, in forced colours, and for readers who do not see the difference. */
const DRAWINGS = {
  critical: <rect width="6" height="6" className="fill-critical" />,
  major: (
    <>
      <rect width="6" height="6" className="fill-major" />
      <path d="M-1 1l2-2M-1 7L7-1M5 7l2-2" className="stroke-paper" />
    </>
  ),
  unknown: <rect width="6" height="6" className="fill-faint" />,
  minor: (
    <>
      <rect width="6" height="6" className="fill-paper" />
      <path d="M0 1h6M0 4h6" strokeWidth="2" className="stroke-minor" />
    </>
  ),
  none: (
    <>
      <rect width="6" height="6" className="fill-paper" />
      <circle cx="3" cy="3" r="1.25" className="fill-soft" />
    </>
  ),
} as const satisfies Record<Impact, unknown>

/** The `fill` of a shape that stands for an impact; `ImpactPatterns` must be on the page. */
export function impactFill(impact: Impact): string {
  return `url(#impact-${impact})`
}

/** Defines them once per page. */
export function ImpactPatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      {IMPACTS.map((impact) => (
        <pattern key={impact} id={`impact-${impact}`} width="6" height="6" patternUnits="userSpaceOnUse">
          {DRAWINGS[impact]}
        </pattern>
      ))}
    </svg>
  )
}
