import type { Criterion, CriterionInput } from '@/lib/domain/audit'
import { formatNumber } from '@/lib/domain/format'
import { scalePoints } from '@/lib/domain/scale'

/** A criterion as it is being typed: every field a text, so that nothing typed is lost. */
export type CriterionDraft = {
  /** Tells drafts apart while their keys change. */
  id: string
  key: string
  /** Whether the key was typed, rather than made from the name. */
  ownKey: boolean
  name: string
  description: string
  min: string
  max: string
  step: string
  labels: Record<string, string>
  higher_is: 'better' | 'worse'
  accept_at: string
}

const text = (value: number | null | undefined) => (value == null ? '' : String(value))

export function draftOf(criterion: CriterionInput | Criterion, id: string): CriterionDraft {
  return {
    id,
    key: criterion.key,
    ownKey: true,
    name: criterion.name,
    description: criterion.description ?? '',
    min: text(criterion.min),
    max: text(criterion.max),
    step: text(criterion.step),
    labels: { ...criterion.labels },
    higher_is: criterion.higher_is ?? 'better',
    accept_at: text(criterion.accept_at),
  }
}

export function emptyDraft(id: string): CriterionDraft {
  const scale = { min: '1', max: '5', step: '1', labels: {}, higher_is: 'better' as const, accept_at: '' }
  return { id, key: '', ownKey: false, name: '', description: '', ...scale }
}

/** Draft → what the server takes; what is no number stays as typed, so that the server can say so beside its field. */
export function inputOf(draft: CriterionDraft): Record<string, unknown> {
  const { key, name, description, min, max, step, labels, higher_is, accept_at } = draft
  const points = new Set(anchorPoints(draft))
  const kept = Object.entries(labels).filter(([point, label]) => points.has(point) && label.trim() !== '')
  return {
    key,
    name,
    description,
    min: number(min),
    max: number(max),
    ...(step.trim() !== '' && { step: number(step) }),
    labels: Object.fromEntries(kept),
    higher_is,
    ...(accept_at.trim() !== '' && { accept_at: number(accept_at) }),
  }
}

/** The points that can carry a label: every step where there are few, else the two ends. */
export function anchorPoints({ min, max, step }: CriterionDraft): string[] {
  const [lo, hi] = [Number(min), Number(max)]
  if (min.trim() === '' || max.trim() === '' || !(lo < hi)) return []
  const width = step.trim() === '' ? null : Number(step)
  const points = width !== null && width > 0 ? scalePoints({ min: lo, max: hi }, width) : null
  return (points ?? [lo, hi]).map(String)
}

/** The default of `accept_at`, as a placeholder. */
export function midpoint({ min, max }: CriterionDraft): string {
  const middle = (Number(min) + Number(max)) / 2
  return Number.isFinite(middle) ? formatNumber(middle, Number.isInteger(middle) ? 0 : 2) : ''
}

/** A key made from a name: `Overall quality` → `overall_quality`. */
export function keyFrom(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
}

function number(typed: string): number | string {
  const value = Number(typed)
  return typed.trim() === '' || !Number.isFinite(value) ? typed : value
}
