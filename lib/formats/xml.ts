import { escapeHtml } from '#lib/text/markup.ts'

/** An element with text in it; no white space is added, which readers would take for part of a title or an address. */
export function textElement(name: string, text: string, attributes: Record<string, string> = {}): string {
  return element(name, escapeHtml(text), attributes)
}

/** An element; `content` is XML already. */
export function element(name: string, content: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`)
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`
}

/** A whole document of one element, whose children stand on lines of their own. */
export function xmlDocument(root: string, attributes: Record<string, string>, children: string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, `\n${children.join('\n')}\n`, attributes)}\n`
}
