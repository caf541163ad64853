import type { ReactNode } from 'react'
import { Island } from '#components/island/island.tsx'
import { PageTitle } from '#components/ui/page-title.tsx'
import { Section } from '#components/ui/section.tsx'
import type { ApiRead } from './api-read.ts'
import { ReadPath } from './read-path.tsx'
import { Snippet } from './snippet.tsx'

/** Explains the API by examples that work on this site: its own address, and a vendor that it has. */
export function DevelopersPage({
  base,
  vendor,
  reads,
}: {
  base: string
  vendor: { slug: string; name: string }
  /** Every read of the API, with an example of this site. */
  reads: readonly ApiRead[]
}) {
  const { slug, name } = vendor
  const history = `${base}/api/v1/vendors/${slug}?window=12m`
  const incidents = `${base}/api/v1/vendors/${slug}/incidents?impact=major`
  const moment = `${base}/api/v1/at?t=2025-06-12T19:45:00Z`
  return (
    <>
      <PageTitle>Use this site from a program</PageTitle>
      <p className="mt-5.5 max-w-[31em] text-[1.25rem] text-soft leading-[1.42] md:text-lede">
        Everything that is public here can be read by programs: as JSON, feeds, calendars and tables. Reading needs no
        key.
      </p>
      <Part id="start" title="Start">
        <p>
          The API answers in JSON. <Address href={history}>The history of {name}</Address>,{' '}
          <Address href={incidents}>its incidents of major impact or worse</Address>, and{' '}
          <Address href={moment}>what was down at a moment</Address>:
        </p>
        <Snippet label="Examples with curl">{`curl '${history}'\ncurl '${incidents}'\ncurl '${moment}'`}</Snippet>
        <p>
          <Address href={`${base}/api/v1/openapi.json`}>The description of the API</Address> (OpenAPI 3.1) names every
          address, parameter and property. Generators make clients from it; the source of this site contains one for
          TypeScript.
        </p>
      </Part>
      <Part id="explore" title="Explore">
        <p>Every address of the API that needs no key, with an example of this site:</p>
        <Island name="api-explorer" label="Reads of the API" props={{ reads }}>
          <ul className="ruled">
            {reads.map(({ path, summary, href }) => (
              <li key={path} className="py-2">
                <Address href={href}>{summary}</Address>
                <ReadPath path={path} />
              </li>
            ))}
          </ul>
        </Island>
      </Part>
      <Part id="rules" title="Rules">
        <ul className="spaced list-disc pl-5">
          <li>Times are ISO 8601 in UTC. Durations are whole seconds.</li>
          <li>
            <code>null</code> means that the vendor has not said so, or that it is not known. It never means zero.
          </li>
          <li>
            <code>durationBasis</code> says how far to trust a duration. <a href="/methodology#basis">The method</a>{' '}
            explains each word.
          </li>
          <li>
            <code>coverage</code> says how much of a window is known. Without it, the absence of incidents proves
            nothing.
          </li>
          <li>
            <code>asOf</code> gives everything as of a past moment, so that a report can be repeated.
          </li>
          <li>
            Lists come in pages. Follow the <code>Link</code> header with <code>rel="next"</code>, or send{' '}
            <code>nextCursor</code> as <code>cursor</code>.
          </li>
          <li>
            Errors are JSON (RFC 9457): <code>detail</code> is a sentence, <code>code</code> names the kind of error,
            and <code>field</code> the parameter. A misspelt parameter is an error.
          </li>
          <li>
            Each visitor has 0.75 seconds of processor time per second, with 30 seconds in reserve. After status 429,
            wait as many seconds as <code>Retry-After</code> says.
          </li>
          <li>Browsers may read it from pages of any site.</li>
        </ul>
      </Part>
      <Part id="javascript" title="JavaScript">
        <Snippet label="Example in JavaScript">
          {`const response = await fetch('${history}')
const { state, history } = await response.json()
console.log(state, history.incidentCount, history.downtimeSeconds)`}
        </Snippet>
      </Part>
      <Part id="python" title="Python">
        <Snippet label="Example in Python">
          {`import json, urllib.request

address = '${incidents}'
while address:
    with urllib.request.urlopen(address) as response:
        page = json.load(response)
    for incident in page['incidents']:
        print(incident['startedAt'], incident['durationSeconds'], incident['title'])
    cursor = page['nextCursor']
    address = cursor and '${incidents}&cursor=' + cursor`}
        </Snippet>
      </Part>
      <Part id="grafana" title="Grafana">
        <p>
          Annotations come from <Address href={`${base}/vendors/${slug}/annotations.json`}>annotations.json</Address> of
          each vendor. Prometheus reads figures from <Address href={`${base}/vendors/${slug}/metrics`}>metrics</Address>
          :
        </p>
        <Snippet label="Example for Prometheus">
          {`scrape_configs:
  - job_name: outages
    scheme: ${base.split(':', 1)[0]}
    scrape_interval: 1m
    metrics_path: /vendors/${slug}/metrics
    static_configs:
      - targets: ['${base.replace(/^https?:\/\//, '')}']`}
        </Snippet>
      </Part>
      <Part id="slack" title="Slack">
        <p>Slack’s RSS app posts what a vendor posts:</p>
        <Snippet label="Commands for Slack">
          {`/feed subscribe ${base}/vendors/${slug}/feed.rss
/feed subscribe ${base}/feed.rss`}
        </Snippet>
      </Part>
      <Part id="statuspage" title="Statuspage">
        <p>
          Programs written for Atlassian Statuspage can read every vendor here, whatever platform the vendor uses. Give
          the program this address in place of the status page’s:
        </p>
        <Snippet label="Address for programs that read Statuspage">{`${base}/vendors/${slug}`}</Snippet>
        <p>
          Below it are <Address href={`${base}/vendors/${slug}/api/v2/incidents.json`}>/api/v2/incidents.json</Address>{' '}
          and the other addresses of Statuspage’s public API. <code>status.json</code> and <code>summary.json</code>{' '}
          answer 503 while the vendor’s present state is not known.
        </p>
      </Part>
      <Part id="agents" title="Agents">
        <p>
          Agents ask questions at <code>{base}/mcp</code> by the Model Context Protocol. Most clients take this
          configuration:
        </p>
        <Snippet label="Configuration for clients of the Model Context Protocol">
          {`{ "mcpServers": { "outage-history": { "type": "http", "url": "${base}/mcp" } } }`}
        </Snippet>
      </Part>
    </>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Section id={id} title={title}>
      <div className="spaced max-w-[68ch]">{children}</div>
    </Section>
  )
}

function Address({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="linked">
      {children}
    </a>
  )
}
