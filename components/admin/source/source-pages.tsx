import { type FigureMove, FigureMoves } from '#components/admin/figure-moves.tsx'
import { CopyFirst } from '#components/admin/vendor/deletion-impact.tsx'
import { Button, ConfirmField, FormError, type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { DeletionImpact } from '#lib/domain/deletion-impact.ts'
import { formatCount } from '#lib/domain/format.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { describeDeletionImpact } from '#lib/text/deletion-impact.ts'

interface Props {
  source: AdminSource
  moves: FigureMove[]
  state: FormState
}

/** How the figures change when this source becomes the primary one, and the button that makes it so. */
export function PrimaryParts({ source: { id, vendor, key, isPrimary, movedTo }, moves, state }: Props) {
  if (isPrimary) return <p className="mt-6 wrap-anywhere">{key} is the primary source.</p>
  if (movedTo !== null) return <p className="mt-6 wrap-anywhere">This source has moved: {movedTo} replaces it.</p>
  return (
    <Section title="Effect" isRuled={false}>
      <p className="max-w-[68ch] wrap-anywhere">
        Where {key} covers the time completely, its incidents count; incidents of other sources are shown but not
        counted. This source decides the state of the vendor.
      </p>
      <div className="mt-3">
        {moves.length === 0 ? <p>No headline figure changes.</p> : <FigureMoves moves={moves} />}
      </div>
      <form method="post" action={`/admin/sources/${id}/change`} className="mt-4 grid gap-2">
        <input type="hidden" name="form" value="primary" />
        <input type="hidden" name="vendor" value={vendor} />
        <FormError state={stateOf('primary', state)} />
        <p>
          <Button look="main" name="operation" value="primary">
            Make primary
          </Button>
        </p>
      </form>
    </Section>
  )
}

/** What is deleted with a source, and the form that deletes it. */
export function DeleteSourceParts({
  source,
  deletionImpact,
  moves,
  state,
}: Props & { deletionImpact: DeletionImpact }) {
  const { id, vendor, vendorName, key } = source
  const { permalinks, sources: _, ...rows } = deletionImpact
  const own = stateOf('delete', state)
  return (
    <Section title="What is deleted" isRuled={false}>
      <form method="post" action={`/admin/sources/${id}/change`} className="grid max-w-140 gap-3">
        <input type="hidden" name="form" value="delete" />
        <input type="hidden" name="vendor" value={vendor} />
        <FormError state={own} />
        <p className="max-w-[68ch] wrap-anywhere">
          This deletes {key} of {vendorName} for good, with {describeDeletionImpact(rows)}.{' '}
          {formatCount(permalinks, 'permalink')} will return “not found”; those of incidents that another source also
          lists will lead there. This cannot be undone here.
        </p>
        {moves.length > 0 && (
          <>
            <p>Headline figures that change:</p>
            <FigureMoves moves={moves} />
          </>
        )}
        <p className="max-w-[68ch] text-small text-soft">
          To stop reading the source but keep its history, pause it instead.
        </p>
        <CopyFirst vendor={vendor} />
        <ConfirmField word={key} state={own} />
        <p>
          <Button look="danger" name="operation" value="delete">
            Delete source
          </Button>
        </p>
      </form>
    </Section>
  )
}
