import type {
  StatuspageComponent,
  StatuspageComponentStatus,
  VendorComponent,
  VendorPresent,
} from '#lib/queries/statuspage-schemas.ts'
import { componentLabel } from '#lib/text/indicator.ts'
import { STATUSPAGE_COMPONENT_STATUSES } from '#lib/text/statuspage-words.ts'
import { publicId } from '#lib/url/public-id.ts'
import { componentStatusIn, componentWord } from './words.ts'

/** A vendor's components in Statuspage's form. */
export interface StatuspageComponents {
  /** Groups and components, each group before its components. */
  all: StatuspageComponent[]
  /** By the label that an incident names: "Europe / API". */
  byLabel: ReadonlyMap<string, StatuspageComponent>
}

/**
 * An id is that of the name within its group and vendor: the same in every source of the vendor, and another after a new name.
 */
export function formatComponents(present: VendorPresent, pageId: string): StatuspageComponents {
  const { key, components } = present
  const all: StatuspageComponent[] = []
  const byLabel = new Map<string, StatuspageComponent>()
  const common = {
    created_at: present.createdAt,
    updated_at: present.changedAt,
    description: null,
    showcase: false as const,
    start_date: null,
    page_id: pageId,
    only_show_if_degraded: false as const,
  }
  const add = (
    component: Pick<StatuspageComponent, 'id' | 'name' | 'status' | 'group_id' | 'group' | 'components'>,
  ) => {
    const { id, name, status, ...rest } = component
    const whole = { id, name, status, ...common, position: all.length + 1, ...rest }
    all.push(whole)
    return whole
  }
  for (const [group, members] of Map.groupBy(components, (component) => component.group)) {
    const group_id = group === null ? null : publicId(key, 'statuspage-group', group)
    const parts = members.map((member) => ({
      id: publicId(key, 'statuspage-component', componentLabel(member)),
      name: member.name,
      status: statusNow(present, member),
      group_id,
      group: false,
      label: componentLabel(member),
    }))
    if (group !== null && group_id !== null) {
      const status = worst(parts.map((part) => part.status))
      add({ id: group_id, name: group, status, group_id: null, group: true, components: parts.map(({ id }) => id) })
    }
    for (const { label, ...part } of parts) byLabel.set(label, add(part))
  }
  return { all, byLabel }
}

/** The word of its page where that has one, else what the open incidents say that name it. */
function statusNow(present: VendorPresent, component: VendorComponent): StatuspageComponentStatus {
  if (present.state === 'unknown') return null
  const label = componentLabel(component)
  if (present.componentsOut !== null) {
    const out = present.componentsOut.find((one) => componentLabel(one) === label)
    return out === undefined ? 'operational' : componentWord(out.status)
  }
  const named = present.open.filter(({ kind, components }) => kind !== 'notice' && components.includes(label))
  return worst(named.map(componentStatusIn))
}

function worst(statuses: StatuspageComponentStatus[]): StatuspageComponentStatus {
  if (statuses.includes(null)) return null
  const ranks = statuses.map((status) => (status === null ? 0 : STATUSPAGE_COMPONENT_STATUSES.indexOf(status)))
  return STATUSPAGE_COMPONENT_STATUSES[ranks.reduce((a, b) => Math.max(a, b), 0)] ?? 'operational'
}
