import type { ReactNode } from 'react'
import { Field, SubmitButton } from '#components/ui/field.tsx'

interface NamedVendor {
  slug: string
  name: string
}

/**
 * Chooses the vendors of a page about several, together with its other filters (`children`), as a GET form. `addressOf` gives
 * the page's address for other vendors, all else unchanged. `fewest`: the number of fields shown at first.
 */
export function VendorPicker({
  action,
  label,
  chosen,
  all,
  most,
  fewest,
  addressOf,
  children,
}: {
  action: string
  label: string
  chosen: NamedVendor[]
  all: NamedVendor[]
  most: number
  fewest: number
  addressOf: (slugs: string[]) => string
  children: ReactNode
}) {
  const slugs = chosen.map(({ slug }) => slug)
  const rest = all.filter(({ slug }) => !slugs.includes(slug))
  const labels = ['Vendor', 'Another vendor', ...chosen.map(() => 'One more vendor')]
  const blanks = Math.min(Math.max(1, fewest - chosen.length), most - chosen.length, rest.length)
  return (
    <div className="mt-5 print:hidden">
      {chosen.length > 0 && (
        <ul aria-label="Chosen vendors" className="mb-3 flex flex-wrap gap-x-5 gap-y-1 text-small">
          {chosen.map(({ slug, name }) => (
            <li key={slug} className="flex items-baseline gap-x-1.5">
              <b className="font-[580]">{name}</b>
              <a
                href={addressOf(slugs.filter((other) => other !== slug))}
                className="linked inline-flex min-h-6 items-center text-label text-soft"
              >
                remove<span className="sr-only"> {name}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <form action={action} aria-label={label} className="whole grid grid-cols-2 items-end gap-3 md:flex md:flex-wrap">
        {chosen.length > 0 && <input type="hidden" name="vendors" value={slugs.join(',')} />}
        {labels.slice(slugs.length, slugs.length + blanks).map((fieldLabel) => (
          <Field key={fieldLabel} label={fieldLabel} className="col-span-2 md:w-52">
            <select name="vendors" defaultValue="" className="field chevron truncate">
              <option value="">Choose</option>
              {rest.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        ))}
        {children}
        <SubmitButton>Show</SubmitButton>
      </form>
    </div>
  )
}
