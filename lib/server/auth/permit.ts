import type { Role } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import type { Viewer } from './viewer'

/** Who may do what. A role that is not named for an action may not do it. */
const ALLOWED = {
  /** See the audits that are there for one: all of them, or for a rater the blind form of those they may rate. */
  'audit:list': ['admin', 'analyst', 'rater'],
  'audit:read': ['admin', 'analyst'],
  'audit:write': ['admin', 'analyst'],
  'audit:import': ['admin', 'analyst'],
  /** Whatever shows a score: reports, outputs, exports, import previews. */
  'results:read': ['admin', 'analyst'],
  rate: ['admin', 'analyst', 'rater'],
  /** One's own account: name, password, tokens. */
  'self:manage': ['admin', 'analyst', 'rater'],
  'people:manage': ['admin'],
  'metrics:read': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ALLOWED
export const ACTIONS = Object.keys(ALLOWED) as Action[]

/** Whether a role may do an action; for what is drawn. What is done is guarded by `permit`. */
export function may(role: Role, action: Action): boolean {
  const roles: readonly Role[] = ALLOWED[action]
  return roles.includes(role)
}

/** Throws PlumblineError 'unauthenticated' without a viewer, 'forbidden' where the viewer's role may not do the action. */
export function permit(viewer: Viewer | null, action: Action): asserts viewer is Viewer {
  if (!viewer)
    throw new PlumblineError('unauthenticated', 'Sign in, or send a token: Authorization: Bearer TOKEN.')
  if (viewer.fromPanel && action !== 'rate')
    throw new PlumblineError('forbidden', 'Your link is for rating, and for nothing else here.')
  if (!may(viewer.role, action))
    throw new PlumblineError('forbidden', `This needs another role than yours (${viewer.role}).`)
}
