/** The hatching that stands for "no data", for the `fill` of any shape of the page. */
export const HATCH = 'url(#no-data)'

export function HatchPattern() {
  return (
    <pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="5" height="5" className="fill-tint" />
      <line x1="0" y1="0" x2="0" y2="5" strokeWidth="2.5" className="stroke-line" />
    </pattern>
  )
}
