import { expect, it } from 'vitest'
import { type Audit, auditInputSchema, auditPatchSchema, completeCriterion } from '@/lib/domain/audit'
import { TEMPLATES } from '@/lib/domain/templates'
import { auditInput, auditPatch, draftOfAudit, EMPTY_AUDIT, withTemplate } from './audit-draft'

it.each(TEMPLATES.map(({ kind }) => kind))('makes an audit from the template %s', (kind) => {
  const draft = { ...withTemplate(EMPTY_AUDIT, kind), name: 'A', intent: 'B' }
  expect(auditInputSchema.parse(auditInput(draft))).toMatchObject({ kind, name: 'A', intent: 'B' })
})

it('keeps the intent that was typed when another template is chosen', () => {
  const draft = { ...withTemplate(EMPTY_AUDIT, 'reward'), intent: 'Mine' }
  expect(withTemplate(draft, 'metric')).toMatchObject({ intent: 'Mine', kind: 'metric' })
})

it('lets the key of a template follow its name, and keeps that of a criterion that exists', () => {
  expect(withTemplate(EMPTY_AUDIT, 'self-rating').criteria.map(({ ownKey }) => ownKey)).toEqual([false])
  expect(draftOfAudit(AUDIT).criteria.map(({ ownKey }) => ownKey)).toEqual([true])
})

const input = auditInputSchema.parse(
  auditInput({ ...withTemplate(EMPTY_AUDIT, 'self-rating'), name: 'A', intent: 'B' }),
)
const AUDIT: Audit = {
  ...input,
  ...{ id: crypto.randomUUID(), slug: 'a', status: 'draft', synthetic: false, revision: 1 },
  created_at: '2026-01-01T00:00:00.000Z',
  plan: { gold_every: 10, repeat_share: 0.07 },
  sealed: false,
  criteria: input.criteria.map(completeCriterion),
}

it('changes nothing when nothing was changed', () => {
  const draft = draftOfAudit(AUDIT)
  expect(auditPatch(draft, draft)).toEqual({})
})

it('sends only what was changed, so that it undoes nobody’s other change', () => {
  const stands = draftOfAudit(AUDIT)
  const draft = { ...stands, intent: 'C', ratings: '5' }
  expect(auditPatchSchema.parse(auditPatch(draft, stands))).toEqual({ intent: 'C', ratings_per_output: 5 })
})

it('sends only what was changed in the plan, and null for what was taken out of it', () => {
  const stands = draftOfAudit(AUDIT)
  expect(stands.plan).toMatchObject({ goldEvery: '10', repeatShare: '7', cap: '', sampleSize: '' })
  const plan = { ...stands.plan, goldEvery: '', cap: '40', sampleSize: '200', sampleBy: ['model', 'words'] }
  expect(auditPatchSchema.parse(auditPatch({ ...stands, plan }, stands))).toEqual({
    plan: {
      gold_every: null,
      cap: 40,
      sample: { size: 200, by: ['model', 'words'], allocation: 'proportional' },
    },
  })
})

it('sends a number of ratings that is none as it was typed', () => {
  const stands = draftOfAudit(AUDIT)
  const { error } = auditPatchSchema.safeParse(auditPatch({ ...stands, ratings: '' }, stands))
  expect(error?.issues.map(({ path }) => path)).toEqual([['ratings_per_output']])
})

it('sends the planned contrast and the seal where they were set', () => {
  const stands = draftOfAudit(AUDIT)
  const plan = { ...stands.plan, criterion: 'quality', threshold: '4', askAuthors: true }
  expect(auditPatchSchema.parse(auditPatch({ ...stands, plan, sealed: true }, stands))).toEqual({
    plan: {
      ask_authors: true,
      primary: { criterion: 'quality', signal: 'self', goal: 'human', threshold: 4 },
    },
    sealed: true,
  })
})
