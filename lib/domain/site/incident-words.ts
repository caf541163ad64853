import { z } from 'zod'
import { IMPACTS, KINDS } from '#lib/domain/incident.ts'

/** One schema for each of these lists of words, which the API's description gives a name. */
export const kindSchema = z.enum(KINDS)
export const impactSchema = z.enum(IMPACTS)
