/** A public read of the API, as /developers offers it. */
export interface ApiRead {
  /** With the names of its variable parts: "/api/v1/vendors/{vendor}". */
  path: string
  summary: string
  /** An example that works on this site, without its host. */
  href: string
}

/** As the description of the API has it. */
export interface ReadParameter {
  name: string
  description: string
  required: boolean
  example?: string | number
  schema: { enum?: string[]; default?: string | number }
}

/** The values of an example's parameters by name, those of the path included. */
export function valuesOf({ path, href }: ApiRead): Record<string, string> {
  const [taken = '', query = ''] = href.split('?', 2)
  const names = path.split('/')
  const inPath = taken
    .split('/')
    .flatMap((part, index) => (names[index]?.startsWith('{') ? [[nameOf(names[index]), decodeURIComponent(part)]] : []))
  return { ...Object.fromEntries(inPath), ...Object.fromEntries(new URLSearchParams(query)) }
}

/** The address with these values; empty ones are left out of the query. */
export function addressOf(path: string, values: Readonly<Record<string, string>>): string {
  const inPath = new Set<string>()
  const taken = path.replace(/\{\w+\}/g, (part) => {
    inPath.add(nameOf(part))
    return encodeURIComponent(values[nameOf(part)] ?? '')
  })
  const query = new URLSearchParams(Object.entries(values).filter(([name, value]) => value !== '' && !inPath.has(name)))
  return query.size === 0 ? taken : `${taken}?${query}`
}

function nameOf(part: string): string {
  return part.slice(1, -1)
}
