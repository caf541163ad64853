import { Button, FormError, type FormState } from '#components/ui/form.tsx'

interface Action {
  mode: 'poll' | 'backfill' | 'replay'
  label: string
  /** What the action does, and what it costs. */
  explanation: string
  /** A back-fill would read a whole history only to discard it. */
  hasDryRun: boolean
}

const ACTIONS: readonly Action[] = [
  { mode: 'poll', label: 'Poll', explanation: 'Reads what the status page lists now.', hasDryRun: true },
  {
    mode: 'backfill',
    label: 'Back-fill',
    explanation: 'Reads the older history too, slowly, so that the page is not overloaded. This can take hours.',
    hasDryRun: false,
  },
  {
    mode: 'replay',
    label: 'Replay',
    explanation: 'Parses the stored documents again, without a request to anybody.',
    hasDryRun: true,
  },
]

/**
 * The ways to read sources again, each with what it does beside its button. A dry run is a button of the action that it
 * belongs to.
 */
export function ReadActions({
  address,
  source = null,
  what = '',
  hasAddress,
  state,
}: {
  /** Where the forms are sent. */
  address: string
  /** Only this source of the vendor. */
  source?: number | null
  /** Follows each action: " everything". */
  what?: string
  /** Without one there is nothing to poll. */
  hasAddress: boolean
  state?: FormState
}) {
  return (
    <div data-changes className="grid gap-3">
      {state !== undefined && <FormError state={state} />}
      {ACTIONS.filter(({ mode }) => hasAddress || mode === 'replay').map(({ mode, label, explanation, hasDryRun }) => (
        <form key={mode} method="post" action={address} className="grid gap-x-4 gap-y-1 md:grid-cols-[19rem_1fr]">
          <input type="hidden" name="form" value="ingest" />
          <input type="hidden" name="mode" value={mode} />
          {source !== null && <input type="hidden" name="source" value={source} />}
          <p className="flex flex-wrap gap-2 self-start">
            <Button>
              {label}
              {what}
              {mode === 'poll' && ' now'}
            </Button>
            {hasDryRun && (
              <Button name="dryRun" value="on">
                Dry-run {label.toLowerCase()}
              </Button>
            )}
          </p>
          <p className="max-w-[52ch] text-label text-soft md:self-center">{explanation}</p>
        </form>
      ))}
      <p className="max-w-[68ch] text-label text-soft">
        A dry run reports what the action would change, and changes nothing. You can apply it afterwards.
      </p>
    </div>
  )
}
