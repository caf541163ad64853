import { formatInteger } from '#lib/domain/format.ts'
import { type VendorFilter, vendorsAddress } from './vendor-filter.ts'

/** Links to the pages before and after this one. Renders nothing when there is only one. */
export function VendorPages({ filter, pages }: { filter: VendorFilter; pages: number }) {
  const { page } = filter
  if (pages <= 1 && page === 1) return null
  const before = Math.min(page - 1, pages)
  return (
    <nav
      aria-label="Pages of the list"
      className="mt-10 flex flex-wrap gap-x-6 gap-y-2 border-line border-t pt-5 print:hidden"
    >
      {before >= 1 && (
        <a
          href={vendorsAddress({ ...filter, page: before })}
          rel="prev"
          className="linked inline-flex min-h-9 items-center"
        >
          Previous
        </a>
      )}
      <span className="inline-flex min-h-9 items-center text-soft">
        Page {formatInteger(page)} of {formatInteger(pages)}
      </span>
      {page < pages && (
        <a
          href={vendorsAddress({ ...filter, page: page + 1 })}
          rel="next"
          className="linked inline-flex min-h-9 items-center"
        >
          Next
        </a>
      )}
    </nav>
  )
}
