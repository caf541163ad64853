import { cutAtWords } from '#lib/alerts/messages/cut.ts'
import { type AlertMessage, addressOf, endingOf, textOf, titleOf, whatOf } from '#lib/alerts/messages/message.ts'
import { InvalidInputError } from '#lib/domain/errors.ts'
import { type Form, jsonRequest } from './form.ts'

const MAX_TEXT = 4_000

/** What a template may name in double braces. */
export const PLACEHOLDERS = {
  id: (message) => message.id,
  event: (message) => (message.type === 'event' ? message.event : message.type),
  what: whatOf,
  title: titleOf,
  vendor: (message) => (message.type === 'event' ? message.vendor.name : ''),
  impact: (message) => (message.type === 'event' ? (message.incident?.impact ?? '') : ''),
  components: (message) => (message.type === 'event' ? (message.incident?.components.join(', ') ?? '') : ''),
  text: (message) => cutAtWords(textOf(message), MAX_TEXT),
  ending: endingOf,
  url: addressOf,
  at: (message) => message.at.toISOString(),
} satisfies Record<string, (message: AlertMessage) => string>

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g

/**
 * JSON whose texts have placeholders. It is parsed before they are filled, so that no vendor's text can change its structure.
 * Throws InvalidInputError for what is not JSON, and for a placeholder that does not exist.
 */
export function parseTemplate(template: string): unknown {
  const parsed = parseJson(template)
  for (const [whole, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (Object.hasOwn(PLACEHOLDERS, name)) continue
    const known = Object.keys(PLACEHOLDERS).map((each) => `{{${each}}}`)
    throw new InvalidInputError(`There is no placeholder ${whole}. There are ${known.join(', ')}.`, 'template')
  }
  return parsed
}

function parseJson(template: string): unknown {
  try {
    return JSON.parse(template)
  } catch (error) {
    const hint = 'Placeholders stand inside of quotation marks: {"text": "{{title}}"}.'
    throw new InvalidInputError(`The template is not JSON: ${(error as Error).message}. ${hint}`, 'template')
  }
}

export const templated: Form = (message, { settings, secrets }) =>
  jsonRequest(
    secrets.url,
    fill(parseTemplate(settings.template ?? '{}'), message),
    secrets.token === undefined ? {} : { authorization: secrets.token },
  )

/** Keys stay as they are. */
function fill(value: unknown, message: AlertMessage): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(PLACEHOLDER, (whole, name: string) =>
      Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name as keyof typeof PLACEHOLDERS](message) : whole,
    )
  }
  if (Array.isArray(value)) return value.map((each) => fill(each, message))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, message)]))
  return value
}
