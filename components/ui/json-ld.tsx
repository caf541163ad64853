/** Structured data about a page, https://json-ld.org; browsers do not run it. */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json">{toScriptText(data)}</script>
}

/** JSON that cannot close its script element, and that is also valid JavaScript. */
export function toScriptText(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
