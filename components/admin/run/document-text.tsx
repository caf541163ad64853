import { formatBytes } from '#components/admin/bytes.ts'
import { Time } from '#components/text/time.tsx'
import type { DocumentLine } from '#lib/queries/admin-schemas.ts'

/** More than anyone reads on a page; the download has the rest. */
const MAX_SHOWN = 100_000

/** A document shown as text, whatever its media type. `text` is null once its body has been pruned. */
export function DocumentText({ document, text }: { document: DocumentLine; text: string | null }) {
  const { id, url, contentType, byteLength, sha256, storedAt, isParsed } = document
  return (
    <>
      <dl className="mt-5 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 text-small [&>dd]:wrap-anywhere [&>dt]:text-soft">
        <dt>Address</dt>
        <dd>{url ?? 'pushed without an address'}</dd>
        <dt>Served as</dt>
        <dd>{contentType ?? 'not stated'}</dd>
        <dt>Size</dt>
        <dd>{formatBytes(byteLength)}</dd>
        <dt>First stored</dt>
        <dd>
          <Time at={storedAt} zone />
        </dd>
        <dt>sha256</dt>
        <dd>{sha256}</dd>
        <dt>Parsed</dt>
        <dd>{isParsed ? 'yes' : 'no'}</dd>
      </dl>
      {text === null ? (
        <p className="mt-5">The body was pruned, because nothing that is shown depends on it.</p>
      ) : (
        <>
          <p className="mt-5">
            <a href={`/admin/documents/${id}/raw`} className="linked">
              Download the whole document
            </a>
          </p>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="mt-3 max-h-[80vh] overflow-auto whitespace-pre-wrap bg-tint p-4 text-note wrap-anywhere"
          >
            {text.slice(0, MAX_SHOWN)}
          </pre>
          {text.length > MAX_SHOWN && <p className="mt-2 text-label text-soft">Cut after {MAX_SHOWN} characters.</p>}
        </>
      )}
    </>
  )
}
