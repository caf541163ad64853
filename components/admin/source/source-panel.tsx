import { ReadActions } from '#components/admin/run/read-actions.tsx'
import { adviceFor } from '#components/admin/run/run-words.ts'
import { Time } from '#components/text/time.tsx'
import { Button, type FormState, stateOf, TextField } from '#components/ui/form.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { Health } from './source-table.tsx'

/** One source of a vendor: its health, and the actions on it. */
export function SourcePanel({ source, state, isOnly }: { source: AdminSource; state: FormState; isOnly: boolean }) {
  const { id, vendor, key, url, origin, isPrimary, pausedAt, health, lastRun, incidentCount, documentCount } = source
  const { movedTo, movedFrom } = source
  return (
    <section aria-label={`Source ${key}`} className="border-line border-t py-4 first:border-0 first:pt-0">
      <h3 className="font-[620] wrap-anywhere">
        {key}
        <span className="font-normal text-soft">
          {!isOnly && isPrimary && ' · primary'}
          {origin === 'sample' && ' · bundled sample'}
        </span>
      </h3>
      <p className="text-small">
        <Health source={source} /> · {formatCount(incidentCount, 'incident')} · {formatCount(documentCount, 'document')}
        {source.lastGoodReadAt !== null && (
          <>
            {' '}
            · last good read <Time at={source.lastGoodReadAt} zone />
          </>
        )}
      </p>
      {url !== null && <p className="text-label text-soft wrap-anywhere">{url}</p>}
      {movedTo !== null && <p className="text-small wrap-anywhere">Moved: the history continues in {movedTo}.</p>}
      {movedFrom.length > 0 && (
        <p className="text-small wrap-anywhere">This source continues the history of {movedFrom.join(', ')}.</p>
      )}
      {lastRun?.error && health !== 'fresh' && (
        <p className="mt-1 max-w-[68ch] text-small">
          <a href={`/admin/runs/${lastRun.id}`} className="linked wrap-anywhere">
            {lastRun.error.message}
          </a>{' '}
          <span className="text-soft">{adviceFor(lastRun.error)}</span>
        </p>
      )}
      <details open={isOnly || state.form === `interval-${id}`} className="mt-2" data-changes>
        <summary className="linked w-fit cursor-pointer py-1.5 text-small">
          {url === null ? 'Read again' : 'Read again, change the interval'}
        </summary>
        <div className="mt-3 mb-4">
          <ReadActions address={`/admin/vendors/${vendor}/ingest`} source={id} hasAddress={url !== null} />
          {url !== null && <IntervalForm source={source} state={state} />}
        </div>
      </details>
      <div className="mt-3 flex flex-wrap items-end gap-2 empty:hidden">
        <ChangeForm source={source} name="pause" label="Pause" isShown={url !== null && pausedAt === null} />
        <ChangeForm source={source} name="resume" label="Resume" isShown={pausedAt !== null && movedTo === null} />
      </div>
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-small">
        {!isPrimary && !isOnly && movedTo === null && (
          <a href={`/admin/sources/${id}/primary`} className="linked">
            Make primary…
          </a>
        )}
        {origin === 'live' && (
          <a href={`/admin/sources/${id}/move`} className="linked">
            {movedTo === null ? 'Move source…' : 'Undo the move…'}
          </a>
        )}
        <a href={`/admin/runs?vendor=${vendor}&source=${id}`} className="linked">
          Runs
        </a>
        <a href={`/admin/sources/${id}/delete`} className="linked">
          Delete…
        </a>
      </p>
    </section>
  )
}

function ChangeForm({
  source,
  name,
  label,
  isShown,
}: {
  source: AdminSource
  name: string
  label: string
  isShown: boolean
}) {
  if (!isShown) return null
  return (
    <form method="post" action={`/admin/sources/${source.id}/change`}>
      <input type="hidden" name="vendor" value={source.vendor} />
      <Button name="operation" value={name}>
        {label}
      </Button>
    </form>
  )
}

function IntervalForm({ source, state }: { source: AdminSource; state: FormState }) {
  const form = `interval-${source.id}`
  return (
    <form method="post" action={`/admin/sources/${source.id}/change`} className="mt-3 flex flex-wrap items-end gap-2">
      <input type="hidden" name="form" value={form} />
      <input type="hidden" name="vendor" value={source.vendor} />
      <TextField
        name="minutes"
        label="Minutes between polls"
        inputMode="numeric"
        value={String(source.pollIntervalSeconds / 60)}
        scope={form}
        state={stateOf(form, state)}
        className="w-44"
      />
      <Button name="operation" value="interval">
        Change
      </Button>
    </form>
  )
}
