import { toJsxRuntime } from 'hast-util-to-jsx-runtime'
import { Fragment } from 'react'
import { jsx, jsxs } from 'react/jsx-runtime'
import { parseBody } from '#lib/text/body/parse-body.ts'
import { VendorLink } from './vendor-link.tsx'

/** Longer than any update ever posted. */
const MAX_LENGTH = 64 * 1024

/**
 * The vendor's text, plain or Markdown, as elements from a short allow-list, never as raw HTML. Renders nothing for an empty
 * text; cuts a text longer than `maxLength` and says so. The text sets its own direction, so right-to-left text does not affect
 * ours.
 */
export function Body({
  text,
  isMarkdown,
  maxLength = MAX_LENGTH,
}: {
  text: string
  isMarkdown: boolean
  maxLength?: number
}) {
  const shown = cutText(text, maxLength)
  if (shown === '') return null
  const tree = parseBody({ body: shown, isMarkdown })
  return (
    <div dir="auto" className="vendor-text">
      {toJsxRuntime(tree, { Fragment, jsx, jsxs, components: { a: VendorLink } })}
      {text.length > maxLength ? <p className="text-soft">… The full text is longer.</p> : null}
    </div>
  )
}

/** At most `maxLength` characters, cut at the end of a line or word where one is near. */
function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text.trim()
  const cut = text.slice(0, maxLength)
  const end = Math.max(cut.lastIndexOf('\n'), cut.lastIndexOf(' '))
  return cut.slice(0, end > maxLength * 0.8 ? end : maxLength).trim()
}
