import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { RuleForm } from '#components/admin/alerts/rule-form.tsx'
import type { FormState } from '#components/ui/form.tsx'

const TARGETS = [1, 2, 12].map((id) => ({ id, name: `#${id}` }))

/** Ids of the targets that the form of a new rule begins with. */
function tickedIn(state: FormState): string[] {
  const html = renderToStaticMarkup(<RuleForm rule={null} targets={TARGETS} state={state} />)
  const boxes = [...html.matchAll(/<input[^>]*name="targets"[^>]*>/g)].map(([box]) => box)
  return boxes.filter((box) => box.includes('checked')).map((box) => /value="(\d+)"/.exec(box)?.[1] ?? '')
}

const sent = (values: Record<string, string>): FormState => ({
  ...{ message: null, form: 'create', errors: { name: 'is missing' } },
  values: { form: 'create', ...values },
})

it('begins with every target, and after an error with those that were ticked', () => {
  expect(tickedIn({ message: null, form: null, errors: {}, values: {} })).toEqual(['1', '2', '12'])
  expect(tickedIn(sent({ targets: '12' }))).toEqual(['12'])
  expect(tickedIn(sent({ targets: '1\n2' }))).toEqual(['1', '2'])
  expect(tickedIn(sent({}))).toEqual([])
})
