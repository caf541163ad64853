/** Name of the hatching that stands for "no data", for the `fill` of any shape of the page. */
export const HATCH = 'url(#no-data)'

/** Defines the hatching once for the whole page. Not `display: none`: some browsers would not paint it then. */
export function HatchDefinition() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" className="fill-tint" />
        <line x1="0" y1="0" x2="0" y2="5" strokeWidth="2.5" className="stroke-line" />
      </pattern>
    </svg>
  )
}
