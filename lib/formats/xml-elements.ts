/** An element that feedsmith has written as CDATA on a line of its own, since it holds an ampersand or a less-than sign. */
const ELEMENT = /(<([\w:]+)[^<>]*>)\n *((?:<!\[CDATA\[[\s\S]*?\]\]>)+)\n *(?=<\/\2>)/g
const LONG = /^(?:description|content)$/

/**
 * A feed without the white space that feedsmith puts into elements: to many readers it belongs to a title, and in an address or an id
 * it is a mistake. A short one is written with references, a long one stays CDATA.
 */
export function withoutAddedSpace(xml: string): string {
  return xml.replace(ELEMENT, (_, tag: string, name: string, sections: string) => {
    if (LONG.test(name)) return tag + sections
    const text = sections.slice('<![CDATA['.length, -']]>'.length).replaceAll(']]><![CDATA[', '')
    return tag + text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  })
}
