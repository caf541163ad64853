import { describe, expect, it } from 'vitest'
import { type Attempt, countUnreachable, hostOf } from '#lib/domain/site/offline.ts'

const failed = (host: string, errorCode = 'enotfound'): Attempt => ({ host, errorCode })
const answered = (host: string): Attempt => ({ host, errorCode: null })

describe('a server without the internet', () => {
  it('is seen when every one of several hosts fails by an error of the network', () => {
    expect(countUnreachable([failed('a.example'), failed('b.example', 'enetunreach')])).toBe(2)
  })

  it('is not seen in the fault of one host, however many of its addresses fail', () => {
    expect(countUnreachable([failed('a.example'), failed('a.example', 'timeout')])).toBe(0)
  })

  it.each(['https://a.example/history', 'a.example', ' //A.example/x', 'http://a.example'])(
    'is not seen in the fault of one host, however its address is typed: %s',
    (address) => {
      expect(countUnreachable([failed('a.example'), failed(hostOf(address))])).toBe(0)
    },
  )

  it('tells two ports of a host apart, as its attempts do', () => {
    expect(hostOf('127.0.0.1:8080/status')).toBe(new URL('http://127.0.0.1:8080').host)
  })

  it('is not seen as soon as one host answered, even with an error', () => {
    expect(countUnreachable([failed('a.example'), failed('b.example'), answered('c.example')])).toBe(0)
    expect(countUnreachable([failed('a.example'), failed('b.example'), failed('c.example', 'http_503')])).toBe(0)
    expect(countUnreachable([failed('a.example'), failed('b.example', 'cert_has_expired')])).toBe(0)
  })

  it('is not seen before anything was read', () => {
    expect(countUnreachable([])).toBe(0)
  })
})
