import { type TargetInput, targetFields } from '#lib/domain/alerts/target-input.ts'
import { text } from '../../form.ts'

/** The fields that forms of targets have. */
export const TARGET_FIELDS = Object.keys(targetFields)

export function readTarget(form: FormData): TargetInput {
  const given = TARGET_FIELDS.flatMap((name) => {
    const value = text(form, name)
    return value === null ? [] : [[name, value]]
  })
  return Object.fromEntries(given)
}
