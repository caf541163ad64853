import type { ReactNode } from 'react'
import type { Status } from '#lib/domain/incident.ts'
import type { IncidentView, UpdateView } from '#lib/queries/shapes.ts'
import { Body } from './body.tsx'
import { STATUS_WORDS } from './incident-words.ts'
import { Time } from './time.tsx'

/** Filled where something is known, hollow while people look; the word stands beside it. */
const DOTS = {
  investigating: 'border-major bg-paper',
  identified: 'border-major bg-major',
  monitoring: 'border-minor bg-paper',
  resolved: 'border-up bg-up',
  postmortem: 'border-soft bg-soft',
  scheduled: 'border-maintenance bg-paper',
  in_progress: 'border-maintenance bg-maintenance',
  verifying: 'border-minor bg-paper',
  completed: 'border-up bg-up',
} as const satisfies Record<Status, string>

interface TimelineProps {
  incident: IncidentView
  updates: UpdateView[]
  /** The update before the first of these, when they are the rest of a longer timeline. */
  before?: UpdateView
  /** Longest text that is shown here; the rest is a click away. */
  maxLength?: number
  /** Gives each update an anchor and a link to it. */
  withAnchors?: boolean
}

/** What the vendor posted, oldest first. */
export function Timeline({ incident, updates, before, maxLength, withAnchors = false }: TimelineProps) {
  return (
    <ol className="ml-[5px] border-line border-l">
      {updates.map((update, index) => (
        <li
          key={update.id}
          id={withAnchors ? anchorOf(update) : undefined}
          className="group relative grid grid-cols-[1fr_auto] gap-x-3.5 pb-3 pl-4 last:pb-0 target:bg-tint md:grid-cols-[6.25rem_1fr]"
        >
          <span
            aria-hidden="true"
            className={`absolute top-[7px] -left-[4.5px] size-2 rounded-full border-[1.5px] ${
              update.status === null ? 'border-faint bg-paper' : DOTS[update.status]
            }`}
          />
          <p className="order-2 whitespace-nowrap text-label text-soft leading-[1.75] tabular-nums md:order-1">
            <Anchor to={withAnchors ? anchorOf(update) : null}>
              <Time
                at={update.postedAt}
                form="clock"
                after={(updates[index - 1] ?? before)?.postedAt ?? incident.startedAt}
              />
            </Anchor>
          </p>
          <div className="order-1 min-w-0 max-md:contents md:order-2">
            <p className={`order-1 font-[580] text-label leading-[1.75] ${isOver(update.status) ? 'text-up' : ''}`}>
              {wordOf(update)}
              <Marks update={update} />
              {withAnchors && <CopyAnchor to={anchorOf(update)} />}
            </p>
            <div className="order-3 col-span-2 min-w-0 max-w-[66ch] text-pretty">
              <Body text={update.body} isMarkdown={update.isMarkdown} maxLength={maxLength} />
            </div>
          </div>
        </li>
      ))}
    </ol>
  )
}

export function anchorOf(update: UpdateView): string {
  return `update-${update.id.replace(/[^A-Za-z0-9_-]/g, '-')}`
}

/** Our word for the status, else the source's own, as many update without changing it. */
function wordOf({ status, sourceStatus }: UpdateView): string {
  if (status !== null) return STATUS_WORDS[status]
  return sourceStatus ?? 'Update'
}

function isOver(status: Status | null): boolean {
  return status === 'resolved' || status === 'completed'
}

function Marks({ update: { editedAt, withdrawnAt } }: { update: UpdateView }) {
  if (editedAt === null && withdrawnAt === null) return null
  return (
    <span className="ml-2 font-normal text-soft">
      {editedAt !== null && 'edited by the vendor'}
      {editedAt !== null && withdrawnAt !== null && ', '}
      {withdrawnAt !== null && 'withdrawn by the vendor'}
    </span>
  )
}

function Anchor({ to, children }: { to: string | null; children: ReactNode }) {
  if (to === null) return children
  return (
    <a href={`#${to}`} className="hover:text-ink hover:underline">
      {children}
    </a>
  )
}

/** Kept out of sight until pointer or key comes near; where nothing can hover, it is always there. */
function CopyAnchor({ to }: { to: string }) {
  return (
    <button
      type="button"
      data-copy={`#${to}`}
      className="linked ml-3 hidden min-h-6 font-normal text-soft hover:text-ink scripted:inline [@media(hover:hover)]:opacity-0 [@media(hover:hover)]:focus-visible:opacity-100 [@media(hover:hover)]:group-hover:opacity-100 print:hidden"
    >
      Copy link
    </button>
  )
}
