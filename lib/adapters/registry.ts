import type { Adapter } from './adapter.ts'
import { alibabaCloud } from './alibaba-cloud.ts'
import { apple } from './apple.ts'
import { archive } from './archive.ts'
import { aws } from './aws.ts'
import { azure } from './azure.ts'
import { betterstack } from './betterstack.ts'
import { cachet } from './cachet.ts'
import { checkly } from './checkly.ts'
import { cstate } from './cstate.ts'
import { datadog } from './datadog.ts'
import { feed } from './feed.ts'
import { firehydrant } from './firehydrant.ts'
import { googleCloud } from './google-cloud.ts'
import { heroku } from './heroku.ts'
import { hetzner } from './hetzner.ts'
import { hund } from './hund.ts'
import { ibmCloud } from './ibm-cloud.ts'
import { incidentIo } from './incident-io.ts'
import { instatus } from './instatus.ts'
import { kener } from './kener.ts'
import { openstatus } from './openstatus.ts'
import { oracleCloud } from './oracle-cloud.ts'
import { outageText } from './outage-text.ts'
import { rootly } from './rootly.ts'
import { salesforce } from './salesforce.ts'
import { slack } from './slack.ts'
import { sorry } from './sorry.ts'
import { statuscast } from './statuscast.ts'
import { statusio } from './statusio.ts'
import { statuspage } from './statuspage.ts'
import { statuspal } from './statuspal.ts'
import { upptime } from './upptime.ts'
import { uptimeKuma } from './uptime-kuma.ts'
import { vultr } from './vultr.ts'
import { zendesk } from './zendesk.ts'

/** Every adapter, in the order in which detection tries them: most specific first, `feed` last. */
export const ADAPTERS: readonly Adapter[] = [
  outageText,
  archive,
  googleCloud,
  aws,
  statuspage,
  incidentIo,
  azure,
  slack,
  heroku,
  salesforce,
  checkly,
  instatus,
  betterstack,
  statusio,
  openstatus,
  datadog,
  firehydrant,
  statuscast,
  statuspal,
  zendesk,
  vultr,
  cachet,
  uptimeKuma,
  upptime,
  cstate,
  rootly,
  sorry,
  kener,
  hund,
  apple,
  alibabaCloud,
  ibmCloud,
  hetzner,
  oracleCloud,
  feed,
]

/** Null for a platform that cannot be read. */
export function getAdapter(platform: string): Adapter | null {
  return ADAPTERS.find((adapter) => adapter.platform === platform) ?? null
}
