import type { McpServer } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import { OutageHistoryError } from '#lib/domain/errors.ts'
import { failureOf, logFailure, REFUSALS } from '#lib/web/failure/failure.ts'

/** A question that a program may ask: its arguments, and an answer both as short text and as data. */
export interface Tool<Input extends z.ZodType, Output extends z.ZodType> {
  name: string
  title: string
  description: string
  input: Input
  output: Output
  /** Throws OutageHistoryError for arguments that cannot be answered. */
  answer(input: z.infer<Input>, now: Date): Promise<{ text: string; data: z.infer<Output> }>
}

/** Infers the types of a tool from its schemas. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(
  tool: Tool<Input, Output>,
): (server: McpServer) => void {
  const { name, title, description } = tool
  // The library infers a callback's argument from the schema, which it cannot do for one that is not known yet.
  const [input, output]: z.ZodType[] = [tool.input, tool.output]
  return (server) => {
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input,
        outputSchema: output,
        annotations: { readOnlyHint: true, idempotentHint: true, destructiveHint: false, openWorldHint: false },
      },
      async (asked: unknown) => {
        try {
          const { text, data } = await tool.answer(asked as z.infer<Input>, new Date())
          return { content: [{ type: 'text', text }], structuredContent: data as Record<string, unknown> }
        } catch (error) {
          return { isError: true, content: [{ type: 'text', text: sayError(error) }] }
        }
      },
    )
  }
}

/** What a caller may know of an error: all of a deliberate one, of any other only whether to try again. */
function sayError(error: unknown): string {
  if (error instanceof OutageHistoryError) return error.message
  logFailure(error, { path: '/mcp' })
  return REFUSALS[failureOf(error)].detail
}
