import { Section } from '#components/ui/section.tsx'
import type { QueueProgress } from '#lib/queries/schemas.ts'
import { LiveQueue } from './live-queue.tsx'

/** The runs that an admin waits for, of one vendor or of all, with their progress; nothing when there are none. */
export function UnderWay({
  queue,
  vendor,
  here,
}: {
  queue: QueueProgress
  /** Only this vendor's. */
  vendor?: string
  /** The address of this page. */
  here: string
}) {
  if (queue.runs.length === 0) return null
  const query = vendor === undefined ? '' : `?vendor=${encodeURIComponent(vendor)}`
  return (
    <Section title="Reading now" isRuled={false}>
      <LiveQueue address="/api/v1/queue" query={query} initial={queue} />
      <p className="mt-2 text-label text-soft scripted:hidden">
        <a href={here} className="linked">
          Reload
        </a>{' '}
        to see progress. Reading continues even if you close this page.
      </p>
    </Section>
  )
}
