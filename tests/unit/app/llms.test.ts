import { afterEach, expect, it } from 'vitest'
import { GET } from '#app/llms.txt/route.ts'
import { getEnv } from '#lib/env.ts'

afterEach(() => {
  Object.assign(getEnv(), { WEBSUB_HUB: null })
})

it.each([
  [null, true],
  ['off', false],
  ['https://hub.example', false],
])('with the hub %s, llms.txt says that each Atom feed names one: %s', async (hub, isSaid) => {
  Object.assign(getEnv(), { WEBSUB_HUB: hub })
  const text = await GET().text()
  expect(text.includes('WebSub hub')).toBe(isSaid)
  expect(text).not.toContain('\n\n\n')
  expect(text).toMatch(/parameters as its page\.\n(?:Each Atom feed .+\n)?Programs written/)
})
