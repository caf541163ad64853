import { historyAddress } from '#components/filter/history-address.ts'
import { NewsButton } from '#components/push/push-button.tsx'
import { subscribePath } from '#components/subscribe/addresses.ts'
import { Note, NoteButton } from '#components/ui/note.tsx'
import { Actions } from '#components/ui/page-title.tsx'
import { DEFAULT_LIMIT, filterToQuery, type HistoryFilter } from '#lib/url/filter.ts'
import { choicePath } from '#lib/url/path.ts'
import { badgeCode, cardCode, type Embedded } from './embed-code.ts'

interface Form {
  label: string
  /** Relative to the vendor's path. */
  file: string
  /** Media type, for formats that programs look for in a page's head. */
  type?: string
  /** The HTML that embeds it in another page. */
  code?: { words: string; of: (embedded: Embedded) => string }
}

const SHOWN: Form[] = [{ label: 'CSV', file: 'incidents.csv' }]

const MORE: Form[] = [
  { label: 'Atom', file: 'feed.atom', type: 'application/atom+xml' },
  { label: 'Calendar', file: 'calendar.ics', type: 'text/calendar' },
  { label: 'RSS', file: 'feed.rss', type: 'application/rss+xml' },
  { label: 'JSON Feed', file: 'feed.json', type: 'application/feed+json' },
  { label: 'JSON', file: 'incidents.json' },
  { label: 'NDJSON', file: 'incidents.ndjson' },
  { label: 'Markdown', file: 'incidents.md' },
  { label: 'Evidence (ZIP)', file: 'evidence.zip' },
  { label: 'Grafana annotations', file: 'annotations.json' },
  { label: 'Prometheus metrics', file: 'metrics' },
  { label: 'Badge', file: 'badge.svg', code: { words: 'Copy the badge’s code', of: badgeCode } },
  { label: 'Card to embed', file: 'embed', code: { words: 'Copy the card’s code', of: cardCode } },
]

/** The history in other formats, under the same filter as the page. */
export function Downloads({ slug, name, filter }: { slug: string; name: string; filter: HistoryFilter }) {
  return (
    <Actions>
      <li>
        <a href={subscribePath([slug], filter)} className="linked">
          Subscribe
        </a>
      </li>
      {SHOWN.map(({ label, file }) => (
        <li key={file}>
          <a href={addressOf(slug, file, filter)} className="linked">
            {label}
          </a>
        </li>
      ))}
      <li>
        <a href={`/api/v1${historyAddress(slug, filter, { cursor: null })}`} className="linked">
          API
        </a>
      </li>
      <li>
        <a href={choicePath('/compare', [slug], filterToQuery(filter, { cursor: null }))} className="linked">
          Compare
        </a>
      </li>
      <li>
        <a href={choicePath('/stack', [slug], '')} data-add-to-stack={slug} className="linked">
          Add to my stack
        </a>
      </li>
      <li>
        <NoteButton id="more-forms">More</NoteButton>
        <Note id="more-forms" title="Other formats of this history">
          <ul className="mt-2 grid gap-1">
            {MORE.map(({ label, file, code }) => (
              <li key={file}>
                <a href={addressOf(slug, file, filter)} className="linked">
                  {label}
                </a>
                {code && (
                  <button
                    type="button"
                    data-copy={code.of({
                      name,
                      address: addressOf(slug, file, filter),
                      page: historyAddress(slug, filter, { cursor: null }),
                    })}
                    className="linked ml-3 hidden text-soft scripted:inline"
                  >
                    {code.words}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </Note>
      </li>
      {filter.asOf === null && (
        <li className="hidden pushes:block">
          <NewsButton vendors={[slug]} />
        </li>
      )}
    </Actions>
  )
}

/** Alternate formats for the page's head: addresses by media type. */
export function alternatesOf(slug: string, filter: HistoryFilter): Record<string, string> {
  return Object.fromEntries(
    [...SHOWN, ...MORE].flatMap(({ file, type }) =>
      type === undefined ? [] : [[type, addressOf(slug, file, filter)]],
    ),
  )
}

/** A pack counts all outages of the window, and its address takes no other parameter. */
const WITHOUT_FILTERS = {
  kind: 'incident',
  impact: null,
  status: null,
  component: null,
  q: null,
  limit: DEFAULT_LIMIT,
} as const

/** A file holds the whole list, so its query leaves out the position in it. */
function addressOf(slug: string, file: string, filter: HistoryFilter): string {
  const of = file === 'evidence.zip' ? { ...filter, ...WITHOUT_FILTERS } : filter
  return historyAddress(slug, of, { cursor: null }, file)
}
