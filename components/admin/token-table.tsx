'use client'

import { formatTime } from '@/lib/domain/format'
import { ActionForm } from '../ui/action-form'
import { Dialog } from '../ui/dialog'
import { Table, Td, Th } from '../ui/table'
import type { FormAction } from '../ui/use-form-action'

/** A token as a screen shows it; times in ISO. */
export type ShownToken = {
  id: number
  userId: string
  email: string
  name: string
  createdAt: string
  lastUsedAt: string | null
  madeByOther: boolean
}

export function TokenTable({
  tokens,
  revoke,
  withOwner,
}: {
  tokens: readonly ShownToken[]
  revoke: FormAction
  withOwner: boolean
}) {
  if (tokens.length === 0) return <p className="text-sm text-muted">No tokens.</p>
  return (
    <Table label="Tokens">
      <thead>
        <tr>
          <Th>Token</Th>
          {withOwner && <Th>Acts as</Th>}
          <Th className="max-sm:hidden">Made</Th>
          <Th>Last used</Th>
          <Th>
            <span className="sr-only">Revoke</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <Th scope="row" className="font-normal">
              {token.name || 'unnamed'}
              {token.madeByOther && (
                <span className="block text-[13px] text-muted">made by somebody else</span>
              )}
            </Th>
            {withOwner && <Td>{token.email}</Td>}
            <Td className="whitespace-nowrap max-sm:hidden">{formatTime(token.createdAt)}</Td>
            <Td className="whitespace-nowrap">{token.lastUsedAt ? formatTime(token.lastUsedAt) : 'never'}</Td>
            <Td className="py-1 text-right">
              <Dialog
                trigger={
                  <>
                    Revoke<span className="sr-only"> {token.name || 'unnamed'}</span>
                  </>
                }
                size="small"
                variant="danger"
                title={`Revoke ${token.name ? `“${token.name}”` : 'this token'}?`}
                description="Programs that use it stop at once. This cannot be taken back."
              >
                <ActionForm action={revoke} button="Revoke the token" variant="danger">
                  <input type="hidden" name="token" value={token.id} />
                  <input type="hidden" name="user" value={token.userId} />
                </ActionForm>
              </Dialog>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
