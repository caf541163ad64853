import { changeRule, createRule, deleteRule } from '#lib/admin/alerts/rules.ts'
import { ALERT_EVENT_KINDS } from '#lib/domain/alerts/event-kinds.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { KINDS } from '#lib/domain/incident.ts'
import { handleForm, number, requireConfirmation, rowId, text } from '../../../form.ts'

export const dynamic = 'force-dynamic'

const FIELDS = [
  'rule',
  'name',
  'vendors',
  'components',
  'minImpact',
  { several: 'targets' },
  'quietFrom',
  'quietUntil',
  'zone',
  'digestMinutes',
  'coolDownMinutes',
  'paused',
  ...KINDS.map((kind) => `kind-${kind}`),
  ...ALERT_EVENT_KINDS.map((kind) => `event-${kind}`),
]

export const POST = handleForm(
  FIELDS,
  (_, form) => back(form),
  async ({ form, admin: { name: actor } }) => {
    const id = rowId(form, 'rule') ?? 0
    switch (text(form, 'form')) {
      case 'create': {
        const made = await createRule(readRule(form), actor)
        return { path: `/admin/alerts/rules/${made}`, message: 'The rule is created.' }
      }
      case 'edit': {
        await changeRule(id, readRule(form), actor)
        return { path: `/admin/alerts/rules/${id}`, message: 'The rule is saved.' }
      }
      case 'delete': {
        requireConfirmation(form)
        return { path: '/admin/alerts', message: `The rule "${await deleteRule(id, actor)}" is deleted.` }
      }
      default:
        throw new InvalidInputError('The form does not say what to do.')
    }
  },
)

function back(form: FormData): string {
  const id = rowId(form, 'rule')
  return id === null ? '/admin/alerts' : `/admin/alerts/rules/${id}`
}

function readRule(form: FormData): unknown {
  return {
    name: text(form, 'name') ?? '',
    vendors: readVendors(text(form, 'vendors')),
    components: (text(form, 'components') ?? '').split('\n').flatMap((line) => line.trim() || []),
    kinds: KINDS.filter((kind) => form.has(`kind-${kind}`)),
    minImpact: text(form, 'minImpact'),
    events: ALERT_EVENT_KINDS.filter((kind) => form.has(`event-${kind}`)),
    zone: text(form, 'zone') ?? 'UTC',
    quietFrom: text(form, 'quietFrom'),
    quietUntil: text(form, 'quietUntil'),
    digestMinutes: number(form, 'digestMinutes'),
    coolDownMinutes: number(form, 'coolDownMinutes'),
    targets: form.getAll('targets').map(Number),
    paused: form.has('paused'),
  }
}

/** Slugs, or a stack's address; null for all vendors. */
function readVendors(typed: string | null): string[] | null {
  if (typed === null) return null
  const stack = URL.canParse(typed) ? new URL(typed).searchParams.getAll('vendors').join(',') : typed
  return stack.split(/[\s,]+/).filter((slug) => slug !== '')
}
