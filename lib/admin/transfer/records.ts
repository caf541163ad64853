import { ALERT_RECORDS } from './alert-records.ts'
import { INCIDENT_RECORDS } from './incident-records.ts'
import { fieldsOf, type RecordType } from './record-type.ts'
import { RUN_RECORDS } from './run-records.ts'
import { VENDOR_RECORDS } from './vendor-records.ts'

/**
 * Every type of record of an export, in the order in which they are written: none comes before one that it points at. A column or
 * a table that is renamed is renamed here, on the right-hand side alone. A column that is new gets a field here, and exports that
 * lack it get the column's default.
 */
export const RECORD_TYPES: RecordType[] = [...VENDOR_RECORDS, ...INCIDENT_RECORDS, ...ALERT_RECORDS, ...RUN_RECORDS]

export const RECORD_TYPE_BY_NAME: ReadonlyMap<string, RecordType> = new Map(
  RECORD_TYPES.map((type) => [type.name, type]),
)

/** Tables that do not travel, each with the reason. */
export const LEFT_OUT: Record<string, string> = {
  _prisma_migrations: 'says what the database looks like, not what is in it',
  account_links: 'accounts and secrets stay on their site',
  accounts: 'accounts and secrets stay on their site',
  alert_attempts: 'what was sent from this site, and what was answered',
  alert_deliveries: 'what was sent from this site',
  alert_cool_downs: 'how long rules wait on this site',
  alert_events: 'what was new on this site',
  alert_rule_targets: 'travel by the names of targets',
  alert_targets: 'addresses and secrets stay on their site',
  alert_ticks: 'when workers of this site have looked last',
  alert_vendor_states: 'what a worker of this site has seen last',
  api_tokens: 'accounts and secrets stay on their site',
  hosts: 'how the hosts of vendors have answered this site lately',
  incident_words: 'made from the texts by an import',
  method_versions: 'what this database has been brought to',
  push_deliveries: 'messages to browsers that know this site by its keys',
  push_subscriptions: 'what readers have told this site, and nobody else',
  rate_limits: 'accounts and secrets stay on their site',
  sessions: 'accounts and secrets stay on their site',
  sign_in_attempts: 'accounts and secrets stay on their site',
  site_facts: 'what the sites of this database compare at their start',
  users: 'accounts and secrets stay on their site',
  vendor_figures: 'computed by the worker',
  vendor_forecasts: 'computed by the worker',
  verifications: 'accounts and secrets stay on their site',
  websub_deliveries: 'feeds that are about to be sent',
  websub_requests: 'programs subscribe to the feeds of one site',
  websub_subscriptions: 'programs subscribe to the feeds of one site',
  words_due: 'what is left to do in this database',
  workers: 'the processes of this site',
}

/** A type's columns, as SQL that names each by its field. */
export function selectFields(type: RecordType): string {
  const columns = [...fieldsOf(type)].map(([name, { column, kind }]) => {
    // Postgres breaks base64 into lines.
    const expression = kind === 'bytes' ? `translate(encode(${column}, 'base64'), E'\\n', '')` : column
    return `${expression} as "${name}"`
  })
  return `select ${columns.join(', ')} from ${type.source ?? type.table} order by ${type.order}`
}
