import { ReadActions } from '#components/admin/run/read-actions.tsx'
import { RunTable } from '#components/admin/run/run-table.tsx'
import { UnderWay } from '#components/admin/run/under-way.tsx'
import { SourceTable } from '#components/admin/source/source-table.tsx'
import { type FormState, stateOf } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'
import { SOURCE_HEALTHS } from '#lib/domain/source-health.ts'
import type { Overview } from '#lib/queries/admin-schemas.ts'
import type { QueueProgress } from '#lib/queries/schemas.ts'
import type { AdminSource } from '#lib/queries/source-schemas.ts'
import { type Attention, listAttention } from './attention.ts'
import { formatBytes } from './bytes.ts'
import { FirstSteps } from './first-steps.tsx'
import { HEALTH_WORDS } from './health-words.ts'
import { SampleSection } from './sample-parts.tsx'

export function OverviewParts({
  overview,
  underWay,
  hasPublicUrl,
  freeBytes,
  now,
  state,
}: {
  overview: Overview
  underWay: QueueProgress
  hasPublicUrl: boolean
  /** Free space on the site's own disk; null where it cannot be read. */
  freeBytes: number | null
  now: Date
  state: FormState
}) {
  const { sources, setup, sample, queue, storage, recentRuns } = overview
  const polled = sources.filter(({ health }) => health !== 'archive').sort(byHealth)
  return (
    <>
      <FirstSteps setup={{ ...setup, hasPublicUrl }} />
      <UnderWay queue={underWay} here="/admin" />
      <Section title="To do">
        <AttentionList list={listAttention(overview, freeBytes, now)} hasSources={polled.length > 0} />
      </Section>
      <SampleSection sample={sample} state={state} />
      <Section title="Sources" aside={healthSentence(overview)}>
        {polled.length === 0 ? (
          <p>
            No status page is read yet.{' '}
            <a href="/admin/catalogue" className="linked">
              Choose vendors
            </a>
          </p>
        ) : (
          <SourceTable sources={polled} />
        )}
      </Section>
      <Section title="Runs" aside={queueWords(queue)}>
        <RunTable caption="Newest runs" runs={recentRuns} />
        <p className="mt-3 mb-5">
          <a href="/admin/runs" className="linked">
            All runs
          </a>
        </p>
        <ReadActions address="/admin/ingest" what=" everything" hasAddress state={stateOf('ingest', state)} />
      </Section>
      <Section id="storage" title="Storage">
        <p>
          {formatCount(storage.vendorCount, 'vendor')} with {formatCount(storage.incidentCount, 'incident')} from{' '}
          {formatCount(storage.documentCount, 'document')} of {formatBytes(storage.documentBytes)}; the database takes{' '}
          {formatBytes(storage.databaseBytes)}.
          {freeBytes !== null && ` The site’s disk has ${formatBytes(freeBytes)} left.`}
        </p>
      </Section>
    </>
  )
}

function AttentionList({ list, hasSources }: { list: Attention[]; hasSources: boolean }) {
  if (list.length === 0)
    return <p>{hasSources ? 'Nothing needs your attention.' : 'Nothing, as no status page is read yet.'}</p>
  return (
    <ul className="grid gap-3">
      {list.map(({ what, next, href }) => (
        <li key={`${what}${href}`}>
          <a href={href} className="linked font-[620] wrap-anywhere">
            {what}
          </a>
          <span className="block max-w-[68ch] text-small text-soft">{next}</span>
        </li>
      ))}
    </ul>
  )
}

/** Worst health first; vendors with the same health keep their given order, by name. */
function byHealth(a: AdminSource, b: AdminSource): number {
  return SOURCE_HEALTHS.indexOf(a.health) - SOURCE_HEALTHS.indexOf(b.health)
}

function queueWords({ queued, running, workerCount }: Overview['queue']): string {
  return `${formatInteger(queued)} waiting, ${formatInteger(running)} running, ${formatCount(workerCount, 'worker')}`
}

/** "12 fresh, 1 failing", worst first. */
function healthSentence({ sources }: Overview): string {
  const counts = SOURCE_HEALTHS.map((health) => ({
    health,
    count: sources.filter((source) => source.health === health).length,
  }))
  return counts
    .filter(({ count }) => count > 0)
    .map(({ health, count }) => `${formatInteger(count)} ${HEALTH_WORDS[health].toLowerCase()}`)
    .join(', ')
}
