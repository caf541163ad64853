import type { ReactNode } from 'react'
import { Button } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { formatCount, formatInteger } from '#lib/domain/format.ts'
import { type FirstStep, listFirstSteps, type SetupFacts } from '#lib/domain/site/first-steps.ts'

/** What is left to do on a new site; nothing once it is done or dismissed. */
export function FirstSteps({ setup }: { setup: SetupFacts }) {
  const steps = listFirstSteps(setup)
  if (steps === null) return null
  return (
    <Section
      title="First steps"
      aside={`${steps.filter(({ isDone }) => isDone).length} of ${steps.length} done`}
      isRuled={false}
    >
      <ol className="grid gap-3">
        {steps.map(({ step, isDone }) => (
          <li key={step} className="grid grid-cols-[4.25rem_1fr] gap-x-3">
            <span className={isDone ? 'text-soft' : 'font-[620]'}>{isDone ? 'Done' : 'To do'}</span>
            <div>
              <p className={isDone ? 'text-soft' : ''}>{TITLES[step]}</p>
              <p className="max-w-[68ch] text-small text-soft">{describe(step, isDone, setup)}</p>
            </div>
          </li>
        ))}
      </ol>
      <form method="post" action="/admin/first-steps/dismiss" className="mt-4">
        <Button>Don’t show these again</Button>
      </form>
    </Section>
  )
}

const TITLES = {
  choose: 'Choose the vendors you depend on',
  read: 'First readings',
  publicUrl: 'Set PUBLIC_URL',
  invite: 'Invite somebody',
} as const satisfies Record<FirstStep, string>

function describe(step: FirstStep, isDone: boolean, setup: SetupFacts): ReactNode {
  switch (step) {
    case 'choose':
      return (
        <>
          Tick them in the{' '}
          <a href="/admin/catalogue" className="linked">
            catalogue
          </a>
          , or{' '}
          <a href="/admin/vendors/new" className="linked">
            enter the URL of a status page
          </a>
          .
        </>
      )
    case 'read':
      return readWords(setup)
    case 'publicUrl':
      return isDone
        ? 'Links in feeds, calendars and invitations use it.'
        : 'Set it in the environment to the address that people open, and restart the site. Links in feeds, calendars and invitations use it.'
    case 'invite':
      return (
        <>
          Give a colleague an account on the page{' '}
          <a href="/admin/people" className="linked">
            People
          </a>
          .
        </>
      )
  }
}

function readWords({ liveSources, read, failing }: SetupFacts): string {
  if (liveSources === 0) return 'They start as soon as you have added a vendor.'
  const failed = failing === 0 ? '' : `; ${failing} failed so far`
  return `${formatInteger(read)} of ${formatCount(liveSources, 'status page')} read${failed}.`
}
