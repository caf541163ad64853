import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STATES } from '#lib/domain/incident.ts'
import { formatVendorMetrics } from '#lib/formats/monitoring.ts'
import { aVendorSummary } from '../../support/vendor-summary.ts'

const textOf = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs/monitoring', name), 'utf8')

interface Panel {
  title: string
  targets: { expr: string }[]
  fieldConfig: { defaults: { mappings: { options: Record<string, { text: string; color: string }> }[] } }
}

describe('docs/monitoring', () => {
  it('names only gauges and states that the site serves', () => {
    const served = formatVendorMetrics([aVendorSummary('acme', { checkedAt: new Date(0) })], [])
    const texts = textOf('alerts.yml') + textOf('dashboard.json')
    const gauges = new Set(texts.match(/outage_history_[a-z_]+/g))
    expect(gauges.size).toBeGreaterThan(2)
    for (const gauge of gauges) expect(served).toContain(`# TYPE ${gauge} gauge\n`)
    const states = [...texts.matchAll(/state=\\?"(\w+)/g)].map(([, state = '']) => state)
    expect(states.filter((state) => !(STATES as readonly string[]).includes(state))).toEqual([])
  })

  it('shows each state as itself, and green only what is up', () => {
    const { panels }: { panels: Panel[] } = JSON.parse(textOf('dashboard.json'))
    const panel = panels.find(({ title }) => title === 'State')
    const values = new Map(
      [...(panel?.targets[0]?.expr ?? '').matchAll(/state="(\w+)"\} \* (\d)/g)].map(([, state, value]) => [
        state,
        value,
      ]),
    )
    const shown = panel?.fieldConfig.defaults.mappings[0]?.options ?? {}
    // A state without a value of its own leaves all gauges at zero.
    for (const state of STATES) expect(shown[values.get(state) ?? '0']?.text).toBe(state)
    expect(Object.values(shown).flatMap(({ text, color }) => (color === 'green' ? [text] : []))).toEqual(['up'])
  })
})
