/** Data about a page for programs, https://json-ld.org; a browser does not run it. */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json">{toScriptText(data)}</script>
}

/** JSON that cannot end the script it stands in, and that is JavaScript's too. */
export function toScriptText(data: object): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
