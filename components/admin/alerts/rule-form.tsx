import { IMPACT_WORDS, KIND_WORDS } from '#components/text/incident-words.ts'
import {
  Button,
  CheckField,
  ChoiceField,
  FormError,
  type FormState,
  SelectField,
  TextArea,
  TextField,
} from '#components/ui/form.tsx'
import { ALERT_EVENT_KINDS } from '#lib/domain/alerts/event-kinds.ts'
import { EVENT_WORDS } from '#lib/domain/alerts/event-words.ts'
import { DEFAULT_EVENTS, DIGEST_CHOICES, MAX_RULE_NAME_LENGTH, type RuleView } from '#lib/domain/alerts/rule.ts'
import { IMPACTS, KINDS } from '#lib/domain/incident.ts'

const DIGEST_WORDS: Record<(typeof DIGEST_CHOICES)[number], string> = {
  15: 'Every 15 minutes',
  60: 'Every hour',
  240: 'Every four hours',
  1440: 'Every day at midnight',
}

interface Props {
  /** Null for a new one. */
  rule: RuleView | null
  targets: readonly { id: number; name: string }[]
  state: FormState
}

/** The form of a new rule, or of one that there is. */
export function RuleForm({ rule, targets, state }: Props) {
  const events: readonly string[] = rule?.events ?? DEFAULT_EVENTS
  const kinds: readonly string[] = rule?.kinds ?? ['incident', 'maintenance']
  const chosen = new Set(rule?.targets.map(({ id }) => id) ?? targets.map(({ id }) => id))
  return (
    <form method="post" action="/admin/alerts/rules/change" className="grid max-w-140 gap-4">
      <input type="hidden" name="form" value={rule === null ? 'create' : 'edit'} />
      {rule !== null && <input type="hidden" name="rule" value={rule.id} />}
      <FormError state={state} />
      <TextField
        name="name"
        label="Name"
        required
        autoComplete="off"
        maxLength={MAX_RULE_NAME_LENGTH}
        value={rule?.name ?? ''}
        state={state}
      />
      <TextArea
        name="vendors"
        label="Vendors"
        rows={2}
        value={rule?.vendors?.map(({ slug }) => slug).join(', ') ?? ''}
        hint="Slugs separated by commas, or the address of a stack. Leave empty for all vendors."
        state={state}
      />
      <TextArea
        name="components"
        label="Components"
        rows={2}
        value={rule?.components.join('\n') ?? ''}
        hint="Names as the vendors write them, one per line. Leave empty for all components."
        state={state}
      />
      <Group title="Kinds of incidents" error={state.errors.kinds}>
        {KINDS.map((kind) => (
          <CheckField
            key={kind}
            name={`kind-${kind}`}
            label={KIND_WORDS[kind]}
            checked={kinds.includes(kind)}
            state={state}
          />
        ))}
      </Group>
      <SelectField
        name="minImpact"
        label="Minimum impact"
        value={rule?.minImpact ?? ''}
        options={[{ value: '', label: 'Any' }, ...IMPACTS.map((value) => ({ value, label: IMPACT_WORDS[value] }))]}
        state={state}
      />
      <Group title="Notify when" error={state.errors.events}>
        {ALERT_EVENT_KINDS.map((kind) => (
          <CheckField
            key={kind}
            name={`event-${kind}`}
            label={EVENT_WORDS[kind]}
            checked={events.includes(kind)}
            state={state}
          />
        ))}
      </Group>
      <Group title="Targets" error={state.errors.targets}>
        {targets.length === 0 && <p className="text-small text-soft">There are no targets yet.</p>}
        {targets.map(({ id, name }) => (
          <ChoiceField key={id} name="targets" value={String(id)} label={name} checked={chosen.has(id)} state={state} />
        ))}
      </Group>
      <Timing rule={rule} state={state} />
      <p>
        <Button look="main">{rule === null ? 'Create rule' : 'Save'}</Button>
      </p>
    </form>
  )
}

function Timing({ rule, state }: Pick<Props, 'rule' | 'state'>) {
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          name="quietFrom"
          label="Quiet from"
          placeholder="22:00"
          value={rule?.quietFrom ?? ''}
          state={state}
        />
        <TextField name="quietUntil" label="until" placeholder="07:00" value={rule?.quietUntil ?? ''} state={state} />
      </div>
      <TextField
        name="zone"
        label="Time zone"
        value={rule?.zone ?? 'UTC'}
        hint="For quiet hours and digests. Events during quiet hours are sent as one message when the quiet hours end."
        state={state}
      />
      <SelectField
        name="digestMinutes"
        label="Digest"
        value={String(rule?.digestMinutes ?? '')}
        options={[
          { value: '', label: 'None, each event at once' },
          ...DIGEST_CHOICES.map((minutes) => ({ value: String(minutes), label: DIGEST_WORDS[minutes] })),
        ]}
        state={state}
      />
      <TextField
        name="coolDownMinutes"
        label="Cool-down in minutes"
        inputMode="numeric"
        value={String(rule?.coolDownMinutes ?? '')}
        hint="After a message about an incident, later updates wait this long and are sent as one message. Leave empty to send each at once."
        state={state}
      />
      <CheckField
        name="paused"
        label="Pause this rule"
        checked={rule !== null && rule.pausedAt !== null}
        state={state}
      />
    </>
  )
}

function Group({ title, error, children }: { title: string; error: string | undefined; children: React.ReactNode }) {
  return (
    <fieldset className="grid gap-0.5">
      <legend className="text-label text-soft">{title}</legend>
      {error !== undefined && (
        <p role="alert" className="text-small">
          {error}
        </p>
      )}
      {children}
    </fieldset>
  )
}
