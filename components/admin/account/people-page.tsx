import { Cell, Row, Table } from '#components/admin/table.tsx'
import { Time } from '#components/text/time.tsx'
import { Button, CheckField, FormError, type FormState, SelectField, stateOf, TextField } from '#components/ui/form.tsx'
import { Section } from '#components/ui/section.tsx'
import { LINK_DAYS, ROLE_WORDS, ROLES } from '#lib/domain/access.ts'
import type { OpenLinkView, PersonLine } from '#lib/queries/admin-schemas.ts'
import { ToldOnce } from './told-once.tsx'

interface Props {
  people: PersonLine[]
  links: OpenLinkView[]
  /** The id of the signed-in person; null for a program. */
  self: string | null
  state: FormState
  /** The link that has just been created. */
  secret: string | null
  /** The issuer's display name; null where none is configured. */
  issuerName: string | null
}

/** All users and invitations, and the form that invites. */
export function PeopleParts({ people, links, self, state, secret, issuerName }: Props) {
  return (
    <>
      {secret !== null && (
        <div className="mt-6">
          <ToldOnce label="Send this link to the person you invited" secret={secret}>
            {`The link works once, within ${LINK_DAYS} days, for whoever opens it first.`}
          </ToldOnce>
        </div>
      )}
      <Section title="People" isRuled={false}>
        <Table caption="People" columns={['Who', 'Role', 'Signs in with', 'Last sign-in', 'Sessions', 'Tokens']}>
          {people.map((person) => (
            <Row key={person.id}>
              <Cell>
                <a href={`/admin/people/${person.id}`} className="linked wrap-anywhere">
                  {person.name}
                </a>
                {person.id === self && <span className="text-soft"> (you)</span>}
              </Cell>
              <Cell>{ROLE_WORDS[person.role]}</Cell>
              <Cell>{signInWords(person, issuerName)}</Cell>
              <Cell>{person.lastSignInAt === null ? 'never' : <Time at={person.lastSignInAt} zone />}</Cell>
              <Cell>{person.sessionCount}</Cell>
              <Cell>{person.tokenCount}</Cell>
            </Row>
          ))}
        </Table>
      </Section>
      <Section title="Open links" aside="each works once">
        <OpenLinks links={links} state={state} />
      </Section>
      <Section title="Invite">
        <InviteForm state={stateOf('invite', state)} issuerName={issuerName} />
      </Section>
    </>
  )
}

/** The user's sign-in methods: "password", "password, Example SSO". */
export function signInWords({ hasPassword, isLinked, isByRule }: PersonLine, issuerName: string | null): string {
  const ways = [
    hasPassword && 'password',
    (isLinked || isByRule) && (issuerName ?? 'a sign-in provider that is no longer set up'),
  ]
  return ways.filter((way) => way !== false).join(', ') || 'an open link'
}

function OpenLinks({ links, state }: { links: OpenLinkView[]; state: FormState }) {
  if (links.length === 0) return <p className="text-soft">There are no open links.</p>
  return (
    <ul className="grid gap-5">
      {links.map((link) => (
        <li key={link.id} className="grid gap-1">
          <p>
            <b className="font-[580] wrap-anywhere">{link.email}</b>,{' '}
            {link.role === null ? 'for a new password' : `invited as ${link.role}`}
          </p>
          <p className="text-small text-soft">
            By {link.createdBy}, <Time at={link.createdAt} zone />; expires <Time at={link.expiresAt} zone />
          </p>
          <RevokeLinkForm link={link} state={state} />
        </li>
      ))}
    </ul>
  )
}

function RevokeLinkForm({ link: { id, email }, state }: { link: OpenLinkView; state: FormState }) {
  const own = state.values.link === String(id) ? stateOf('revokeLink', state) : undefined
  return (
    <form method="post" action="/admin/people/change" className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <input type="hidden" name="form" value="revokeLink" />
      <input type="hidden" name="link" value={id} />
      {own !== undefined && <FormError state={own} />}
      <CheckField
        name="confirm"
        label={`Revoke the link for ${email}`}
        required
        scope={`link-${id}-`}
        {...(own !== undefined && { state: own })}
      />
      <Button>Revoke</Button>
    </form>
  )
}

function InviteForm({ state, issuerName }: { state: FormState; issuerName: string | null }) {
  return (
    <form method="post" action="/admin/people/change" className="grid max-w-140 gap-3">
      <input type="hidden" name="form" value="invite" />
      <p className="max-w-[68ch] text-small text-soft">
        This site does not send invitations by email. It creates a link that works once, within {LINK_DAYS} days. Copy
        the link and send it to the person over a channel you trust. Whoever opens the link chooses a password
        {issuerName !== null && ` or signs in with ${issuerName}`} and then has access.
      </p>
      <FormError state={state} />
      <TextField name="email" label="E-mail address" required autoComplete="off" inputMode="email" state={state} />
      <SelectField
        name="role"
        label="Role"
        value="viewer"
        options={ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
        hint="A viewer can see the whole admin area but change nothing."
        state={state}
      />
      <p>
        <Button look="main">Create link</Button>
      </p>
    </form>
  )
}
