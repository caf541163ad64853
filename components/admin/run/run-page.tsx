import { formatBytes } from '#components/admin/bytes.ts'
import { FigureMoves } from '#components/admin/figure-moves.tsx'
import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import { Button, FormError, type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatDuration } from '#lib/domain/format.ts'
import type { Application, DocumentLine } from '#lib/queries/admin-schemas.ts'
import type { RunView } from '#lib/queries/schemas.ts'
import { DiffList, figuresOf } from './diff-list.tsx'
import { LiveRun } from './live-run.tsx'
import { progressWords } from './progress-words.ts'
import { adviceFor, countWords, runHeading, runWords } from './run-words.ts'

export interface RunPartsProps {
  run: RunView
  documents: DocumentLine[]
  items: { id: string; path: string; reason: string }[]
  application: Application
  state: FormState
}

/** One run: its progress or result, what it changed, and what it read. */
export function RunParts({ run, documents, items, application, state }: RunPartsProps) {
  return (
    <>
      <Section title={runHeading(run)} isRuled={false}>
        <p className="text-soft">
          {runWords(run)}, <Times run={run} />
        </p>
        {run.finishedAt === null ? (
          <div className="mt-2">
            <LiveRun id={run.id} initial={progressWords(run)} />
            <p className="mt-1 text-label text-soft scripted:hidden">
              <a href={`/admin/runs/${run.id}`} className="linked">
                Reload
              </a>{' '}
              to see progress. The run continues even if you close this page.
            </p>
          </div>
        ) : (
          <p className="mt-2">Incidents: {countWords(run)}.</p>
        )}
        {run.error !== null && (
          <div role="note" className="mt-3 max-w-[68ch] border-ink border-l-2 pl-3.5">
            <p className="font-[580] wrap-anywhere">{run.error.message}</p>
            <p className="text-small">{adviceFor(run.error)}</p>
          </div>
        )}
        <RunActions run={run} appliedAs={application.appliedAs} state={state} />
      </Section>
      {run.finishedAt !== null && (
        <Section title={run.dryRun ? 'What the run would change' : 'What the run changed'}>
          {application.tried !== null && <Tried run={application.tried} />}
          <DiffList diff={run.diff} isDryRun={run.dryRun} />
        </Section>
      )}
      {run.warnings.length > 0 && (
        <Section title="Warnings" aside={String(run.warnings.length)}>
          <ul className="grid gap-1 text-small">
            {[...new Set(run.warnings)].map((warning) => (
              <li key={warning} className="wrap-anywhere">
                {warning}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {items.length > 0 && (
        <Section title="Quarantine" aside="items that could not be parsed">
          <ul className="grid gap-1 text-small">
            {items.map(({ id, path, reason }) => (
              <li key={id} className="wrap-anywhere">
                <code>{path}</code>: {reason}
              </li>
            ))}
          </ul>
          <p className="mt-2">
            <a href="/admin/quarantine" className="linked">
              Open quarantine
            </a>
          </p>
        </Section>
      )}
      <Section title="Documents">
        <DocumentTable documents={documents} isReplay={run.mode === 'replay'} />
      </Section>
    </>
  )
}

/** The figures that the dry run reported, beside what its application changed. */
function Tried({ run }: { run: RunView }) {
  const figures = figuresOf(run.diff)
  return (
    <div className="mb-5">
      <p className="mb-1 text-small">
        This run applied a{' '}
        <a href={`/admin/runs/${run.id}`} className="linked">
          dry run
        </a>
        {figures.length === 0 ? ', which reported no change of headline figures.' : ', which reported:'}
      </p>
      <FigureMoves moves={figures} />
    </div>
  )
}

function Times({ run: { createdAt, startedAt, finishedAt } }: { run: RunView }) {
  if (startedAt === null) {
    return (
      <>
        requested <Time at={createdAt} zone />
      </>
    )
  }
  if (finishedAt === null) {
    return (
      <>
        since <Time at={startedAt} zone />
      </>
    )
  }
  const seconds = Math.round((finishedAt.getTime() - startedAt.getTime()) / 1000)
  return (
    <>
      <Time at={startedAt} zone />, {seconds < 60 ? `${seconds}s` : formatDuration(seconds)}
    </>
  )
}

function RunActions({ run, appliedAs, state }: { run: RunView; appliedAs: string | null; state: FormState }) {
  const own = stateOf('run', state)
  return (
    <form method="post" action={`/admin/runs/${run.id}/change`} className="mt-4 flex flex-wrap items-center gap-2">
      <input type="hidden" name="form" value="run" />
      <FormError state={own} />
      {appliedAs !== null && (
        <a href={`/admin/runs/${appliedAs}`} className="linked mr-3">
          This dry run has been applied
        </a>
      )}
      {run.finishedAt === null ? (
        <Button name="operation" value="cancel">
          Cancel
        </Button>
      ) : (
        <>
          {run.dryRun && run.state !== 'failed' && appliedAs === null && (
            <Button look="main" name="operation" value="apply">
              Apply
            </Button>
          )}
          <Button name="operation" value="retry">
            {run.dryRun ? 'Dry-run again' : 'Run again'}
          </Button>
        </>
      )}
    </form>
  )
}

function DocumentTable({ documents, isReplay }: { documents: DocumentLine[]; isReplay: boolean }) {
  if (isReplay) return <p className="text-soft">A replay reads every stored document of its source.</p>
  if (documents.length === 0) return <p className="text-soft">No document is stored.</p>
  return (
    <Table caption="Documents of this run" columns={['Stored', 'Address', 'Size', 'Bytes as served']}>
      {documents.map(({ id, storedAt, url, sha256, byteLength, isKept }) => (
        <Row key={id}>
          <Cell>
            <Time at={storedAt} form="short" zone />
          </Cell>
          <Cell>
            <span className="wrap-anywhere">{url ?? sha256.slice(0, 12)}</span>
          </Cell>
          <Cell>{formatBytes(byteLength)}</Cell>
          <Cell>
            {isKept ? (
              <>
                <a href={`/admin/documents/${id}`} className="linked">
                  View
                </a>{' '}
                <a href={`/admin/documents/${id}/raw`} className="linked">
                  Download
                </a>
              </>
            ) : (
              'pruned'
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  )
}
