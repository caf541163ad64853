/** The hatching for "no data", usable as the `fill` of any shape on the page. */
export const HATCH = 'url(#no-data)'

export function HatchPattern() {
  return (
    <pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" className="fill-tint" />
      <line x1="0" y1="0" x2="0" y2="5" strokeWidth="2.5" className="stroke-line" />
    </pattern>
  )
}
