import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Field, Select } from '#components/ui/field.tsx'
import { Button, CheckField, FormError, type FormState, isChosen, stateOf } from '#components/ui/form.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'

/** A vendor that can be found by name, and whether the site has it. */
export interface CatalogueLine {
  slug: string
  name: string
  category: string
  access: { kind: 'source' | 'detect' } | { kind: 'unreadable'; reason: string }
  /** Address of a source; null where the platform is not known. */
  platformName: string | null
  address: string
  note: string | null
  /** Whether it has a source of its own; a sample alone is none. */
  isHere: boolean
}

export interface CatalogueFilter {
  q: string
  category: string
  /** Starts at 1. */
  page: number
}

/** How many vendors a page of the catalogue shows. */
export const CATALOGUE_PAGE_LENGTH = 100

/** The vendors that can be found by name, for browsing and adding. */
export function CataloguePage({
  vendors,
  filter,
  categories,
  state,
}: {
  /** All matches, readable or not. */
  vendors: CatalogueLine[]
  filter: CatalogueFilter
  categories: readonly string[]
  state: FormState
}) {
  const readable = vendors.filter(({ access }) => access.kind !== 'unreadable').length
  const last = Math.max(1, Math.ceil(vendors.length / CATALOGUE_PAGE_LENGTH))
  const page = Math.min(filter.page, last)
  const lines = vendors.slice((page - 1) * CATALOGUE_PAGE_LENGTH, page * CATALOGUE_PAGE_LENGTH)
  const add = stateOf('catalogue', state)
  return (
    <>
      <form className="mt-5 grid grid-cols-2 items-end gap-3 md:flex">
        <Field label="Name or part of the address" className="col-span-2 md:w-72">
          <input type="search" name="q" defaultValue={filter.q} maxLength={100} autoComplete="off" className="field" />
        </Field>
        <Select
          name="category"
          label="Category"
          value={filter.category}
          options={[{ value: '', label: 'Any' }, ...categories.map((value) => ({ value, label: value }))]}
        />
        <p>
          <Button>Search</Button>
        </p>
      </form>
      <p className="mt-4 text-small text-soft" role="status">
        {vendors.length === 0
          ? 'No vendors in the catalogue match. Add the vendor with the address of its status page instead.'
          : `${formatCount(vendors.length, 'vendor')}; ${formatInteger(readable)} can be read.`}{' '}
        <a href="/admin/vendors/new" className="linked">
          Add by address
        </a>
      </p>
      {lines.length > 0 && (
        <form method="post" action="/admin/catalogue/add" className="mt-4">
          <input type="hidden" name="form" value="catalogue" />
          <input type="hidden" name="query" value={toQuery({ ...filter, page })} />
          <FormError state={add} />
          {/* Before the rows: Enter in a form presses its first button. */}
          <div className="mb-4 flex flex-wrap items-center gap-x-6 gap-y-3">
            <Button look="main">Add selected vendors</Button>
            <CheckField name="backfill" label="Also read their whole history" checked state={add} />
          </div>
          <Table caption="Vendors in the catalogue" columns={['Vendor', 'Category', 'Platform', 'Page', 'Added']}>
            {lines.map((vendor) => (
              <CatalogueRow key={vendor.slug} vendor={vendor} state={add} />
            ))}
          </Table>
        </form>
      )}
      <Pages filter={{ ...filter, page }} last={last} />
    </>
  )
}

function CatalogueRow({ vendor, state }: { vendor: CatalogueLine; state: FormState }) {
  const { slug, name, category, access, platformName, address, note, isHere } = vendor
  return (
    <Row>
      <Cell>
        {access.kind === 'source' && !isHere ? (
          <label className="flex items-baseline gap-2.5 font-[580]">
            <input
              type="checkbox"
              name="slug"
              value={slug}
              defaultChecked={isChosen({ name: 'slug', value: slug, state })}
            />
            {name}
          </label>
        ) : (
          <span className="pl-6 font-[580]">{name}</span>
        )}
      </Cell>
      <Cell>{category}</Cell>
      <Cell>
        {access.kind === 'source' && platformName}
        {access.kind === 'detect' && 'Not known'}
        {access.kind === 'unreadable' && <span className="text-soft">Cannot be read: {access.reason}</span>}
        {access.kind !== 'unreadable' && note !== null && <span className="block text-soft">{note}</span>}
      </Cell>
      <Cell>
        <a href={address} rel="noreferrer" className="linked wrap-anywhere">
          {address.slice('https://'.length)}
        </a>
      </Cell>
      <Cell>
        {isHere ? (
          <a href={`/admin/vendors/${slug}`} className="linked">
            Yes
          </a>
        ) : access.kind === 'detect' ? (
          <button
            type="submit"
            formAction="/admin/vendors/new/detect"
            name="catalogue"
            value={slug}
            aria-label={`Check ${name}`}
            className="linked"
          >
            Check
          </button>
        ) : (
          'No'
        )}
      </Cell>
    </Row>
  )
}

function Pages({ filter, last }: { filter: CatalogueFilter; last: number }) {
  if (last === 1) return null
  return (
    <nav aria-label="Pages of the catalogue" className="mt-6 flex flex-wrap gap-x-4 gap-y-2 text-small">
      {Array.from({ length: last }, (_, index) => index + 1).map((page) => (
        <a
          key={page}
          href={`/admin/catalogue?${toQuery({ ...filter, page })}`}
          aria-current={page === filter.page ? 'page' : undefined}
          className="linked inline-flex min-h-9 items-center aria-[current]:font-[620]"
        >
          {page}
        </a>
      ))}
    </nav>
  )
}

function toQuery({ q, category, page }: CatalogueFilter): string {
  return new URLSearchParams({ q, category, page: String(page) }).toString()
}
