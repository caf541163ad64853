import type { Platform } from '#lib/adapters/adapter.ts'

/** One document of the sample archive that a fresh installation is filled with. */
export interface SampleDocument {
  /** Slug of a vendor of the catalogue. */
  vendor: string
  platform: Platform
  /** Beside this file. */
  file: string
  /** When the vendor's page was read; null where nobody noted it. */
  readAt: Date | null
}

/** Several vendors were read on one day whose hour was not noted: the newest change in any of those documents. */
const AUGUST_2026 = new Date('2026-08-22T05:14:00Z')

/**
 * Real incidents, as facts: ids, titles, times, statuses, impact and components are the vendors'. The texts of Courier and
 * WorkOS were written for this sample; the other documents have none. Each vendor's documents in the order of reading.
 */
export const SAMPLE: readonly SampleDocument[] = [
  { vendor: 'courier', platform: 'outage-text', file: 'courier.txt', readAt: null },
  { vendor: 'workos', platform: 'outage-text', file: 'workos.txt', readAt: null },
  { vendor: 'anthropic', platform: 'archive', file: 'anthropic.json', readAt: AUGUST_2026 },
  { vendor: 'atlassian', platform: 'archive', file: 'atlassian.json', readAt: AUGUST_2026 },
  { vendor: 'cloudflare', platform: 'archive', file: 'cloudflare.json', readAt: AUGUST_2026 },
  { vendor: 'digitalocean', platform: 'archive', file: 'digitalocean.json', readAt: AUGUST_2026 },
  { vendor: 'github', platform: 'archive', file: 'github-2024-08.json', readAt: new Date('2024-08-15T04:24:43Z') },
  { vendor: 'github', platform: 'archive', file: 'github-2025-06.json', readAt: new Date('2025-06-12T04:33:37Z') },
  { vendor: 'github', platform: 'archive', file: 'github.json', readAt: AUGUST_2026 },
  {
    vendor: 'google-cloud',
    platform: 'archive',
    file: 'google-cloud-2025-06.json',
    readAt: new Date('2026-08-20T19:42:11Z'),
  },
  { vendor: 'google-cloud', platform: 'archive', file: 'google-cloud.json', readAt: new Date('2026-08-20T19:42:11Z') },
  { vendor: 'openai', platform: 'archive', file: 'openai.json', readAt: AUGUST_2026 },
  { vendor: 'stripe', platform: 'archive', file: 'stripe.json', readAt: AUGUST_2026 },
]
