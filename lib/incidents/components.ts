import { insertRows } from '#lib/database/bulk-write.ts'
import type { Transaction } from '#lib/database/transaction.ts'
import type { ComponentName } from '#lib/documents/normalise.ts'

/**
 * Stores the names of a source's components. Only the latest document may rename one; an earlier document that arrives
 * late adds unknown ones. A document without groups does not remove groups, unless it lists all components with their
 * groups. Returns how many rows it wrote.
 */
export async function writeComponentNames(
  tx: Transaction,
  sourceId: number,
  components: ComponentName[],
  { mayRename, hasGroups = false }: { mayRename: boolean; hasGroups?: boolean },
): Promise<number> {
  const { rows } = await tx.query<{ external_id: string; name: string; group_name: string | null }>(
    'select external_id, name, group_name from components where source_id = $1 and external_id = any($2)',
    [sourceId, components.map(({ externalId }) => externalId)],
  )
  const known = new Map(rows.map((row) => [row.external_id, row]))
  const wanted = components.filter(({ externalId, name, group }) => {
    const row = known.get(externalId)
    return (
      row === undefined ||
      (mayRename && (row.name !== name || (row.group_name !== group && (hasGroups || group !== null))))
    )
  })
  await insertRows<ComponentName>(
    tx,
    'components',
    [
      { name: 'source_id', type: 'int', value: () => sourceId },
      { name: 'external_id', type: 'text', value: ({ externalId }) => externalId },
      { name: 'name', type: 'text', value: ({ name }) => name },
      { name: 'group_name', type: 'text', value: ({ group }) => group },
    ],
    wanted,
    {
      conflict: `on conflict (source_id, external_id) do update set name = excluded.name,
        group_name = ${hasGroups ? 'excluded.group_name' : 'coalesce(excluded.group_name, components.group_name)'}`,
    },
  )
  return wanted.length
}
