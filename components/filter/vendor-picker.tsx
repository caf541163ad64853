import type { ReactNode } from 'react'
import { Field, SubmitButton } from '#components/ui/field.tsx'
import { FULL_WORDS, offeredWords } from './offered-words.ts'

interface NamedVendor {
  slug: string
  name: string
}

export interface PickerChoices {
  chosen: NamedVendor[]
  /** Others to choose from, `total` if all were listed, and the text that found them. */
  offered: { vendors: NamedVendor[]; total: number; find: string }
  /** How many may be chosen. */
  most: number
}

/**
 * Chooses the vendors of a page about several, together with its other filters (`children`), as a GET form: a list to tick, and a
 * field that finds others. As one types, a behaviour asks the server for what to list; without script, the form does. Names with
 * commas between them are chosen at once. `isKept`: the browser remembers the choice.
 */
export function VendorPicker({
  action,
  label,
  chosen,
  offered,
  most,
  isKept = false,
  children,
}: PickerChoices & { action: string; label: string; isKept?: boolean; children: ReactNode }) {
  const { vendors, total, find } = offered
  const isFull = chosen.length >= most
  return (
    <form action={action} aria-label={label} {...(isKept && { 'data-chooses': '' })} className="mt-5 print:hidden">
      <fieldset className="min-w-0">
        <legend className="sr-only">Vendors</legend>
        <Field label={`Find vendors, ${most} at most`} className="max-w-140">
          <input
            type="search"
            name="find"
            defaultValue={find}
            placeholder="A name, or several with commas"
            maxLength={200}
            autoComplete="off"
            data-offers="offered"
            className="field"
          />
        </Field>
        <ul
          id="offered"
          data-most={most}
          className="mt-2 grid max-h-75 grid-cols-2 gap-x-5 overflow-y-auto text-small md:grid-cols-[repeat(auto-fill,minmax(11rem,1fr))]"
        >
          {chosen.map((vendor) => (
            <Tick key={vendor.slug} vendor={vendor} isChosen />
          ))}
          {!isFull && vendors.map((vendor) => <Tick key={vendor.slug} vendor={vendor} isChosen={false} />)}
        </ul>
        <template>
          <Tick vendor={{ slug: '', name: '' }} isChosen={false} />
        </template>
        <output suppressHydrationWarning className="mt-1 block min-h-[1lh] text-label text-soft">
          {isFull ? FULL_WORDS : offeredWords({ listed: vendors.length, total, find })}
        </output>
      </fieldset>
      <div className="whole mt-3 grid grid-cols-2 items-end gap-3 md:flex md:flex-wrap">
        {children}
        <SubmitButton>Show</SubmitButton>
      </div>
    </form>
  )
}

function Tick({ vendor: { slug, name }, isChosen }: { vendor: NamedVendor; isChosen: boolean }) {
  return (
    <li>
      <label className="flex min-h-8 items-center gap-x-2 pointer-coarse:min-h-11">
        <input type="checkbox" name="vendors" value={slug} defaultChecked={isChosen} />
        <span className="wrap-anywhere">{name}</span>
      </label>
    </li>
  )
}
