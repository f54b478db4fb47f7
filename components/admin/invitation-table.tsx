'use client'

import { countOf, formatCount, formatTime } from '@/lib/domain/format'
import type { InvitationRow } from '@/lib/domain/invitation'
import { ActionForm } from '../ui/action-form'
import { Badge, type Tone } from '../ui/badge'
import { Dialog } from '../ui/dialog'
import { Table, Td, Th } from '../ui/table'
import type { FormAction } from '../ui/use-form-action'

/** Invitation links with how they stand. */
export function InvitationTable({
  invitations,
  withRole = false,
  revoke,
}: {
  invitations: readonly InvitationRow[]
  withRole?: boolean
  revoke: FormAction
}) {
  if (invitations.length === 0) return <p className="text-sm text-muted">No invitation links yet.</p>
  return (
    <Table label="Invitation links">
      <thead>
        <tr>
          <Th>Link</Th>
          {withRole && <Th>Role</Th>}
          <Th>State</Th>
          <Th numeric>Came by it</Th>
          <Th className="pl-6 max-sm:hidden">Good until</Th>
          <Th>
            <span className="sr-only">Take back</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id}>
            <Th scope="row" className="py-1 font-normal wrap-anywhere">
              {nameOf(invitation)}
              <span className="block text-[13px] text-muted">{particulars(invitation)}</span>
            </Th>
            {withRole && <Td>{invitation.role}</Td>}
            <Td>
              <State {...invitation} />
            </Td>
            <Td numeric>
              {formatCount(invitation.used)}
              {invitation.places !== null && (
                <span className="text-muted"> of {formatCount(invitation.places)}</span>
              )}
              {invitation.finished !== null && (
                <span className="block text-[13px] text-muted">
                  {formatCount(invitation.finished)} finished
                </span>
              )}
            </Td>
            <Td className="pl-6 whitespace-nowrap max-sm:hidden">{formatTime(invitation.expiresAt)}</Td>
            <Td className="py-1 text-right">
              {(invitation.state === 'open' || invitation.state === 'full') && (
                <TakeBack invitation={invitation} revoke={revoke} />
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function TakeBack({ invitation, revoke }: { invitation: InvitationRow; revoke: FormAction }) {
  return (
    <Dialog
      trigger={
        <>
          Take back<span className="sr-only"> {nameOf(invitation)}</span>
        </>
      }
      size="small"
      variant="danger"
      title={`Take “${nameOf(invitation)}” back?`}
      description="Nobody more comes by the link. Who came by it before stays, and participants of a panel can still go on."
    >
      <ActionForm action={revoke} button="Take the link back" variant="danger">
        <input type="hidden" name="id" value={invitation.id} />
      </ActionForm>
    </Dialog>
  )
}

const STATES: Record<InvitationRow['state'], { tone: Tone; word: string }> = {
  open: { tone: 'verified', word: 'Open' },
  full: { tone: 'neutral', word: 'Used up' },
  expired: { tone: 'neutral', word: 'Run out' },
  revoked: { tone: 'danger', word: 'Taken back' },
}

function State({ state }: InvitationRow) {
  const { tone, word } = STATES[state]
  return <Badge tone={tone}>{word}</Badge>
}

function nameOf({ id, label }: InvitationRow): string {
  return label || `Link ${id}`
}

function particulars({ finished, group, quota, createdAt }: InvitationRow): string {
  return [
    finished !== null && 'for a panel',
    group && `group “${group}”`,
    quota !== null && `at most ${countOf(quota, 'output')} each`,
    `made ${formatTime(createdAt)}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
