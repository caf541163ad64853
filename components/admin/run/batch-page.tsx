import { FigureMoves } from '#components/admin/figure-moves.tsx'
import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import { Button, FormError, type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import type { BatchView } from '#lib/queries/schemas.ts'
import { batchHeading, batchProgressWords, noMovesWords } from './batch-words.ts'
import { LiveBatch } from './live-batch.tsx'
import { countWords, resultWords } from './run-words.ts'

type Line = BatchView['runs'][number]

/** A batch: its progress, the vendors whose figures it changes, and each of its runs with a link. */
export function BatchParts({
  batch,
  tried,
  state,
}: {
  batch: BatchView
  /** The dry run that this batch applied. */
  tried: BatchView | null
  state: FormState
}) {
  const { id, actor, createdAt, finishedAt, runs, dryRun } = batch
  return (
    <>
      <Section title={batchHeading(batch)} isRuled={false}>
        <p className="text-soft">
          Requested by {actor}, <Time at={createdAt} zone />
        </p>
        {finishedAt === null ? (
          <div className="mt-2">
            <LiveBatch id={id} dryRun={dryRun} initial={batchProgressWords(batch)} />
            <p className="mt-1 text-label text-soft scripted:hidden">
              <a href={`/admin/batches/${id}`} className="linked">
                Reload
              </a>{' '}
              to see progress. The batch continues even if you close this page.
            </p>
          </div>
        ) : (
          <p className="mt-2">{batchProgressWords(batch)}</p>
        )}
        {dryRun && <Apply batch={batch} state={state} />}
      </Section>
      {tried !== null && (
        <Section title="Headline figures" aside="as the dry run reported them">
          <p className="mb-3 text-small">
            This batch applied a{' '}
            <a href={`/admin/batches/${tried.id}`} className="linked">
              dry run
            </a>
            .
          </p>
          <MovingVendors batch={tried} />
        </Section>
      )}
      {(tried === null || hasMoves(batch)) && (
        <Section title="Headline figures" aside={dryRun ? 'as they would change' : 'as they changed'}>
          <MovingVendors batch={batch} />
        </Section>
      )}
      <Section title="Runs">
        <Table caption="Runs of this batch by vendor" columns={['Vendor', 'Source', 'Result', 'Incidents', 'Run']}>
          {runs.map((run) => (
            <Row key={run.id}>
              <Cell>
                <a href={`/admin/vendors/${run.vendor}`} className="linked">
                  {run.vendorName}
                </a>
              </Cell>
              <Cell>
                <span className="wrap-anywhere">{run.source}</span>
              </Cell>
              <Cell>
                <span className={run.state === 'failed' || run.state === 'suspicious' ? 'font-[620]' : ''}>
                  {resultWords(run)}
                </span>
                {run.error !== null && (
                  <span className="block text-label text-soft wrap-anywhere">{run.error.message}</span>
                )}
              </Cell>
              <Cell>{run.finishedAt === null ? '—' : countWords(run)}</Cell>
              <Cell>
                <a href={`/admin/runs/${run.id}`} className="linked">
                  {run.dryRun ? 'Difference' : 'View'}
                </a>
              </Cell>
            </Row>
          ))}
        </Table>
      </Section>
    </>
  )
}

function MovingVendors({ batch }: { batch: BatchView }) {
  const { runs } = batch
  if (!hasMoves(batch)) return <p className="text-soft">{noMovesWords(batch)}</p>
  return (
    <ul className="grid gap-5">
      {runs
        .filter(({ figures }) => figures.length > 0)
        .map((run) => (
          <li key={run.id}>
            <p className="mb-1 font-[580] wrap-anywhere">
              <a href={`/admin/runs/${run.id}`} className="linked">
                {run.vendorName}
              </a>
              {hasSeveral(run, runs) && <span className="font-normal text-soft"> · by {run.source} alone</span>}
            </p>
            <FigureMoves moves={run.figures} />
          </li>
        ))}
    </ul>
  )
}

function hasMoves({ runs }: BatchView): boolean {
  return runs.some(({ figures }) => figures.length > 0)
}

function Apply({ batch: { id, finishedAt, appliedAs, mode }, state }: { batch: BatchView; state: FormState }) {
  if (appliedAs !== null) {
    return (
      <p className="mt-3">
        <a href={`/admin/batches/${appliedAs}`} className="linked">
          This batch has been applied
        </a>
      </p>
    )
  }
  if (finishedAt === null) return null
  return (
    <form method="post" action={`/admin/batches/${id}/change`} className="mt-4 grid gap-2">
      <input type="hidden" name="form" value="batch" />
      <FormError state={stateOf('batch', state)} />
      <p className="max-w-[68ch] text-small text-soft">
        “Apply” does the same for real, source by source, except for sources that failed or were rejected.
        {mode === 'poll' && ' Each source is read again, so changes that the vendor made in the meantime are included.'}
      </p>
      <p>
        <Button look="main" name="operation" value="apply">
          Apply
        </Button>
      </p>
    </form>
  )
}

function hasSeveral({ vendor }: Line, runs: Line[]): boolean {
  return runs.filter((run) => run.vendor === vendor).length > 1
}
