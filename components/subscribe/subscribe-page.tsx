import { NewsButton } from '#components/push/push-button.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { formatInteger, namesOf } from '#lib/domain/format.ts'
import { rankImpact } from '#lib/domain/incident.ts'
import { narrowingPhrases } from '#lib/text/filter-words.ts'
import { kindNoun } from '#lib/text/headline.ts'
import type { HistoryFilter } from '#lib/url/filter.ts'
import { vendorPath } from '#lib/url/path.ts'
import { addressOf, subscribePath, webcalOf } from './addresses.ts'

export interface SubscribePageProps {
  /** None for all vendors. */
  vendors: { slug: string; name: string }[]
  filter: HistoryFilter
  /** The outages on record of these vendors, and how many of them are not rated. */
  rated: { total: number; unrated: number }
  base: string
}

/** Every address that brings news of some vendors, to copy. Needs no script. */
export function SubscribePage({ vendors, filter, rated, base }: SubscribePageProps) {
  const slugs = vendors.map(({ slug }) => slug)
  const address = (file: string) => addressOf({ slugs, filter, base }, file)
  const [only] = vendors
  const what = [kindNoun(filter.kind, 2), ...narrowingPhrases(filter)].join(' ')
  return (
    <>
      <PageTitle
        crumbs={
          vendors.length === 1 &&
          only !== undefined && (
            <a href={vendorPath(only.slug)} className="hover:underline">
              {only.name}
            </a>
          )
        }
      >
        {subscribeTitle(vendors)}
      </PageTitle>
      <p className="mt-4 max-w-[68ch] text-soft">
        These addresses bring {what}: an entry when one is posted, and news of it with each update. Copy the one that
        your program takes.
      </p>
      <Severity slugs={slugs} filter={filter} rated={rated} />
      {slugs.length > 0 && <InThisBrowser slugs={slugs} />}
      <div className="mt-7 grid max-w-190 gap-5">
        <Copyable label="Slack: paste this line into a channel" text={`/feed subscribe ${address('feed.atom')}`} />
        <Copyable label="Feed reader (Atom)" text={address('feed.atom')} />
        <Copyable label="RSS" text={address('feed.rss')} />
        <Copyable label="JSON Feed" text={address('feed.json')} />
        <Copyable label="Calendar" text={webcalOf(address('calendar.ics'))} />
        <p className="text-small">
          <a href={webcalOf(address('calendar.ics'))} className="linked">
            Open in a calendar program
          </a>
        </p>
        {vendors.length === 1 && only !== undefined && (
          <Copyable label="Program for Atlassian Statuspage (every impact)" text={base + vendorPath(only.slug)} />
        )}
      </div>
    </>
  )
}

/** Push messages, and what they cost in privacy. */
function InThisBrowser({ slugs }: { slugs: string[] }) {
  return (
    <div className="mt-7 hidden max-w-[68ch] pushes:block">
      <p>
        <NewsButton vendors={slugs} />
      </p>
      <p className="mt-1 text-small text-soft">
        In this browser, without an account. This site keeps an address at your browser’s push service, encrypted, and
        which vendors it is for. It learns nothing else about you, and the push service cannot read the messages.
      </p>
    </div>
  )
}

export function subscribeTitle(vendors: { name: string }[]): string {
  if (vendors.length === 0) return 'Subscribe to all vendors'
  return `Subscribe to ${vendors.length > 4 ? `${vendors.length} vendors` : namesOf(vendors)}`
}

/** A choice between everything and what is bad, as links; and what the choice leaves out. */
function Severity({ slugs, filter, rated }: { slugs: string[] } & Pick<SubscribePageProps, 'filter' | 'rated'>) {
  const bringsOutages = filter.kind === 'incident' || filter.kind === 'all'
  const isMajor = filter.impact !== null && rankImpact(filter.impact) >= rankImpact('major')
  const choices = [
    { label: 'Every impact', impact: null, isChosen: filter.impact === null },
    { label: 'Only major and worse', impact: 'major', isChosen: filter.impact === 'major' },
  ] as const
  return (
    <>
      <ul className="mt-4 flex flex-wrap gap-x-5 gap-y-1">
        {choices.map(({ label, impact, isChosen }) => (
          <li key={label}>
            <a
              href={subscribePath(slugs, { ...filter, impact })}
              aria-current={isChosen ? 'true' : undefined}
              className={isChosen ? 'font-[620]' : 'linked'}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
      {bringsOutages && isMajor && rated.unrated > 0 && (
        <p className="mt-2 max-w-[68ch] text-small text-soft">
          {rated.unrated === rated.total
            ? 'None of the outages on record has an impact rating, so these addresses may never bring any.'
            : `${formatInteger(rated.unrated)} of ${formatInteger(rated.total)} outages on record ${rated.unrated === 1 ? 'has' : 'have'} no impact rating. Such outages are left out.`}
        </p>
      )}
    </>
  )
}

function Copyable({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex items-end gap-x-4">
      <label className="min-w-0 grow">
        <span className="block pb-1 text-label text-soft">{label}</span>
        <input readOnly value={text} className="field" />
      </label>
      <button type="button" data-copy={text} className="linked hidden min-h-9 text-small scripted:inline">
        Copy
      </button>
    </div>
  )
}
