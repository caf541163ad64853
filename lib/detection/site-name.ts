import { parseFragment } from 'parse5'
import type { SourceDocument } from '#lib/adapters/adapter.ts'
import { vendorNameOf } from '#lib/text/vendor-name.ts'
import { htmlOf, titleOf } from './site-refusals.ts'

/** Whose status page this is, by the title of its HTML or by the page that its JSON describes; null where neither says so. */
export function siteNameOf(documents: readonly SourceDocument[]): string | null {
  for (const document of documents) {
    const title = titleIn(document)
    const name = title === null ? null : vendorNameOf(title)
    if (name !== null) return name
  }
  return null
}

function titleIn(document: SourceDocument): string | null {
  const html = htmlOf(document)
  if (html === null) return pageNameIn(document)
  const title = titleOf(html)
  return title === null ? null : withoutEntities(title)
}

/** Parsed as a title, in which "&amp;" is a sign and "<" is none. */
function withoutEntities(title: string): string {
  const [element] = parseFragment(`<title>${title}</title>`).childNodes
  const [text] = element !== undefined && 'childNodes' in element ? element.childNodes : []
  return text !== undefined && 'value' in text ? text.value : title
}

/** Many platforms name the page in their JSON as `{ page: { name } }`. */
function pageNameIn({ bytes }: SourceDocument): string | null {
  try {
    const { page } = JSON.parse(new TextDecoder().decode(bytes)) as { page?: { name?: unknown } }
    return typeof page?.name === 'string' ? page.name : null
  } catch {
    return null
  }
}
