'use client'

import { formatTime } from '@/lib/domain/format'
import { ActionForm, type FormAction } from '../ui/action-form'
import { Table, Td, Th } from '../ui/table'

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
          <Th>Made</Th>
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
            <Td className="whitespace-nowrap">{formatTime(token.createdAt)}</Td>
            <Td className="whitespace-nowrap">{token.lastUsedAt ? formatTime(token.lastUsedAt) : 'never'}</Td>
            <Td className="py-1 text-right">
              <ActionForm
                action={revoke}
                button="Revoke"
                size="small"
                variant="danger"
                className="flex justify-end"
              >
                <input type="hidden" name="token" value={token.id} />
                <input type="hidden" name="user" value={token.userId} />
              </ActionForm>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
