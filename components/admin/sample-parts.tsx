import { Button, CheckField, ConfirmField, FormError, type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { formatCount, listOf } from '#lib/domain/format.ts'
import type { SampleView } from '#lib/queries/admin-schemas.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'

/** The way from the bundled sample to real status pages, and the way to be rid of it. */
export function SampleSection({ sample, state }: { sample: SampleView; state: FormState }) {
  const { sources, onlyVendors } = sample
  if (sources === 0) return null
  const own = stateOf('sample', state)
  const count = onlyVendors.length
  return (
    <Section title="Sample" aside="the archive that comes with the site">
      {count === 0 ? (
        <p className="max-w-[68ch]">
          Every vendor of the sample has a source of its own now. The sample of a vendor counts until that source has
          been read, and not after that.
        </p>
      ) : (
        <form method="post" action="/admin/sample/read" className="grid gap-2">
          <input type="hidden" name="form" value="sample" />
          <FormError state={own} />
          <p className="max-w-[68ch]">
            {listOf(onlyVendors)} {count === 1 ? 'shows' : 'show'} only the sample, which ends at its last known day.
          </p>
          <CheckField name="backfill" label="Also read their whole history" checked state={own} scope="sample-" />
          <p>
            <Button look="main">{count === 1 ? 'Read the real page' : `Read the real pages of these ${count}`}</Button>
          </p>
        </form>
      )}
      <p className="mt-3">
        <a href="/admin/sample/remove" className="linked">
          Remove the sample…
        </a>
      </p>
    </Section>
  )
}

/** What goes with the sample, and the form that removes it. */
export function RemoveSample({
  sample,
  impact,
  word,
  state,
}: {
  sample: SampleView
  /** Null once there is no sample. */
  impact: (DeletionImpact & { vendors: number }) | null
  word: string
  state: FormState
}) {
  if (impact === null) return <p className="mt-6">There is no sample here any more.</p>
  const { vendors, permalinks, ...rows } = impact
  return (
    <Section title="What is deleted" isRuled={false}>
      <form method="post" action="/admin/sample/change" className="grid max-w-140 gap-3">
        <input type="hidden" name="form" value="removeSample" />
        <FormError state={stateOf('removeSample', state)} />
        <p className="max-w-[68ch]">
          This deletes the bundled sample for good: {describeDeletionImpact(rows)}.{' '}
          {formatCount(permalinks, 'permalink')} will return “not found”; those of incidents that another source also
          lists will lead there.
        </p>
        <p className="max-w-[68ch]">
          {vendors === 0
            ? 'No vendor is deleted: each has a source of its own.'
            : `${formatCount(vendors, 'vendor')} with nothing but the sample ${vendors === 1 ? 'is' : 'are'} deleted too: ${listOf(sample.onlyVendors)}. To keep one, read its real page first.`}{' '}
          Everything that was read from status pages or uploaded stays.
        </p>
        <ConfirmField word={word} state={stateOf('removeSample', state)} />
        <p>
          <Button look="danger">Remove the sample</Button>
        </p>
      </form>
    </Section>
  )
}
