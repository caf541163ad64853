/** Links to the other pages of a list. Renders nothing when there is only one. */
export function Pager({ newest, older }: { newest: string | null; older: string | null }) {
  if (newest === null && older === null) return null
  return (
    <nav
      aria-label="Pages of the list"
      className="mt-10 flex flex-wrap gap-x-6 gap-y-2 border-line border-t pt-5 print:hidden"
    >
      {older !== null && (
        <a href={older} rel="next" className="linked inline-flex min-h-9 items-center font-[580]">
          Older
        </a>
      )}
      {newest !== null && (
        <a href={newest} className="linked inline-flex min-h-9 items-center">
          Back to the newest
        </a>
      )}
    </nav>
  )
}
