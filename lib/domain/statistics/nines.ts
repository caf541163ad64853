/** What the postings alone allow: a vendor was up for at most this part of the time that is known. */
export interface AtMost {
  /** Rounded up, so that it stays an upper bound; under 100, and with no more nines than `nines`. */
  percent: number
  /** How many nines it begins with: 99.87 has two. */
  nines: number
}

const MAX_DECIMALS = 6

/** Null where nothing was posted, or nothing is known: then the postings set no bound. */
export function atMostUp(downSeconds: number, knownSeconds: number): AtMost | null {
  if (downSeconds <= 0 || knownSeconds <= 0) return null
  const down = Math.min(1, downSeconds / knownSeconds)
  // Rounding to seven digits first: 0.001 is not quite the quotient of two numbers.
  const nines = Math.floor(Number((-Math.log10(down)).toFixed(7)))
  for (let decimals = Math.max(2, nines); ; decimals++) {
    const scale = 10 ** decimals
    const percent = Math.ceil(Number((100 * (1 - down) * scale).toFixed(4))) / scale
    if (percent < 100 - 10 ** (1 - nines) || decimals >= MAX_DECIMALS + nines) return { percent, nines }
  }
}
