import { slugOf } from './slug.ts'

/** Public addresses, relative to the site: all made here, so that a link never differs from its canonical form. */

export function vendorPath(slug: string): string {
  return `/vendors/${slug}`
}

/** The canonical permalink: the id decides, the title's slug is for people; without letters in the title there is no slug. */
export function incidentPath(vendorSlug: string, publicId: string, title: string): string {
  const slug = slugOf(title)
  return `/vendors/${vendorSlug}/incidents/${publicId}${slug === null ? '' : `/${slug}`}`
}

/** A page about several vendors; `query` without its question mark, '' for none. Commas stay unescaped. */
export function choicePath(page: string, slugs: readonly string[], query: string): string {
  const vendors = slugs.length === 0 ? '' : `vendors=${slugs.join(',')}`
  const whole = [vendors, query].filter((part) => part !== '').join('&')
  return whole === '' ? page : `${page}?${whole}`
}
