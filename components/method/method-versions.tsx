import { Scroller } from '#components/ui/scroller.tsx'
import { formatDuration, formatInteger } from '#lib/domain/format.ts'
import { METHOD_VERSION, METHODS } from '#lib/domain/method.ts'
import type { RestatementView } from '#lib/queries/schemas.ts'
import { vendorPath } from '#lib/url/path.ts'

/** The versions of the method, and how the newest changed published figures. */
export function MethodVersions({ restatements }: { restatements: RestatementView[] }) {
  const newest = METHODS.at(-1)
  return (
    <>
      <p>
        This is version {METHOD_VERSION} of the method. When a new rule changes a published figure, the version goes up,
        and this section says what changed and why.
      </p>
      {newest !== undefined && newest.changes.length > 0 && (
        <>
          <p>Version {newest.version} changed these rules:</p>
          <ul>
            {newest.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
      {restatements.length === 0 ? (
        <p>No figure published on this site has been restated.</p>
      ) : (
        <Restatements restatements={restatements} />
      )}
    </>
  )
}

function Restatements({ restatements }: { restatements: RestatementView[] }) {
  return (
    <Scroller label="Restated figures">
      <table className="w-full text-left text-small tabular-nums">
        <caption className="mb-2 text-left text-soft">Figures that were restated, before and after</caption>
        <thead>
          <tr className="text-soft">
            <th scope="col">Vendor</th>
            <th scope="col">Window</th>
            <th scope="col">Outages</th>
            <th scope="col">Downtime</th>
            <th scope="col">Without a duration</th>
          </tr>
        </thead>
        <tbody>
          {restatements.map(({ vendor, vendorName, method, window, before, after }) => (
            <tr key={`${vendor} ${method} ${window}`} className="border-line border-t">
              <th scope="row" className="font-[580]">
                <a href={vendorPath(vendor)} className="linked">
                  {vendorName}
                </a>
              </th>
              <td>{window === 'all' ? 'everything' : 'last 24 months'}</td>
              <Moved before={before.incidentCount} after={after.incidentCount} format={formatInteger} />
              <Moved before={before.downtimeSeconds} after={after.downtimeSeconds} format={formatDuration} />
              <Moved before={before.unknownDurationCount} after={after.unknownDurationCount} format={formatInteger} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

function Moved({
  before,
  after,
  format,
}: {
  before: number | null
  after: number | null
  format: (value: number) => string
}) {
  const [was, is] = [before, after].map((value) => (value === null ? 'not known' : format(value)))
  return <td>{was === is ? is : `${was} → ${is}`}</td>
}
