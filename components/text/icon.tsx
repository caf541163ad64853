import type { Impact, Kind, State } from '#lib/domain/incident.ts'

/** Shapes distinguish what colour alone cannot; a word always stands beside them. */
const OUTLINES = {
  disc: <circle cx="6" cy="6" r="5" />,
  ring: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  dashes: (
    <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.2 2.25" />
  ),
  square: <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" />,
  wedge: <path d="M.5 1.5h11L6 11z" />,
  triangle: <path d="M6 1l5.5 9.5H.5z" />,
  diamond: <path d="M6 0l6 6-6 6-6-6z" />,
} as const

type Look = { outline: keyof typeof OUTLINES; colour: string }

const IMPACT_LOOKS = {
  none: { outline: 'ring', colour: 'text-soft' },
  minor: { outline: 'wedge', colour: 'text-minor' },
  unknown: { outline: 'dashes', colour: 'text-soft' },
  major: { outline: 'triangle', colour: 'text-major' },
  critical: { outline: 'diamond', colour: 'text-critical' },
} as const satisfies Record<Impact, Look>

const STATE_LOOKS = {
  up: { outline: 'disc', colour: 'text-up' },
  degraded: { outline: 'triangle', colour: 'text-major' },
  down: { outline: 'diamond', colour: 'text-critical' },
  maintenance: { outline: 'square', colour: 'text-maintenance' },
  unknown: { outline: 'dashes', colour: 'text-soft' },
} as const satisfies Record<State, Look>

const KIND_LOOKS = {
  incident: null,
  maintenance: { outline: 'square', colour: 'text-maintenance' },
  notice: { outline: 'ring', colour: 'text-soft' },
} as const satisfies Record<Kind, Look | null>

export function lookOfState(state: State): Look {
  return STATE_LOOKS[state]
}

export function StateIcon({ state }: { state: State }) {
  return <Icon {...STATE_LOOKS[state]} />
}

/** Outages show their impact; maintenance and notices show their kind. */
export function IncidentIcon({ kind, impact }: { kind: Kind; impact: Impact }) {
  return <Icon {...(KIND_LOOKS[kind] ?? IMPACT_LOOKS[impact])} />
}

function Icon({ outline, colour }: Look) {
  return (
    <svg aria-hidden="true" className={`shape ${colour}`}>
      <use href={`#${outline}`} />
    </svg>
  )
}

/** Defines each outline once per page, since a list of vendors draws hundreds. */
export function IconSymbols() {
  return Object.entries(OUTLINES).map(([outline, drawing]) => (
    <symbol key={outline} id={outline} viewBox="0 0 12 12">
      {drawing}
    </symbol>
  ))
}
