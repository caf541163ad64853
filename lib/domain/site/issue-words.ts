import type { z } from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
}

/**
 * What is wrong with a value, as the end of a sentence that begins with the name of its field: "must be at most 100". For Zod's `error`
 * where input is parsed for people; undefined leaves Zod's own words.
 */
export function issueWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      if (issue.input === undefined) return 'is required'
      const type = TYPES[issue.expected]
      return type && `must be ${type}`
    }
    case 'invalid_value': {
      const values = issue.values.map(String)
      return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`
    }
    case 'too_small':
      return boundWords(issue.origin, issue.minimum, 'at least')
    case 'too_big':
      return boundWords(issue.origin, issue.maximum, 'at most')
    case 'unrecognized_keys':
      return issue.keys.length === 1
        ? `${issue.keys[0]} is not a field here`
        : `${issue.keys.join(' and ')} are not fields here`
    default:
      return undefined
  }
}

function boundWords(origin: string, bound: number | bigint, limit: 'at least' | 'at most'): string | undefined {
  switch (origin) {
    case 'number':
    case 'int':
      return `must be ${limit} ${bound}`
    case 'string':
      return limit === 'at least' && Number(bound) === 1
        ? 'must not be empty'
        : `must have ${limit} ${bound} ${Number(bound) === 1 ? 'character' : 'characters'}`
    case 'array':
    case 'set':
      return `must have ${limit} ${bound} ${Number(bound) === 1 ? 'item' : 'items'}`
    default:
      return undefined
  }
}
