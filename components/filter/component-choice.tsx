import { Field, SELECT_WIDTH } from '#components/ui/field.tsx'

/** A list longer than this is too long to scroll; the reader types a part of the name instead. */
const MAX_LISTED = 40
const DIVIDER = ' / '

/** Chooses one of a vendor's components, grouped as on its status page. `chosen` may be a component that it no longer has. */
export function ComponentChoice({ components, chosen }: { components: string[]; chosen: string | null }) {
  if (components.length > MAX_LISTED) return <TypedComponent components={components} chosen={chosen} />
  const names = chosen === null || components.includes(chosen) ? components : [chosen, ...components]
  const groups = Map.groupBy(names, groupOf)
  return (
    <Field label="Component" className={SELECT_WIDTH}>
      <select name="component" defaultValue={chosen ?? ''} className="field chevron truncate">
        <option value="">Any</option>
        {[...groups].map(([group, members]) =>
          group === null ? (
            members.map((name) => <option key={name}>{name}</option>)
          ) : (
            <optgroup key={group} label={group}>
              {members.map((name) => (
                <option key={name} value={name}>
                  {name.slice(group.length + DIVIDER.length)}
                </option>
              ))}
            </optgroup>
          ),
        )}
      </select>
    </Field>
  )
}

function TypedComponent({ components, chosen }: { components: string[]; chosen: string | null }) {
  return (
    <Field label="Component" className={SELECT_WIDTH}>
      <input
        type="search"
        name="component"
        list="components"
        defaultValue={chosen ?? ''}
        placeholder={`Any of ${components.length}`}
        maxLength={200}
        autoComplete="off"
        className="field"
      />
      <datalist id="components">
        {components.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  )
}

/** The part before the first divider; null for a component without a group. */
function groupOf(name: string): string | null {
  const end = name.indexOf(DIVIDER)
  return end === -1 ? null : name.slice(0, end)
}
