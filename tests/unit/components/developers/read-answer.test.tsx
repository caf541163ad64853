import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ReadAnswer } from '#components/developers/read-answer.tsx'

it.each([
  ['1', 'Try again in 1 second.'],
  ['30', 'Try again in 30 seconds.'],
])('after %s s the reader is asked to try again', (retryAfter, words) => {
  const answer = {
    kind: 'answered',
    status: 429,
    statusText: 'Too Many Requests',
    milliseconds: 5,
    text: '{}',
  } as const
  expect(renderToStaticMarkup(<ReadAnswer answer={{ ...answer, retryAfter }} />)).toContain(words)
})
