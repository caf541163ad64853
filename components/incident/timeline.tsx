import { Body } from '#components/text/body.tsx'
import { STATUS_WORDS } from '#components/text/incident-words.ts'
import { Time } from '#components/text/time.tsx'
import { formatInteger } from '#lib/domain/format.ts'
import type { IncidentView, UpdateView } from '#lib/queries/schemas.ts'
import { collapseRepeats } from './collapse-repeats.ts'

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
 * The vendor's updates, oldest first; several in a row that say the same are collapsed. Their styles are in globals.css under
 * `timeline`, since a page has hundreds of updates.
 */
export function Timeline({ incident, updates, before, maxLength, withAnchors = false }: TimelineProps) {
  const lineOf = (update: UpdateView, index: number) => (
    <TimelineUpdate
      key={update.id}
      update={update}
      after={(updates[index - 1] ?? before)?.postedAt ?? incident.startedAt}
      followsIt={index > 0}
      maxLength={maxLength}
      withAnchor={withAnchors}
    />
  )
  return (
    <ol className="timeline">
      {collapseRepeats(updates).map(({ from, to }) =>
        to - from === 1 ? (
          updates.slice(from, to).map((update) => lineOf(update, from))
        ) : (
          <li key={`${updates[from]?.id} collapsed`} className="repeated-updates">
            <details>
              <summary className="linked inline-block py-1 text-label text-soft hover:text-ink">
                {repeatWords(updates.slice(from, to))}
              </summary>
              <ol className="timeline">
                {updates.slice(from, to).map((update, index) => lineOf(update, from + index))}
              </ol>
            </details>
          </li>
        ),
      )}
    </ol>
  )
}

function TimelineUpdate({
  update,
  after,
  followsIt,
  maxLength,
  withAnchor,
}: {
  update: UpdateView
  after: Date | null
  followsIt: boolean
  maxLength?: number
  withAnchor: boolean
}) {
  const time = <Time at={update.postedAt} form="clock" after={after} followsIt={followsIt} />
  return (
    <li data-status={update.status} id={withAnchor ? anchorOf(update) : undefined}>
      {withAnchor ? <a href={`#${anchorOf(update)}`}>{time}</a> : time}
      <p>
        {wordOf(update)}
        <Marks update={update} />
        {withAnchor && <CopyAnchor to={anchorOf(update)} />}
      </p>
      <Body text={update.body} isMarkdown={update.isMarkdown} maxLength={maxLength} />
    </li>
  )
}

/** "10 more updates without a text" */
function repeatWords(collapsed: UpdateView[]): string {
  const isEmpty = collapsed.every(({ body }) => body.trim() === '')
  return `${formatInteger(collapsed.length)} more updates ${isEmpty ? 'without a text' : 'with the same text'}`
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
