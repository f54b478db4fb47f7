import { expect, it } from 'vitest'
import { ROLES, type Role } from '@/lib/domain/audit'
import { ACTIONS, type Action, permit } from './permit'
import type { Viewer } from './viewer'

/** Written out once more, by hand: who may do what. */
const TABLE: Record<Action, string> = {
  'audit:list': 'admin analyst rater',
  'audit:read': 'admin analyst',
  'audit:write': 'admin analyst',
  'audit:import': 'admin analyst',
  'results:read': 'admin analyst',
  rate: 'admin analyst rater',
  'self:manage': 'admin analyst rater',
  'people:manage': 'admin',
  'metrics:read': 'admin',
}

function code(viewer: Viewer | null, action: Action): string {
  try {
    permit(viewer, action)
    return 'allowed'
  } catch (error) {
    return (error as { code: string }).code
  }
}

const viewerOf = (role: Role, fromPanel = false): Viewer => ({
  userId: 'u',
  email: 'e',
  name: null,
  role,
  via: 'token',
  tokenMadeById: 'u',
  fromPanel,
})

const cells = ACTIONS.flatMap((action) => [...ROLES, null].map((role) => ({ action, role })))

it.each(cells)('$role × $action', ({ action, role }) => {
  const expected = !role
    ? 'unauthenticated'
    : TABLE[action].split(' ').includes(role)
      ? 'allowed'
      : 'forbidden'
  expect(code(role && viewerOf(role), action)).toBe(expected)
})

it.each(ACTIONS)('whom a panel sent may rate and nothing else: %s', (action) => {
  expect(code(viewerOf('rater', true), action)).toBe(action === 'rate' ? 'allowed' : 'forbidden')
})
