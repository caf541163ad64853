import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sharedPath } from '#tests/support/shared.ts'

/** An incident of the collection of real documents, as labels know it: its title, then its updates, oldest first. */
export interface LabelledText {
  title: string
  updates: { postedAt: Date; body: string }[]
}

/** A label names its text by file, id and sha256, since the texts are the vendors' and are not kept here. */
interface LabelKey {
  file: string
  id: string
  sha256: string
}

interface StatuspageFile {
  incidents: { id: string; name: string; incident_updates: { created_at: string | null; body: string | null }[] }[]
}

/** The labels of a file of tests/fixtures/texts, each with its text. Throws if a text is not the one that was labelled. */
export function readLabels<Label extends LabelKey>(name: string): (Label & { text: LabelledText })[] {
  const lines = readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'texts', name), 'utf8')
    .trimEnd()
    .split('\n')
  const files = new Map<string, Map<string, LabelledText>>()
  return lines.map((line) => {
    const label = JSON.parse(line) as Label
    const texts = files.get(label.file) ?? readTexts(label.file)
    files.set(label.file, texts)
    const text = texts.get(label.id)
    const whole = text && [text.title, ...text.updates.map(({ body }) => body)].join('\n')
    if (
      text === undefined ||
      createHash('sha256')
        .update(whole ?? '')
        .digest('hex') !== label.sha256
    )
      throw new Error(`${label.file}: ${label.id} is not the text that was labelled.`)
    return { ...label, text }
  })
}

function readTexts(file: string): Map<string, LabelledText> {
  const content = readFileSync(sharedPath('fixtures', file), 'utf8')
  return new Map(file.endsWith('.jsonl') ? readLines(content) : readStatuspage(JSON.parse(content)))
}

function readLines(content: string): [string, LabelledText][] {
  return content
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { _path: string; name: string; updates: { content: string; date: string }[] })
    .map(({ _path, name, updates }) => [
      (_path.split('/').at(-1) ?? '').replace(/\.json$/, ''),
      { title: name, updates: updates.map(({ content: body, date }) => ({ body, postedAt: new Date(date) })) },
    ])
}

function readStatuspage({ incidents }: StatuspageFile): [string, LabelledText][] {
  return incidents.map(({ id, name, incident_updates: updates }) => [
    id,
    {
      title: name,
      updates: updates
        .toSorted((a, b) => compare(a.created_at ?? '', b.created_at ?? ''))
        .map(({ created_at: createdAt, body }) => ({ body: body ?? '', postedAt: new Date(createdAt ?? 0) })),
    },
  ])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
