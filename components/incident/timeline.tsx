import { Body } from '#components/text/body.tsx'
import { STATUS_WORDS } from '#components/text/incident-words.ts'
import { Time } from '#components/text/time.tsx'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'

interface TimelineProps {
  incident: IncidentView
  updates: UpdateView[]
  /** The update before the first of these, when they continue a longer timeline. */
  before?: UpdateView
  /** Texts longer than this are cut; a click shows the rest. */
  maxLength?: number
  /** Gives each update an anchor and a link to it. */
  withAnchors?: boolean
}

/**
 * The vendor's updates, oldest first. Their styles are in globals.css under `timeline`, since a page has hundreds of updates.
 */
export function Timeline({ incident, updates, before, maxLength, withAnchors = false }: TimelineProps) {
  return (
    <ol className="timeline">
      {updates.map((update, index) => {
        const after = (updates[index - 1] ?? before)?.postedAt ?? incident.startedAt
        const time = <Time at={update.postedAt} form="clock" after={after} followsIt={index > 0} />
        return (
          <li key={update.id} data-status={update.status} id={withAnchors ? anchorOf(update) : undefined}>
            {withAnchors ? <a href={`#${anchorOf(update)}`}>{time}</a> : time}
            <p>
              {wordOf(update)}
              <Marks update={update} />
              {withAnchors && <CopyAnchor to={anchorOf(update)} />}
            </p>
            <Body text={update.body} isMarkdown={update.isMarkdown} maxLength={maxLength} />
          </li>
        )
      })}
    </ol>
  )
}

export function anchorOf(update: UpdateView): string {
  return `update-${update.id.replace(/[^A-Za-z0-9_-]/g, '-')}`
}

/** Our word for the status, or else the source's own, since many update without changing it. */
function wordOf({ status, sourceStatus }: UpdateView): string {
  if (status !== null) return STATUS_WORDS[status]
  return sourceStatus ?? 'Update'
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

/** Hidden until the pointer or keyboard focus comes near; always visible on devices without hover. */
function CopyAnchor({ to }: { to: string }) {
  return (
    <button type="button" data-copy={`#${to}`} className="copy-anchor linked">
      Copy link
    </button>
  )
}
