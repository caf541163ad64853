/** What a badge or a card is put on somebody's own page with; addresses become whole when the code is copied. */
export interface Embedded {
  /** The vendor's. */
  name: string
  /** Of the badge or the card. */
  address: string
  /** Of the history's page. */
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
