import { Cascade } from '#components/chart/cascade.tsx'
import { IncidentLine } from '#components/incident/incident-line.tsx'
import { Summary } from '#components/text/summary.tsx'
import { toDateTime } from '#components/text/time-text.ts'
import { CollapsibleList } from '#components/ui/collapsible-list.tsx'
import { Field, SubmitButton } from '#components/ui/field.tsx'
import { Actions, PageTitle } from '#components/ui/page-title.tsx'
import { formatInstant, formatInteger } from '#lib/domain/format.ts'
import type { CascadeView, CoverageAt, IncidentView } from '#lib/queries/schemas.ts'
import { atSentence } from './at-sentence.ts'
import { MomentCoverage } from './moment-coverage.tsx'

/** What the field of a time takes. */
const CLOCK = '([01]?[0-9]|2[0-3]):[0-5][0-9]'

/** Suggestions; any other IANA name is accepted too. */
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

export interface AtPageProps {
  /** The moment in the address, as typed. */
  asked: string | null
  /** The zone in which `asked` was read; null for UTC. */
  zone: string | null
  /** The parsed moment; null while none is asked for, or when it cannot be shown. */
  moment: Date | null
  incidents: IncidentView[]
  /** Whether more incidents were open than are listed. */
  isCut: boolean
  /** Which vendors' coverage has the moment; null while none is asked for. */
  coverage: CoverageAt | null
  /** What happened in the hours around it; null while none is asked for. */
  cascade: CascadeView | null
  now: Date
  problem?: string
}

/** What was open at a moment, over all vendors. */
export function AtPage({ asked, zone, moment, incidents, isCut, coverage, cascade, now, problem }: AtPageProps) {
  const [date, clock] = fieldsOf(asked, moment)
  return (
    <>
      <PageTitle actions={moment !== null && <MomentActions moment={moment} now={now} />}>
        What was down at a moment
      </PageTitle>
      <form action="/at" className="whole mt-5 flex flex-wrap items-end gap-3 print:hidden">
        <Field label="Date" className="grow sm:w-42 sm:grow-0">
          <input type="date" name="t" required defaultValue={date} className="field" />
        </Field>
        <Field label="Time, 24 hours" className="w-32">
          <input
            type="text"
            name="t"
            required
            defaultValue={clock}
            placeholder="19:45"
            pattern={CLOCK}
            maxLength={5}
            autoComplete="off"
            className="field"
          />
        </Field>
        <Field label="Time zone" className="w-full sm:w-52">
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
          “{asked}” is not a moment this page can show. {problem}
        </p>
      )}
      {moment === null || coverage === null ? (
        <p className="mt-5 max-w-[68ch] text-soft">
          In an address, <code>t</code> is an instant with its zone: <code>/at?t=2025-06-12T19:45:00Z</code> or{' '}
          <code>/at?t=2025-06-12T21:45+02:00</code>. Without an offset, the time is read in the time zone given beside
          it, or else in UTC. The latest moment is {formatInstant(now)}.
        </p>
      ) : (
        <Open moment={moment} incidents={incidents} isCut={isCut} coverage={coverage} cascade={cascade} />
      )}
    </>
  )
}

function Open({
  moment,
  incidents,
  isCut,
  coverage,
  cascade,
}: Pick<AtPageProps, 'incidents' | 'isCut' | 'cascade'> & { moment: Date; coverage: CoverageAt }) {
  const [outages, maintenances] = (['incident', 'maintenance'] as const).map((kind) =>
    incidents.filter((incident) => incident.kind === kind),
  )
  return (
    <>
      <div className="mt-7" aria-live="polite">
        <Summary sentence={atSentence(incidents, moment, isCut)} />
      </div>
      <Lines title="Outages" incidents={outages ?? []} />
      <Lines title="Maintenance" incidents={maintenances ?? []} />
      {cascade !== null && cascade.lanes.length > 0 && (
        <section className="mt-8">
          <h2 className="font-[620]">Six hours before and after</h2>
          <Cascade cascade={cascade} moment="the moment asked for" />
        </section>
      )}
      <MomentCoverage coverage={coverage} />
    </>
  )
}

const HOUR_MS = 3_600_000

/** Steps by an hour, since what is open changes by the hour, and shares the moment. */
function MomentActions({ moment, now }: { moment: Date; now: Date }) {
  const addressOf = (instant: Date) => `/at?t=${toDateTime(instant)}`
  const later = new Date(moment.getTime() + HOUR_MS)
  return (
    <Actions>
      <li>
        <a href={addressOf(new Date(moment.getTime() - HOUR_MS))} rel="prev" className="linked">
          One hour earlier
        </a>
      </li>
      {later <= now && (
        <li>
          <a href={addressOf(later)} rel="next" className="linked">
            One hour later
          </a>
        </li>
      )}
      <li className="hidden scripted:block">
        <button type="button" data-copy={addressOf(moment)} className="linked">
          Copy link
        </button>
      </li>
    </Actions>
  )
}

function Lines({ title, incidents }: { title: string; incidents: IncidentView[] }) {
  if (incidents.length === 0) return null
  return (
    <section className="mt-7">
      <h2 className="font-[620]">
        {title}{' '}
        <span className="font-normal text-label text-soft">{formatInteger(incidents.length)}, newest first</span>
      </h2>
      <CollapsibleList
        most={25}
        className="ruled mt-2 border-line border-y [&>li]:py-3"
        items={incidents.map((incident) => <IncidentLine key={incident.id} incident={incident} />)}
      />
    </section>
  )
}

/**
 * What the fields of a date and a time hold: what was typed there, or the moment in UTC when the address gave one. They are two, and
 * the second is text, since a browser shows the hours of its own kinds of field as its language has them, with AM and PM.
 */
function fieldsOf(asked: string | null, moment: Date | null): (string | undefined)[] {
  const isTyped = asked !== null && /^\d{4}-\d{2}-\d{2}T\d{1,2}:\d{2}$/.test(asked)
  return (isTyped ? asked : moment?.toISOString().slice(0, 16))?.split('T') ?? []
}
