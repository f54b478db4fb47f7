'use client'

import { ROLES } from '@/lib/domain/audit'
import { formatDay } from '@/lib/domain/format'
import type { Person } from '@/lib/domain/person'
import { ActionForm } from '../ui/action-form'
import { Badge } from '../ui/badge'
import { Dialog } from '../ui/dialog'
import { PageLink } from '../ui/page-link'
import { Select } from '../ui/select'
import { Table, Td, Th } from '../ui/table'
import type { FormAction } from '../ui/use-form-action'

export type PeopleActions = { changeRole: FormAction; changeActive: FormAction; newPassword: FormAction }

/** All accounts, with what an admin may do to each. */
export function PeopleTable({
  people,
  ownId,
  actions,
}: {
  people: readonly Person[]
  /** The viewer's own account, which other admins change. */
  ownId: string
  actions: PeopleActions
}) {
  return (
    <Table label="People">
      <thead>
        <tr>
          <Th>Account</Th>
          <Th>Role</Th>
          <Th className="max-sm:hidden">Since</Th>
          <Th>State</Th>
          <Th>
            <span className="sr-only">Change</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className={person.active ? undefined : 'text-muted'}>
            <Th scope="row" className="font-normal wrap-anywhere">
              <span className="block font-medium">{person.name ?? person.email}</span>
              {person.name && <span className="block text-[13px] text-muted">{person.email}</span>}
            </Th>
            <Td>{person.role}</Td>
            <Td className="whitespace-nowrap max-sm:hidden">{formatDay(person.created_at)}</Td>
            <Td>{person.active ? 'Active' : <Badge tone="danger">Locked</Badge>}</Td>
            <Td className="py-1 text-right">
              {person.id === ownId ? (
                <PageLink href="/account" className="text-sm underline">
                  Yours
                </PageLink>
              ) : (
                <Dialog
                  trigger={
                    <>
                      Change<span className="sr-only"> {person.email}</span>
                    </>
                  }
                  size="small"
                  title={person.name ?? person.email}
                  description={person.email}
                >
                  <PersonActions person={person} actions={actions} />
                </Dialog>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function PersonActions({ person, actions }: { person: Person; actions: PeopleActions }) {
  const id = <input type="hidden" name="id" value={person.id} />
  return (
    <div className="flex flex-col gap-5 border-t border-border pt-4">
      <ActionForm action={actions.changeRole} button="Change the role" variant="secondary">
        {id}
        <Select
          name="role"
          aria-label="Role"
          key={person.role}
          defaultValue={person.role}
          className="w-36"
          options={ROLES.map((role) => ({ value: role, label: role }))}
        />
      </ActionForm>
      <ActionForm
        action={actions.newPassword}
        button="Give a new password"
        secretLabel="New password"
        variant="secondary"
      >
        {id}
      </ActionForm>
      <ActionForm
        action={actions.changeActive}
        button={person.active ? 'Lock the account' : 'Unlock the account'}
        variant={person.active ? 'danger' : 'secondary'}
      >
        {id}
        <input type="hidden" name="active" value={person.active ? '0' : '1'} />
      </ActionForm>
      <p className="text-[13px] text-muted">
        A new password or a lock ends the account's sessions at once; a lock ends its tokens too. Ratings
        stay.
      </p>
    </div>
  )
}
