import type { BlindCriterion } from './blind'

/** How a rater answers which of two outputs is better: −1 (the left by far) … 1 (the right by far). */
export const PREFERENCE = { key: 'preference', min: -1, max: 1, step: 0.5 } as const

/** What each answer says, as a rater reads it. */
const LABELS = {
  '-1': 'Left is much better',
  '-0.5': 'Left is better',
  '0': 'About the same',
  '0.5': 'Right is better',
  '1': 'Right is much better',
}

/** The one question of a comparison on a criterion, in the form of a criterion, so that it is asked and answered as one. */
export function preferenceQuestion({ name, description }: BlindCriterion): BlindCriterion {
  return { ...PREFERENCE, name: `Which is better on “${name}”?`, description, labels: LABELS }
}

/** The words of an answer. */
export function preferenceWords(preference: number): string {
  return (LABELS as Record<string, string>)[preference] ?? String(preference)
}
