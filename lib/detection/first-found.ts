/** A candidate: `recognise` examines what is read at `url`. */
export interface Candidate<Answer, Found> {
  url: string
  recognise(answer: Answer): Found | null
}

/**
 * The result of the first candidate that recognises something, in the order of the candidates and not of the answers;
 * null when none does. Reads `first`, then the addresses of the candidates, each once and `atOnce` at a time, and
 * starts none that could not win.
 */
export async function findFirst<Answer, Found>(
  candidates: readonly Candidate<Answer, Found>[],
  { first, atOnce, read }: { first: readonly string[]; atOnce: number; read: (url: string) => Promise<Answer> },
): Promise<Found | null> {
  const answers = new Map<string, Answer>()
  const found = new Map<number, Found>()
  const waiting = [...new Set([...first, ...candidates.map(({ url }) => url)])]
  let best = candidates.length

  const note = (url: string, answer: Answer) => {
    answers.set(url, answer)
    candidates.slice(0, best).forEach((candidate, place) => {
      const result = candidate.url === url && place < best ? candidate.recognise(answer) : null
      if (result === null) return
      found.set(place, result)
      best = place
    })
  }
  const canWin = (url: string) => candidates.slice(0, best).some((candidate) => candidate.url === url)
  const readOn = async () => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift())
      if (canWin(url)) note(url, await read(url))
  }
  await Promise.all(Array.from({ length: atOnce }, readOn))
  return found.get(best) ?? null
}
