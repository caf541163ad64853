import { TimelineBar } from '#components/chart/timeline-bar.tsx'
import { EndButton } from '#components/push/push-button.tsx'
import { AsOfNotice } from '#components/text/as-of-notice.tsx'
import { IncidentIcon, StateIcon } from '#components/text/icon.tsx'
import { STATUS_WORDS, withdrawnWords } from '#components/text/incident-words.ts'
import { Summary } from '#components/text/summary.tsx'
import { Age, OtherClock, Time } from '#components/text/time.tsx'
import { VendorLink } from '#components/text/vendor-link.tsx'
import { IncidentAdminActions } from '#components/ui/admin-actions.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Actions, PageTitle } from '#components/ui/page-title.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount } from '#lib/domain/format.ts'
import type { DurationBasis } from '#lib/domain/incident.ts'
import type { CascadeView, IncidentInFull, IncidentView } from '#lib/queries/schemas.ts'
import { incidentPath, vendorPath } from '#lib/url/path.ts'
import { CiteNote } from './cite-note.tsx'
import { ExpectedNote } from './expected-note.tsx'
import { IncidentChanges } from './incident-changes.tsx'
import { IncidentFigures } from './incident-figures.tsx'
import { IncidentLinks } from './incident-links.tsx'
import { incidentSentence } from './incident-sentence.ts'
import { IncidentWhen } from './incident-when.tsx'
import { ReportLink } from './report-link.tsx'
import { StatedWindow } from './stated-window.tsx'
import { Timeline } from './timeline.tsx'

interface Neighbour {
  title: string
  permalink: string
}

export interface IncidentPageProps {
  incident: IncidentInFull
  previous: Neighbour | null
  next: Neighbour | null
  sameTime: IncidentView[]
  /** Of how many other vendors the history covers its time; null without a start. */
  othersKnown: { known: number; unknown: number } | null
  /** The access date for the citation. */
  now: Date
  /** The past moment that the page shows; null for now. */
  asOf: Date | null
  /** What happened around its start; null without one. */
  cascade: CascadeView | null
  /** Where readers report mistakes: a mail address or a page's; null where none is configured. */
  reportTo: string | null
  /** Whether an admin reads it. */
  isAdmin: boolean
}

/** A permalink: one incident with everything known about it. */
export function IncidentPage(props: IncidentPageProps) {
  const { incident, previous, next, sameTime, othersKnown, now, asOf, cascade, reportTo, isAdmin } = props
  return (
    <>
      <PageTitle
        crumbs={
          <>
            <a href="/" className="hover:underline">
              Vendors
            </a>
            {' / '}
            <a href={vendorPath(incident.vendor)} className="hover:underline">
              {incident.vendorName}
            </a>
          </>
        }
        actions={
          <Actions>
            <li className="hidden scripted:block">
              <button type="button" data-copy={incident.permalink} className="linked">
                Copy link
              </button>
            </li>
            <li className="hidden shares:block">
              <button type="button" data-share className="linked">
                Share
              </button>
            </li>
            <li>
              <CiteNote incident={incident} now={now} />
            </li>
            {asOf === null && isOpen(incident) && (
              <li className="hidden pushes:block">
                <EndButton incident={incident.id} />
              </li>
            )}
          </Actions>
        }
      >
        <bdi>{incident.title}</bdi>
      </PageTitle>
      <StatusLine incident={incident} asOf={asOf} />
      {isAdmin && <IncidentAdminActions id={incident.id} vendor={incident.vendor} />}
      <AsOfNotice asOf={asOf} presentHref={incidentPath(incident.vendor, incident.id, incident.title)} />
      <Warnings incident={incident} />
      <div className="mt-5.5">
        <Summary sentence={incidentSentence(incident)} />
        {incident.statedWindow !== null && (
          <p className="mt-2 text-soft">
            <StatedWindow stated={incident.statedWindow} startedAt={incident.startedAt} />
          </p>
        )}
        {incident.expected !== undefined && (
          <p className="mt-2 text-soft">
            <ExpectedNote expected={incident.expected} />
          </p>
        )}
      </div>
      <TimelineBar incident={incident} />
      <IncidentFigures incident={incident} />
      <Section
        title="Timeline"
        isRuled={false}
        aside={incident.isSample ? 'summarised by us' : `as ${incident.vendorName} wrote it`}
      >
        {incident.updates.length > 0 ? (
          <div className="max-w-190">
            <Timeline incident={incident} updates={incident.updates} withAnchors />
          </div>
        ) : (
          <p className="text-small text-soft">{missingUpdates(incident)}</p>
        )}
      </Section>
      <IncidentChanges incident={incident} />
      <IncidentLinks incident={incident} sameTime={sameTime} othersKnown={othersKnown} cascade={cascade} />
      <Section title="Source">
        <p className="text-small text-soft">
          {incident.sourceUrl !== null && (
            <>
              <VendorLink href={incident.sourceUrl}>Original at {hostOf(incident.sourceUrl)}</VendorLink>
              {' · '}
            </>
          )}
          first seen <Time at={incident.firstSeenAt} zone /> · document sha256{' '}
          <code className="text-label wrap-anywhere">{incident.documentSha256}</code>
          <ReportLink to={reportTo} about={incident.permalink} title={incident.title} />
        </p>
        <p className="mt-1 hidden text-small text-soft print:block">
          {incident.permalink}, read <Time at={now} zone />
        </p>
      </Section>
      <nav
        aria-label="Previous and next incident"
        className="mt-10 flex flex-wrap justify-between gap-x-8 gap-y-3 border-line border-t pt-5 print:hidden"
      >
        {previous !== null && <NeighbourLink neighbour={previous} rel="prev" word="← Previous" />}
        {next !== null && <NeighbourLink neighbour={next} rel="next" word="Next →" />}
      </nav>
    </>
  )
}

/** Whether its end can be waited for: its source would say so. */
function isOpen({ durationBasis, durationIsMinimum, withdrawnAt, excluded, isSample }: IncidentInFull): boolean {
  return durationBasis === 'ongoing' && !durationIsMinimum && withdrawnAt === null && !excluded && !isSample
}

/** An incident that, as far as is known, is not over, where the vendor gives no status. */
const WORDS_OF_OPEN: Partial<Record<DurationBasis, string>> = {
  ongoing: 'Open',
  planned: 'Planned',
  unclear: 'Not understood',
}

/** "● Resolved  Oct 20, 2025, 09:54 → 10:11 UTC" */
function StatusLine({ incident, asOf }: { incident: IncidentInFull; asOf: Date | null }) {
  const isOver = !(incident.durationBasis in WORDS_OF_OPEN)
  const isLostSight = incident.durationBasis === 'ongoing' && incident.durationIsMinimum
  const said = isLostSight ? 'Open when last read' : (WORDS_OF_OPEN[incident.durationBasis] ?? 'Over')
  const word = incident.status === null || isLostSight ? said : STATUS_WORDS[incident.status]
  return (
    <p className="mt-4 flex flex-wrap items-baseline gap-x-3">
      <span className={`font-[620] ${isOver ? 'text-up' : ''}`}>
        <span className="mr-2.5">
          {isOver ? <StateIcon state="up" /> : <IncidentIcon kind={incident.kind} impact={incident.impact} />}
        </span>
        {word}
      </span>
      <span className="text-small text-soft tabular-nums max-md:w-full max-md:pl-5.5">
        <IncidentWhen incident={incident} form="instant" />
        {!isOver && asOf === null && incident.startedAt !== null && incident.durationSeconds !== null && (
          <Age since={incident.startedAt} word="started" />
        )}
        {incident.startedAt !== null && <OtherClock from={incident.startedAt} to={incident.endedAt} />}
      </span>
    </p>
  )
}

function Warnings({ incident }: { incident: IncidentInFull }) {
  const neverBegan = incident.durationBasis === 'planned' && incident.withdrawnAt !== null
  return (
    <>
      {incident.excluded && !neverBegan && (
        <Notice>
          An admin corrected this to “not an outage”: it is shown but counts in no total. The reason is below.
        </Notice>
      )}
      {incident.withdrawnAt !== null && (
        <Notice>
          {incident.vendorName} withdrew this incident after we had read it (<Time at={incident.withdrawnAt} zone />
          ). {withdrawnWords(incident)}
        </Notice>
      )}
      {incident.isSample && (
        <Notice>
          <b className="font-[580] text-ink">Sample archive.</b> The title, times and statuses are {incident.vendorName}
          ’s; we wrote the short texts.
        </Notice>
      )}
    </>
  )
}

function missingUpdates({ declaredUpdateCount }: IncidentInFull): string {
  return declaredUpdateCount === null || declaredUpdateCount === 0
    ? 'No update was posted.'
    : `The source claims ${formatCount(declaredUpdateCount, 'update')} but lists none.`
}

function NeighbourLink({ neighbour, rel, word }: { neighbour: Neighbour; rel: 'prev' | 'next'; word: string }) {
  return (
    <a href={neighbour.permalink} rel={rel} className={`max-w-[30rem] ${rel === 'next' ? 'ml-auto text-right' : ''}`}>
      <span className="block text-label text-soft">{word}</span>
      <bdi className="linked wrap-anywhere">{neighbour.title}</bdi>
    </a>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
