import type { TargetSecrets } from '#lib/alerts/targets/target.ts'

/** Shorter ones would take words out of every text. */
const MIN_SECRET_LENGTH = 4
/** As much of what was sent as the log keeps. */
const MAX_LOGGED = 8_000

/** What was sent, as the log keeps it. */
export function toLogged(sent: string, secrets: TargetSecrets): string {
  return redact(sent, secrets).slice(0, MAX_LOGGED)
}

/** Takes a target's secrets out of a text that is kept or shown, as they are and as they stand in JSON and in addresses. */
export function redact(text: string, secrets: TargetSecrets): string {
  const parts = Object.values(secrets).flatMap((secret) => [secret, ...partsOf(secret)])
  const forms = parts.flatMap((part) => [part, JSON.stringify(part).slice(1, -1), encodeURIComponent(part)])
  const longestFirst = [...new Set(forms)]
    .filter((form) => form.length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length)
  return longestFirst.reduce((redacted, form) => redacted.replaceAll(form, '…'), text)
}

/** What is secret of an address stands after its host: all of it, and each part, which an answer may repeat alone. */
function partsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return []
  const { pathname, search, searchParams } = new URL(secret)
  return [
    pathname + search,
    pathname,
    ...pathname.split('/').filter((part) => part.length > 8),
    ...searchParams.values(),
  ]
}
