import type { Root } from 'hast'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePlainText } from './parse-plain-text.ts'

/** A vendor's text, and whether it is Markdown or plain. */
export interface BodyText {
  body: string
  isMarkdown: boolean
}

/**
 * The text as a tree of paragraphs, lists, links and a few more elements. Every form in which a text is shown is written from this tree, so that
 * all of them have the same words.
 */
export function parseBody({ body, isMarkdown }: BodyText): Root {
  const text = body.trim()
  return (isMarkdown && parseMarkdown(text)) || parsePlainText(text)
}
