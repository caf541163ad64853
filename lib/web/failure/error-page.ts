import { STATUS_CODES } from 'node:http'
import { sha256 } from '#lib/web/policy/inline-scripts.ts'

const STYLE = `:root{color-scheme:light dark;--bg:#fff;--ink:#15181c;--soft:#5b6470;--line:#e7e5e0;--link:#1f4f8f}
@media(prefers-color-scheme:dark){:root{--bg:#0b0d10;--ink:#e8eaed;--soft:#a3adba;--line:#23272d;--link:#8db8f2}}
body{margin:0;background:var(--bg);color:var(--ink);font:400 17px/1.6 system-ui,sans-serif}
header{border-bottom:1px solid var(--line);padding:16px 28px;font-weight:650}
main{max-width:68ch;margin:64px auto;padding:0 28px}
h1{font-size:30px;line-height:1.2;letter-spacing:-.02em;margin:0 0 16px;text-wrap:balance}
p{margin:0 0 16px}small{font-size:14px;color:var(--soft)}
a{color:var(--link);text-underline-offset:3px}header a{color:inherit;text-decoration:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}`

/** The page has its own style, so that it looks right when nothing else can be loaded. */
export const ERROR_PAGE_POLICY = `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

interface Wording {
  heading: string
  text: string
}

/** By the error's code where it says more than the status. */
const WORDINGS: Record<string | number, Wording> = {
  429: {
    heading: 'Too many requests at once',
    text: 'Your network has requested more pages than we can serve at once. Wait a few seconds, then reload this page.',
  },
  500: {
    heading: 'This page failed',
    text: 'Something went wrong on our side, and the error has been logged. Other pages should still work.',
  },
  503: {
    heading: 'The site cannot read its database right now',
    text: 'The database of this site does not answer. Nothing is lost, and recently viewed pages still open. Wait a few seconds, then reload this page.',
  },
  busy: {
    heading: 'The site is busy',
    text: 'The site has more requests than it can answer at once. Nothing is lost. Wait a few seconds, then reload this page.',
  },
  took_too_long: {
    heading: 'This page took too long',
    text: 'The site stopped after a few seconds of work on this page. Nothing is lost, and other pages should open. Reload the page in a moment, or choose a shorter window or fewer vendors.',
  },
  no_room: {
    heading: 'The database is full',
    text: 'The database of this site has no disk space left, so nothing could be saved. Nothing is lost, and you can still read what is stored.',
  },
}

/** A self-contained error page for readers. */
export function errorPage(status: number, detail: string, code = ''): string {
  const phrase = STATUS_CODES[status] ?? 'Error'
  const { heading, text } = WORDINGS[code] ?? WORDINGS[status] ?? { heading: phrase, text: detail }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeText(heading)} · Outage History</title>
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">Outage History</a></header>
<main>
<h1>${escapeText(heading)}</h1>
<p>${escapeText(text)}</p>
<p><a href="/">All vendors</a></p>
<p><small>${status} ${escapeText(phrase)}</small></p>
</main>
</body>
</html>
`
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
