import { createHash } from 'node:crypto'
import { masked, type Range } from '@/lib/blinding/mask'
import { type BlindCriterion, type BlindItem, blindItemSchema, type Progress } from '@/lib/domain/blind'
import { canonicalJson } from '@/lib/domain/canonical'
import { preferenceQuestion } from '@/lib/domain/preference'
import { MASKS } from '../blinding/masks'
import type { Db } from '../db/pool'

/** What a rater is shown of an output, or of two side by side, without what belongs to the one assignment. */
export type Content = {
  intent: string
  guidelines: string
  prompt: string
  text: string
  other_text: string | null
  criteria: BlindCriterion[]
}

/** Which outputs an item shows: one, or in a comparison one on the left and one on the right. */
export type ShownOutputs = { outputId: number; rightOutputId: number | null }

/** An assignment as far as its rater may see it. */
export type ShownAssignment = {
  id: string
  presentation: 'rendered' | 'plain'
  leaseExpiresAt: Date
  draft: { scores?: Record<string, number>; comment?: string } | null
}

/** SQL: the criteria of audit `a` as a rater sees them, as JSON in their order. */
export const BLIND_CRITERIA = `(SELECT json_agg(json_build_object('key', c.key, 'name', c.name,
  'description', c.description, 'min', c.min, 'max', c.max, 'step', c.step, 'labels', c.labels) ORDER BY c.position)
  FROM criteria c WHERE c.audit_id = a.id)`

/** The content of an item as a rater sees it now, masks in place; null when an output of it was taken out of the audit. */
export async function itemContent(
  db: Db,
  { outputId, rightOutputId }: ShownOutputs,
): Promise<Content | null> {
  const left = await outputContent(db, outputId)
  if (!left || rightOutputId === null) return left?.content ?? null
  const right = await outputContent(db, rightOutputId)
  const criterion = left.content.criteria.find(({ key }) => key === left.comparedOn)
  if (!right || !criterion) return null
  return { ...left.content, other_text: right.content.text, criteria: [preferenceQuestion(criterion)] }
}

/** What is shown of one output, and the criterion on which the audit compares two. */
async function outputContent(
  db: Db,
  outputId: number,
): Promise<{ content: Content; comparedOn: string | null } | null> {
  const { rows } = await db.query<
    Omit<Content, 'other_text'> & { comparedOn: string | null; masks: Range[] }
  >(
    `SELECT a.intent, a.guidelines, p.body AS prompt, t.body AS text, ${BLIND_CRITERIA} AS criteria, ${MASKS} AS masks,
       a.plan -> 'comparisons' ->> 'criterion' AS "comparedOn"
     FROM outputs o
     JOIN audits a ON a.id = o.audit_id
     JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
     JOIN output_texts t ON t.version_id = v.id
     JOIN prompts p ON p.id = v.prompt_id
     WHERE o.id = $1`,
    [outputId],
  )
  const [row] = rows
  if (!row) return null
  const { masks, comparedOn, ...content } = row
  return { content: { ...content, text: masked(content.text, masks), other_text: null }, comparedOn }
}

/** SHA-256 of exactly what is shown: the proof of what a rating was given for. */
export function shownHash(content: Content, presentation: 'rendered' | 'plain'): Buffer {
  const { intent, guidelines, prompt, text, other_text, criteria } = content
  const shown = { intent, guidelines, prompt, text, presentation, criteria }
  return createHash('sha256')
    .update(canonicalJson(other_text === null ? shown : { ...shown, other_text }))
    .digest()
}

/**
 * All that a rater learns of an output: the one place where it is put together, field by field, and checked against the
 * list of what is allowed.
 */
export function blindItem(
  assignment: ShownAssignment,
  content: Content,
  progress: Progress,
  practice: BlindItem['practice'] = null,
): BlindItem {
  const { draft } = assignment
  return blindItemSchema.parse({
    item_id: assignment.id,
    intent: content.intent,
    guidelines: content.guidelines,
    prompt: content.prompt,
    text: content.text,
    other_text: content.other_text,
    presentation: assignment.presentation,
    criteria: content.criteria,
    progress,
    practice,
    lease_expires_at: assignment.leaseExpiresAt.toISOString(),
    draft: draft && { scores: draft.scores ?? {}, comment: draft.comment ?? '' },
  })
}
