import { IMPACT_WORDS } from '#components/text/incident-words.ts'
import { Time } from '#components/text/time.tsx'
import { toDateTime } from '#components/text/time-text.ts'
import {
  Button,
  CheckField,
  FormError,
  type FormState,
  SelectField,
  stateOf,
  TextArea,
  TextField,
} from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatInstant } from '#lib/domain/format.ts'
import { IMPACTS, KINDS } from '#lib/domain/incident.ts'
import type { AdminCorrection, IncidentFacts } from '#lib/queries/admin-schemas.ts'

const KIND_WORDS = { incident: 'Outage', maintenance: 'Maintenance', notice: 'Notice' } as const

interface Props {
  incident: IncidentFacts
  state: FormState
}

/** What the source says, what has been corrected, and the correction form. */
export function CorrectionParts({ incident, state }: Props) {
  const { source, statedWindow, corrections } = incident
  return (
    <>
      <Section title="The source says" isRuled={false}>
        <p className="text-small tabular-nums">
          {KIND_WORDS[source.kind as keyof typeof KIND_WORDS]}, impact {source.impact}; from{' '}
          <Instant at={source.startedAt} missing="no time given" /> to{' '}
          <Instant at={source.endedAt} missing="no end yet" />
        </p>
      </Section>
      {statedWindow !== null && (
        <Section title="Stated window" aside="in the vendor’s text">
          <StatedWindowForm incident={incident} statedWindow={statedWindow} />
        </Section>
      )}
      <Section title="Correct">
        <CorrectionForm incident={incident} state={stateOf('correct', state)} />
      </Section>
      <Section title="Corrections" aside="shown publicly">
        {corrections.length === 0 ? (
          <p className="text-soft">There are no corrections.</p>
        ) : (
          <ul className="grid gap-4 text-small">
            {corrections.toReversed().map((correction) => (
              <CorrectionLine key={correction.id} incident={incident} correction={correction} />
            ))}
          </ul>
        )}
      </Section>
    </>
  )
}

function CorrectionForm({ incident: { id, shown }, state }: Props) {
  return (
    <form method="post" action={`/admin/incidents/${id}/change`} className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="correct" />
      <FormError state={state} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          name="startedAt"
          label="Start (UTC)"
          value={toField(shown.startedAt)}
          placeholder="2026-01-14 21:47:00"
          state={state}
        />
        <TextField
          name="endedAt"
          label="End (UTC)"
          value={toField(shown.endedAt)}
          hint="Leave empty if the incident has not ended."
          state={state}
        />
        <SelectField
          name="kind"
          label="Kind"
          value={shown.kind}
          options={KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
          state={state}
        />
        <SelectField
          name="impact"
          label="Impact"
          value={shown.impact}
          options={IMPACTS.map((value) => ({ value, label: IMPACT_WORDS[value] }))}
          state={state}
        />
      </div>
      <CheckField name="excluded" label="Not an outage: show but do not count" checked={shown.excluded} state={state} />
      <TextArea
        name="reason"
        label="Reason"
        rows={3}
        required
        hint="Shown publicly with your name, beside every field that you change."
        state={state}
      />
      <p>
        <Button look="main">Correct</Button>
      </p>
    </form>
  )
}

/** Durations in the vendor's own words count towards totals only once an admin accepts them. */
function StatedWindowForm({
  incident: { id },
  statedWindow: { from, to, quote },
}: {
  incident: IncidentFacts
  statedWindow: { from: Date; to: Date; quote: string }
}) {
  return (
    <form method="post" action={`/admin/incidents/${id}/change`} className="grid gap-3">
      <p className="max-w-[68ch] text-small">
        <q>{quote}</q>: <Time at={from} /> to <Time at={to} zone />
      </p>
      <input type="hidden" name="form" value="window" />
      <input type="hidden" name="startedAt" value={toField(from)} />
      <input type="hidden" name="endedAt" value={toField(to)} />
      <input type="hidden" name="reason" value={`The vendor’s text says: “${quote.slice(0, 400)}”`} />
      <p>
        <Button>Use as start and end</Button>
      </p>
    </form>
  )
}

function CorrectionLine({ incident, correction }: { incident: IncidentFacts; correction: AdminCorrection }) {
  const { id, field, value, reason, author, createdAt, revokedAt, revokedBy } = correction
  return (
    <li className={revokedAt === null ? '' : 'text-soft'}>
      <p>
        <b className="font-[580]">{field.replace(/([A-Z])/g, ' $1').toLowerCase()}</b>: {valueWords(value)}
      </p>
      <p className="text-soft wrap-anywhere">
        {reason} — {author}, <Time at={createdAt} zone />
      </p>
      {revokedAt === null ? (
        <form method="post" action={`/admin/incidents/${incident.id}/change`} className="mt-1.5">
          <input type="hidden" name="form" value="revoke" />
          <Button name="correction" value={String(id)}>
            Revoke
          </Button>
        </form>
      ) : (
        <p>
          Revoked by {revokedBy}, <Time at={revokedAt} zone />
        </p>
      )}
    </li>
  )
}

function Instant({ at, missing }: { at: Date | null; missing: string }) {
  return at === null ? missing : <Time at={at} zone />
}

function valueWords(value: unknown): string {
  if (value === null) return 'none'
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? formatInstant(new Date(value)) : value
  return value === true ? 'yes' : 'no'
}

/** "2026-01-14 21:47:00", a format that is easy to type too. */
function toField(at: Date | null): string {
  return at === null ? '' : toDateTime(at).replace('T', ' ').replace('Z', '')
}
