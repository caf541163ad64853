/** Without the characters that XML 1.0 does not allow, and without lone surrogates. */
export function toXmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to be taken out
  return text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML or XML that shows exactly that text, within an element or an attribute. */
export function escapeHtml(text: string): string {
  return toXmlText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

const MARKDOWN_SIGNS = /[\\`*_~[\]<>#|&]/g

/** Single-line text that renders exactly as given, except for the number of blanks: no markup, no link, no HTML. */
export function escapeMarkdown(text: string): string {
  return escapeMarkdownSigns(text.replace(/\s+/g, ' ').trim())
    .replace(/^[-+=]/, '\\$&')
    .replace(/^\d+(?=[.)])/, '$&\\')
}

/** The same for a piece of a line, which does not begin it. */
export function escapeMarkdownSigns(text: string): string {
  return text.replace(MARKDOWN_SIGNS, '\\$&')
}
