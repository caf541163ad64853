/** A dash, for the cell of a figure that is not known. */
export function NotKnown() {
  return (
    <span className="text-soft">
      <span aria-hidden="true">–</span>
      <span className="sr-only">not known</span>
    </span>
  )
}
