import { formatCount } from '#lib/domain/format.ts'
import type { AuditView } from '#lib/queries/admin-schemas.ts'

/** A part of a sentence; with `href`, a link. */
export type Piece = string | { text: string; href: string }

type Detail = Record<string, unknown>

interface Words {
  /** What the filter calls the action: "Vendor added". */
  name: string
  /** What follows the actor: "added the vendor acme". */
  predicate: (subject: string, detail: Detail) => Piece[]
  /** Keys of the detail that the predicate says already. */
  said?: readonly string[]
}

const vendor = (slug: string): Piece => ({ text: slug, href: `/admin/vendors/${encodeURIComponent(slug)}` })
const run = (id: unknown, text = 'run'): Piece =>
  typeof id === 'string' ? { text, href: `/admin/runs/${encodeURIComponent(id)}` } : text
const incident = (id: string): Piece => ({ text: id, href: `/admin/incidents/${encodeURIComponent(id)}` })

/** "statuspage:status.acme.example of acme", from "acme statuspage:status.acme.example" */
function source(subject: string): Piece[] {
  const [slug = '', ...key] = subject.split(' ')
  return [`${key.join(' ')} of `, vendor(slug)]
}

const intervalWords = (seconds: number) =>
  seconds % 60 === 0 ? formatCount(seconds / 60, 'minute') : formatCount(seconds, 'second')

const ofVendor = (verb: string) => (subject: string) => [`${verb} `, vendor(subject)]
const ofSource = (verb: string) => (subject: string) => [`${verb} `, ...source(subject)]
/** For what has no page of its own, or none any more. */
const ofName = (verb: string) => (subject: string) => [`${verb} ${subject}`]

/** "a poll of acme", "a dry run of a replay of all vendors", with a link to what came of it. */
const ofReads =
  (mode: string) =>
  (subject: string, { dryRun, runs, batch }: Detail): Piece[] => {
    const what = `${dryRun === true ? 'a dry run of ' : ''}a ${mode}`
    const [first] = Array.isArray(runs) ? runs : []
    const made: Piece =
      typeof batch === 'string'
        ? { text: what, href: `/admin/batches/${batch}` }
        : first === undefined
          ? what
          : run(first, what)
    return ['requested ', made, ' of ', subject === 'all vendors' ? subject : vendor(subject)]
  }
const READ_KEYS = ['dryRun', 'runs', 'batch']

/** Every action that the audit log knows. */
export const AUDIT_WORDS: Record<string, Words> = {
  'vendor.create': { name: 'Vendor added', predicate: ofVendor('added the vendor'), said: ['slug'] },
  'vendor.edit': { name: 'Vendor edited', predicate: ofVendor('edited the vendor') },
  'vendor.rename': {
    name: 'Vendor renamed',
    predicate: (slug, { to }) => [`renamed the vendor ${slug} to `, vendor(String(to))],
    said: ['to'],
  },
  'vendor.pause': { name: 'Vendor paused', predicate: ofVendor('paused the vendor') },
  'vendor.resume': { name: 'Vendor resumed', predicate: ofVendor('resumed the vendor') },
  'vendor.merge': {
    name: 'Vendors merged',
    predicate: (slug, { into }) => [`merged the vendor ${slug} into `, vendor(String(into))],
    said: ['into'],
  },
  'vendor.delete': { name: 'Vendor deleted', predicate: ofName('deleted the vendor'), said: ['key'] },
  'source.add': { name: 'Source added', predicate: ofVendor('added a source to') },
  'source.primary': {
    name: 'Primary source chosen',
    predicate: (subject) => ['made ', ...source(subject), ' the primary source'],
  },
  'source.pause': { name: 'Source paused', predicate: ofSource('paused the source') },
  'source.resume': { name: 'Source resumed', predicate: ofSource('resumed the source') },
  'source.interval': {
    name: 'Poll interval changed',
    predicate: (subject, { seconds }) => [
      'set the poll interval of ',
      ...source(subject),
      ` to ${intervalWords(Number(seconds))}`,
    ],
    said: ['seconds'],
  },
  'source.move': { name: 'Source moved', predicate: ofSource('moved the source') },
  'source.moveBack': { name: 'Move undone', predicate: ofSource('undid the move of the source') },
  'source.delete': { name: 'Source deleted', predicate: ofSource('deleted the source') },
  'catalogue.load': { name: 'First vendors added', predicate: () => ['added the first vendors of the catalogue'] },
  'sample.load': { name: 'Sample loaded', predicate: () => ['loaded the bundled sample'] },
  'sample.remove': { name: 'Sample removed', predicate: () => ['removed the bundled sample'] },
  'setup.dismiss': { name: 'First steps dismissed', predicate: () => ['dismissed the list of first steps'] },
  'ingest.poll': { name: 'Poll requested', predicate: ofReads('poll'), said: READ_KEYS },
  'ingest.backfill': { name: 'Back-fill requested', predicate: ofReads('back-fill'), said: READ_KEYS },
  'ingest.replay': { name: 'Replay requested', predicate: ofReads('replay'), said: READ_KEYS },
  'document.push': {
    name: 'Document uploaded',
    predicate: (subject, { run: id }) => ['uploaded a ', run(id, 'document'), ' to ', vendor(subject)],
    said: ['run', 'sha256'],
  },
  'document.refuse': {
    name: 'Document refused',
    predicate: (subject, { run: id }) => [
      'uploaded to ',
      vendor(subject),
      ' a ',
      run(id, 'document'),
      ' that was refused',
    ],
    said: ['run'],
  },
  'run.apply': {
    name: 'Dry run applied',
    predicate: (id, { run: made }) => ['applied a ', run(id, 'dry run'), ' as a new ', run(made)],
    said: ['run'],
  },
  'run.retry': {
    name: 'Run repeated',
    predicate: (id, { run: made }) => ['repeated a ', run(id), ' as a new ', run(made)],
    said: ['run'],
  },
  'run.cancel': { name: 'Run cancelled', predicate: (id) => ['cancelled a ', run(id)] },
  'batch.apply': {
    name: 'Dry runs applied',
    predicate: (id, { batch }) => [
      'applied a ',
      { text: 'batch of dry runs', href: `/admin/batches/${id}` },
      ' as a new ',
      { text: 'batch', href: `/admin/batches/${String(batch)}` },
    ],
    said: ['batch'],
  },
  'quarantine.dismiss': { name: 'Quarantined item dismissed', predicate: ofSource('dismissed a quarantined item of') },
  'incident.correct': { name: 'Incident corrected', predicate: (id) => ['corrected the incident ', incident(id)] },
  'incident.revoke': {
    name: 'Correction revoked',
    predicate: (id, { field }) => [
      `revoked the correction of ${wordsOf(String(field))} of the incident `,
      incident(id),
    ],
    said: ['field', 'correction'],
  },
  'account.create': { name: 'Account created', predicate: ofName('created an account for') },
  'account.display-name': { name: 'Display name changed', predicate: ofName('changed the display name of') },
  'account.invite': { name: 'Person invited', predicate: ofName('invited') },
  'account.join': { name: 'Invitation accepted', predicate: () => ['joined'] },
  'account.link': { name: 'Account linked', predicate: () => ['signed in through the issuer for the first time'] },
  'account.password': { name: 'Password changed', predicate: ofName('changed the password of') },
  'account.remove': { name: 'Account removed', predicate: ofName('removed the account of') },
  'account.reset': { name: 'Password reset', predicate: ofName('reset the password of') },
  'account.reset-link': { name: 'Password link created', predicate: ofName('created a link for a new password for') },
  'account.revoke-link': {
    name: 'Link revoked',
    predicate: (name, { kind }) => [`revoked the link (${String(kind)}) of ${name}`],
    said: ['kind'],
  },
  'account.role': {
    name: 'Role changed',
    predicate: (name, { from, to }) => [`changed the role of ${name} from ${String(from)} to ${String(to)}`],
    said: ['from', 'to'],
  },
  'account.sign-in': {
    name: 'Sign-in',
    predicate: (_name, { by }) => [by === 'password' ? 'signed in with a password' : 'signed in through the issuer'],
    said: ['by'],
  },
  'account.sign-in-failed': { name: 'Failed sign-in', predicate: ofName('failed to sign in:') },
  'account.sign-out': { name: 'Sign-out', predicate: ofName('ended sessions of') },
  'token.create': { name: 'Token created', predicate: ofName('created the API token'), said: ['prefix'] },
  'token.revoke': { name: 'Token revoked', predicate: ofName('revoked the API token'), said: ['prefix'] },
  'target.create': { name: 'Target added', predicate: ofName('added the target of alerts') },
  'target.edit': { name: 'Target edited', predicate: ofName('edited the target of alerts') },
  'target.rotate': { name: 'Signing secret replaced', predicate: ofName('replaced the signing secret of the target') },
  'target.pause': { name: 'Target paused', predicate: ofName('paused the target of alerts') },
  'target.resume': { name: 'Target resumed', predicate: ofName('resumed the target of alerts') },
  'target.enable': { name: 'Target enabled', predicate: ofName('enabled the target of alerts') },
  'target.delete': { name: 'Target deleted', predicate: ofName('deleted the target of alerts') },
  'target.test': { name: 'Test sent', predicate: ofName('sent a test to the target') },
  'delivery.replay': {
    name: 'Delivery sent again',
    predicate: (subject, { delivery }) => [
      'sent a ',
      { text: 'delivery', href: `/admin/alerts/deliveries/${String(delivery)}` },
      ` to the target ${subject} again`,
    ],
    said: ['delivery'],
  },
  'rule.create': { name: 'Rule created', predicate: ofName('created the alert rule') },
  'rule.edit': { name: 'Rule edited', predicate: ofName('edited the alert rule') },
  'rule.pause': { name: 'Rule paused', predicate: ofName('paused the alert rule') },
  'rule.resume': { name: 'Rule resumed', predicate: ofName('resumed the alert rule') },
  'rule.delete': { name: 'Rule deleted', predicate: ofName('deleted the alert rule') },
  'site.rotate-secret': { name: 'Secret replaced', predicate: () => ['replaced AUTH_SECRET'] },
  'data.replace': { name: 'Data replaced', predicate: ofName('replaced all data with an import of') },
}

/** What the filter calls an action; one that is not known by its own name. */
export function actionName(action: string): string {
  return own(action)?.name ?? action
}

/** What the actor did, as the rest of a sentence. */
export function auditPredicate({ action, subject, detail }: Pick<AuditView, 'action' | 'subject' | 'detail'>): Piece[] {
  return own(action)?.predicate(subject, toDetail(detail)) ?? [`${action}: ${subject}`]
}

/** What else is noted, in words: "category: Payments". Empty values are left out. */
export function auditNotes({ action, detail }: Pick<AuditView, 'action' | 'detail'>): string[] {
  const said = own(action)?.said ?? []
  return Object.entries(toDetail(detail))
    .filter(([name, value]) => !said.includes(name) && !isEmpty(value))
    .map(([name, value]) => `${wordsOf(name)}: ${valueWords(value)}`)
}

function own(action: string): Words | undefined {
  return Object.hasOwn(AUDIT_WORDS, action) ? AUDIT_WORDS[action] : undefined
}

function toDetail(detail: unknown): Detail {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as Detail) : {}
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** "poll interval" of "pollInterval" */
function wordsOf(name: string): string {
  return name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(valueWords).join('; ')
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, inner]) => !isEmpty(inner))
      .map(([name, inner]) => `${wordsOf(name)} ${valueWords(inner)}`)
      .join(', ')
  }
  return String(value)
}
