import { type Answer, askNext, type HandleNext, type Outcome, type Question, type Reception } from './next-exchange.ts'

/** What Next sends when a page throws before its first byte, `notFound()` included: a shell that only a script fills. */
const EMPTY_SHELL = '<html id="__next_error__">'

/** Next's own route for addresses that match no other; it is rendered on the server, with the site's layout around it. */
const NOT_FOUND_ROUTE = '/_not-found'

/**
 * Asks Next, and sees to it that "not found" can be read without a script: for a page that was not found the answer is the
 * site's not-found page, with the status 404.
 */
export async function askForPage(handleNext: HandleNext, question: Question, reception: Reception): Promise<Outcome> {
  const outcome = await askNext(handleNext, question, reception)
  if (outcome.kind !== 'whole' || outcome.answer.status !== 404 || !isEmptyShell(outcome.answer)) return outcome
  const { body: _, ...rest } = question
  const second = await askNext(handleNext, { ...rest, method: 'GET', url: NOT_FOUND_ROUTE }, reception)
  const isReadable = second.kind === 'whole' && second.answer.status === 404 && !isEmptyShell(second.answer)
  return isReadable ? second : outcome
}

function isEmptyShell(answer: Answer): boolean {
  return answer.body.subarray(0, 200).includes(EMPTY_SHELL)
}
