import { Button, FormError, type FormState, TextField } from '#components/ui/form.tsx'
import { KIND_FACTS, TARGET_KINDS, type TargetKind } from '#lib/domain/alerts/target-kinds.ts'
import { TargetFields } from './target-fields.tsx'
import { KIND_HELP } from './target-words.ts'

/** The kinds to choose from, and the form of the chosen one. */
export function AddTarget({ kind, state }: { kind: TargetKind | null; state: FormState }) {
  return (
    <>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-small">
        {TARGET_KINDS.map((each) => (
          <li key={each}>
            <a
              href={`/admin/alerts/targets?kind=${each}#add`}
              aria-current={each === kind ? 'true' : undefined}
              className="linked inline-block min-h-6 aria-[current]:font-[620]"
            >
              {KIND_FACTS[each].label}
            </a>
          </li>
        ))}
      </ul>
      {kind !== null && (
        <form method="post" action="/admin/alerts/targets/add" className="mt-4 grid max-w-140 gap-3">
          <input type="hidden" name="kind" value={kind} />
          <FormError state={state} />
          <p className="max-w-[68ch] text-small">{KIND_HELP[kind].how}</p>
          <p className="max-w-[68ch] text-small text-soft">Who reads it: {KIND_HELP[kind].privacy}</p>
          <TextField
            name="name"
            label="Name"
            required
            autoComplete="off"
            maxLength={60}
            hint="For rules and the log, such as the channel: #ops"
            state={state}
          />
          <TargetFields kind={kind} state={state} />
          <p>
            <Button look="main">Add and send a test</Button>
          </p>
        </form>
      )}
    </>
  )
}
