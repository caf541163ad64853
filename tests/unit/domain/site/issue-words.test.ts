import { expect, it } from 'vitest'
import { z } from 'zod'
import { issueWords } from '#lib/domain/site/issue-words.ts'

const limit = z.coerce.number().int().min(1).max(100)

it.each([
  ['0', limit, 'must be at least 1'],
  ['101', limit, 'must be at most 100'],
  ['1.5', limit, 'must be a whole number'],
  ['ten', limit, 'must be a number'],
  ['Major', z.enum(['minor', 'major']), 'must be one of minor, major'],
  ['x', z.literal('all'), 'must be all'],
  [undefined, z.string(), 'is required'],
  [3, z.string(), 'must be text'],
  ['', z.string().min(1), 'must not be empty'],
  ['long', z.string().max(3), 'must have at most 3 characters'],
  [[], z.array(z.string()).min(1), 'must have at least 1 item'],
  ['x', z.array(z.string()), 'must be a list'],
  [{ nmae: 'x' }, z.strictObject({}), 'nmae is not a field here'],
  [{ a: 1, b: 2 }, z.strictObject({}), 'a and b are not fields here'],
  ['x', z.string().max(0, 'has words of its own'), 'has words of its own'],
])('%j is told what is wrong with it: %#', (input, schema: z.ZodType, words) => {
  expect(schema.safeParse(input, { error: issueWords }).error?.issues[0]?.message).toBe(words)
})
