import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ComponentChoice } from '#components/filter/component-choice.tsx'

const render = (components: string[], chosen: string | null = null) =>
  renderToStaticMarkup(<ComponentChoice components={components} chosen={chosen} />)

it('a short list is one to choose from, in the groups of the status page', () => {
  expect(render(['API', 'Core / Cache', 'Core / Queue'])).toContain(
    '<option>API</option><optgroup label="Core"><option value="Core / Cache">Cache</option><option value="Core / Queue">Queue</option></optgroup>',
  )
})

it('one that is chosen stays chosen, even where the vendor has it no more', () => {
  expect(render(['API'], 'Old')).toContain('<option selected="">Old</option>')
})

it('a long list is typed into, with the names at hand', () => {
  const html = render(Array.from({ length: 60 }, (_, n) => `Region / Node ${n}`))
  expect(html).toContain('placeholder="Any of 60"')
  expect(html.match(/<option /g)).toHaveLength(60)
})
