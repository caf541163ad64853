import { formatCount, formatInstant } from '#lib/domain/format.ts'
import type { CoverageAt, IncidentView } from '#lib/queries/shapes.ts'
import { IncidentLine } from './incident-line.tsx'
import { Lede } from './lede.tsx'
import { MomentCoverage } from './moment-coverage.tsx'
import { PageTitle } from './page-title.tsx'
import { Field, SubmitButton } from './ui/field.tsx'

/** A few to begin with; any other name that the world uses will do. */
const ZONES = [
  'UTC',
  'America/Los_Angeles',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
] as const

interface AtPageProps {
  /** What the address asks for, as it stands there. */
  asked: string | null
  /** The zone whose clocks `asked` was read from; null for UTC. */
  zone: string | null
  /** The moment that it means; null while none is asked for, or none that can be shown. */
  moment: Date | null
  incidents: IncidentView[]
  /** What is known of the moment, of every vendor. */
  coverage: CoverageAt[]
  now: Date
  problem?: string
}

/** What was open at a moment, over all vendors. */
export function AtPage({ asked, zone, moment, incidents, coverage, now, problem }: AtPageProps) {
  return (
    <>
      <PageTitle>What was down at a moment</PageTitle>
      <form action="/at" className="mt-5 flex flex-wrap items-end gap-3 print:hidden">
        <Field label="Date and time" className="w-full sm:w-60">
          <input type="datetime-local" name="t" required defaultValue={fieldOf(asked, moment)} className="field" />
        </Field>
        <Field label="On the clocks of" className="w-full sm:w-52">
          <input
            type="text"
            name="zone"
            list="zones"
            defaultValue={zone ?? ''}
            placeholder="UTC"
            maxLength={60}
            autoComplete="off"
            className="field"
          />
          <datalist id="zones">
            {ZONES.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </Field>
        <SubmitButton>Show</SubmitButton>
      </form>
      {problem !== undefined && (
        <p role="alert" className="mt-5 max-w-[68ch]">
          “{asked}” cannot be shown. {problem}
        </p>
      )}
      {moment === null ? (
        <p className="mt-5 max-w-[68ch] text-soft">
          In an address, <code>t</code> is an instant with its zone: <code>/at?t=2025-06-12T19:45:00Z</code>, or{' '}
          <code>/at?t=2025-06-12T21:45+02:00</code>. Without one it is UTC, or the time of the zone that is named beside
          it. Nothing after {formatInstant(now)} can be shown.
        </p>
      ) : (
        <Open moment={moment} incidents={incidents} coverage={coverage} />
      )}
    </>
  )
}

function Open({ moment, incidents, coverage }: Pick<AtPageProps, 'incidents' | 'coverage'> & { moment: Date }) {
  const vendors = new Set(incidents.map(({ vendor }) => vendor)).size
  const parts =
    incidents.length === 0
      ? [{ text: `Nothing that we hold was open on ${formatInstant(moment)}.`, strong: false }]
      : [
          { text: formatCount(incidents.length, 'posting'), strong: true },
          {
            text: ` of ${formatCount(vendors, 'vendor')} ${incidents.length === 1 ? 'was' : 'were'} open on `,
            strong: false,
          },
          { text: formatInstant(moment), strong: true },
          { text: '.', strong: false },
        ]
  return (
    <>
      <div className="mt-7" aria-live="polite">
        <Lede sentence={{ parts, text: parts.map(({ text }) => text).join('') }} />
      </div>
      <ul className="mt-6 divide-y divide-line border-line border-y empty:hidden [&>li]:py-3">
        {incidents.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} />
        ))}
      </ul>
      <MomentCoverage coverage={coverage} />
    </>
  )
}

/** As `datetime-local` wants it, minutes and no zone: what was typed, or the moment in UTC that an address gave. */
function fieldOf(asked: string | null, moment: Date | null): string | undefined {
  if (asked !== null && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(asked)) return asked
  return moment?.toISOString().slice(0, 16)
}
