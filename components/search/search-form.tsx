import { MAX_SEARCH_LENGTH } from '#lib/text/search/search-words.ts'

/** Searches vendors and incidents. `withKey`: the form in the header, which the key `/` focuses. */
export function SearchForm({
  id,
  value,
  withKey = false,
  className,
}: {
  id: string
  value?: string
  withKey?: boolean
  className?: string
}) {
  return (
    <search className={className}>
      <form action="/search" className="relative">
        <label htmlFor={id} className="sr-only">
          Search vendors and incidents
        </label>
        <input
          id={id}
          type="search"
          name="q"
          defaultValue={value}
          placeholder="Search vendors and incidents"
          maxLength={MAX_SEARCH_LENGTH}
          autoComplete="off"
          className="field"
        />
        {withKey && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 right-2 my-auto hidden h-fit rounded border border-line px-1.5 text-note text-soft scripted:block [@media(hover:none)]:hidden!"
          >
            /
          </span>
        )}
      </form>
    </search>
  )
}
