import { choicePath } from './path.ts'

export const REPORT_PATH = '/stack/report'

/** The address of a quarterly report, or of its file with the extension `form`. */
export function reportPath(
  slugs: readonly string[],
  { quarter, target }: { quarter: string; target: number | null },
  form: '' | '.md' | '.json' = '',
): string {
  return choicePath(REPORT_PATH + form, slugs, reportQuery({ quarter, target }))
}

/** Its query without the vendors. */
export function reportQuery({ quarter, target }: { quarter: string; target: number | null }): string {
  return `quarter=${quarter}${target === null ? '' : `&target=${target}`}`
}
