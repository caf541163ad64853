import { describe, expect, it } from 'vitest'
import { changedVendor, changePayload } from '#lib/database/change.ts'

describe('what a change is announced with', () => {
  it('names the vendor, and comes back as it was said', () => {
    expect(changePayload('courier')).toBe('{"vendor":"courier"}')
    expect(changedVendor(changePayload('courier'))).toBe('courier')
  })

  it('is an empty object when any vendor may have changed', () => {
    expect(changePayload(null)).toBe('{}')
    expect(changedVendor('{}')).toBeNull()
  })

  it.each(['', 'courier', '[]', 'null', '{"vendor":7}', '{"vendor":""}', '{"vendor":'])(
    'means "any" when it cannot be understood: %j',
    (payload) => expect(changedVendor(payload)).toBeNull(),
  )
})
