import { expect, it } from 'vitest'
import { badgeCode, cardCode } from '#components/history/embed-code.ts'

const embedded = { name: 'A "B" & <C>', address: '/vendors/a/embed?impact=major&window=2025', page: '/vendors/a' }

it('the code of a card and of a badge holds any name and address', () => {
  expect(cardCode(embedded)).toBe(
    '<iframe src="/vendors/a/embed?impact=major&amp;window=2025" title="A &quot;B&quot; &amp; &lt;C> outage history" width="420" height="220" loading="lazy" style="border:0"></iframe>',
  )
  expect(badgeCode({ ...embedded, address: '/vendors/a/badge.svg' })).toBe(
    '<a href="/vendors/a"><img src="/vendors/a/badge.svg" alt="A &quot;B&quot; &amp; &lt;C> status"></a>',
  )
})
