/** An element that feedsmith wrote as CDATA on its own line, since it contains an ampersand or a less-than sign. */
const ELEMENT = /(<([\w:]+)[^<>]*>)\n *((?:<!\[CDATA\[[\s\S]*?\]\]>)+)\n *(?=<\/\2>)/g
const LONG = /^(?:description|content)$/

/**
 * A feed without the white space that feedsmith adds to elements: many readers treat it as part of a title, and in an address
 * or an id it is an error. Short text is written with references, long text stays CDATA.
 */
export function withoutAddedSpace(xml: string): string {
  return xml.replace(ELEMENT, (_, tag: string, name: string, sections: string) => {
    if (LONG.test(name)) return tag + sections
    const text = sections.slice('<![CDATA['.length, -']]>'.length).replaceAll(']]><![CDATA[', '')
    return tag + text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  })
}
