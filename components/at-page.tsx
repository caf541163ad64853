import { formatCount, formatInstant } from '#lib/domain/format.ts'
import type { IncidentView } from '#lib/queries/shapes.ts'
import { IncidentLine } from './incident-line.tsx'
import { Lede } from './lede.tsx'
import { PageTitle } from './page-title.tsx'
import { Field, SubmitButton } from './ui/field.tsx'

interface AtPageProps {
  /** What the address asks for, as it stands there. */
  asked: string | null
  /** The moment that it means; null while none is asked for, or none that can be shown. */
  moment: Date | null
  incidents: IncidentView[]
  now: Date
  problem?: string
}

/** What was open at a moment, over all vendors. */
export function AtPage({ asked, moment, incidents, now, problem }: AtPageProps) {
  return (
    <>
      <PageTitle>What was down at a moment</PageTitle>
      <form action="/at" className="mt-5 flex flex-wrap items-end gap-3 print:hidden">
        <Field label="Date and time, UTC" className="w-full sm:w-60">
          <input
            type="datetime-local"
            name="t"
            required
            max={forField(now)}
            defaultValue={moment === null ? undefined : forField(moment)}
            className="field"
          />
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
          <code>/at?t=2025-06-12T21:45+02:00</code>.
        </p>
      ) : (
        <Open moment={moment} incidents={incidents} />
      )}
    </>
  )
}

function Open({ moment, incidents }: { moment: Date; incidents: IncidentView[] }) {
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
      <p className="mt-4 max-w-[68ch] text-small text-soft">
        A vendor that is not listed posted nothing for this moment, or is not known that far back; its page shows which.
      </p>
    </>
  )
}

/** As `datetime-local` wants it: minutes, and no zone. */
function forField(instant: Date): string {
  return instant.toISOString().slice(0, 16)
}
