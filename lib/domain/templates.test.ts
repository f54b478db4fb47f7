import { expect, it } from 'vitest'
import { AUDIT_KINDS, auditInputSchema } from './audit'
import { templateOf } from './templates'

it.each(AUDIT_KINDS)('the template for %s makes an audit as it is', (kind) => {
  const { criterion, plan, intentHint } = templateOf(kind)
  const made = auditInputSchema.parse({ name: 'n', kind, intent: intentHint, criteria: [criterion], ...plan })
  expect(made.kind).toBe(kind)
  expect(made.criteria).toHaveLength(1)
})
