import { parentPort } from 'node:worker_threads'
import { ParseError } from '#lib/domain/errors.ts'
import { doParseTask } from './parse-tasks.ts'
import type { ParseAnswer, ParseQuestion } from './parser.ts'

// What runs in the parser's thread: one question after the other, each with one answer.
parentPort?.on('message', (question: ParseQuestion) => parentPort?.postMessage(answer(question)))

function answer({ task, platform, document }: ParseQuestion): ParseAnswer {
  try {
    return { result: doParseTask(task, platform, document) }
  } catch (error) {
    const { message, stack } = error as Error
    return { failure: { message, stack, isParseError: error instanceof ParseError } }
  }
}
