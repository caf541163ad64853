/** The data of an embedded badge or card. Copying the code makes its addresses absolute. */
export interface Embedded {
  /** The vendor's name. */
  name: string
  /** The address of the badge or card. */
  address: string
  /** The address of the history page. */
  page: string
}

export function badgeCode({ name, address, page }: Embedded): string {
  return `<a href="${attribute(page)}"><img src="${attribute(address)}" alt="${attribute(name)} status"></a>`
}

export function cardCode({ name, address }: Embedded): string {
  return `<iframe src="${attribute(address)}" title="${attribute(name)} outage history" width="420" height="220" loading="lazy" style="border:0"></iframe>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
