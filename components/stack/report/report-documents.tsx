import { Time } from '#components/text/time.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'
import type { ReportView } from '#lib/queries/schemas.ts'
import { nameOf } from './report-outages.tsx'

/** More lines than these are for programs: the JSON has all. */
const MAX_SHOWN = 60

/** The hashes of the documents that the outages of the quarter were read from. */
export function ReportDocuments({ report: { documents, vendors } }: { report: ReportView }) {
  return (
    <Section title="Documents" aside={formatInteger(documents.length)}>
      <p className="max-w-[68ch] text-small text-soft">
        {documents.length === 0
          ? 'No outage of the quarter is on record, so no document is listed.'
          : 'The outages above are taken from these documents, each under the sha256 of its bytes as served.'}
      </p>
      <ul className="mt-2 grid gap-1 text-label">
        {documents.slice(0, MAX_SHOWN).map(({ vendor, url, sha256, lastReadAt, incidentCount }) => (
          <li key={`${vendor} ${url} ${sha256}`} className="wrap-anywhere">
            {nameOf(vendors, vendor)}, {formatCount(incidentCount, 'outage')},{' '}
            {lastReadAt === null ? (
              'read time not noted'
            ) : (
              <>
                last read <Time at={lastReadAt} zone />
              </>
            )}
            : <code>{sha256}</code>
          </li>
        ))}
      </ul>
      {documents.length > MAX_SHOWN && (
        <p className="mt-2 text-label text-soft">
          {formatInteger(documents.length - MAX_SHOWN)} more are in the Markdown and the JSON.
        </p>
      )}
    </Section>
  )
}
