import { formatInstant } from '#lib/domain/format.ts'
import type { State } from '#lib/domain/incident.ts'
import type { VendorView } from '#lib/queries/schemas.ts'
import { type Sentence, stateSentence } from '#lib/text/headline.ts'
import { escapeHtml } from '#lib/text/markup.ts'

/** The same shapes as on the pages: they carry the same information as the colours. */
const SYMBOLS = {
  up: '<circle cx="6" cy="6" r="5"/>',
  degraded: '<path d="M6 1l5.5 9.5H.5z"/>',
  down: '<path d="M6 0l6 6-6 6-6-6z"/>',
  maintenance: '<rect x="1.5" y="1.5" width="9" height="9" rx="1.5"/>',
  unknown:
    '<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.2 2.25"/>',
} as const satisfies Record<State, string>

/**
 * A card for embedding in other sites' frames: a whole HTML document without script. `sentence`: the window's figures;
 * `caveats`: what they leave out and rest on. Its style is public/embed.css, since the site's policy allows no inline style.
 */
export function formatEmbed({
  vendor,
  sentence,
  caveats,
  pageUrl,
}: {
  vendor: VendorView
  sentence: Sentence
  caveats: string[]
  pageUrl: string
}): string {
  const { name, state, lastKnownState, isUnclear, openIncidents: open, openCounts, checkedAt } = vendor
  const now = stateSentence({
    ...{ name, state, lastKnownState, isUnclear, open },
    outageCount: openCounts.incident,
    lastGoodReadAt: checkedAt,
  })
  const checked = checkedWords(vendor)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(name)} outage history</title>
<link rel="stylesheet" href="/embed.css">
</head>
<body>
<main>
<p class="state ${state}"><svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">${SYMBOLS[state]}</svg> <strong>${escapeHtml(now.text)}</strong></p>
<p>${sentence.parts.map(({ text, strong }) => (strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text))).join('')}</p>
<p class="note">${escapeHtml([...caveats, checked].join(' '))}<a href="${escapeHtml(pageUrl)}" target="_blank" rel="noopener">Outage History</a></p>
</main>
</body>
</html>
`
}

/** "checked …", or the time of a failed retry; an unknown state names the last read itself. */
function checkedWords({ state, checkedAt, lastTryFailedAt }: VendorView): string {
  const failed = lastTryFailedAt === null ? '' : `the last attempt at ${formatInstant(lastTryFailedAt)} failed`
  const read =
    checkedAt === null || state === 'unknown'
      ? ''
      : `${failed === '' ? 'Checked' : 'Last read'} ${formatInstant(checkedAt)}`
  const words = [read, failed].filter((part) => part !== '').join('; ')
  return words === '' ? '' : `${words.replace(/^the/, 'The')} · `
}
