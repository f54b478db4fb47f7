import type { Note } from '@/lib/domain/report'

/** What is worth an estimate: below these a report says "not enough data" and nothing else. */
export const MINIMA = {
  mean: { outputs: 10, prompts: 5 },
  /** Of raters who stand for others: four degrees of freedom. With fewer, an interval would hold nearly every value. */
  raters: 5,
  correlation: { outputs: 20, prompts: 2 },
  /** Outputs for each term, and degrees of freedom for each effect that is shown. */
  regression: { outputsPerTerm: 5, df: 4 },
  /** And so many that people accept, and that they reject. */
  auc: { outputs: 20, each: 5 },
  /** A map from one scale to the other needs data. */
  calibration: { outputs: 50, prompts: 10 },
} as const

/** "not enough data: 3 of at least 10 outputs", or null where there is enough. */
export function tooFew(
  n: number,
  clusters: number,
  minimum: { outputs: number; prompts: number },
  what = 'outputs',
): string | null {
  if (n < minimum.outputs) return `not enough data: ${n} of at least ${minimum.outputs} ${what}`
  if (clusters < minimum.prompts) return `not enough data: ${clusters} of at least ${minimum.prompts} prompts`
  return null
}

/** Why numbers of a report are null; a field is named once, with the first reason given. */
export class Notes {
  readonly #why = new Map<string, string>()

  add(field: string, why: string): void {
    if (!this.#why.has(field)) this.#why.set(field, why)
  }

  /** In the order of the report's sections, and within one as they were added. */
  list(): Note[] {
    return inOrder([...this.#why].map(([field, why]) => ({ field, why })))
  }
}

/** Notes in the order of the report's sections. */
export function inOrder(notes: readonly Note[]): Note[] {
  return notes.toSorted((a, b) => sectionOf(a) - sectionOf(b))
}

const SECTIONS = [
  'headline',
  'by_model',
  'by_family',
  'by_tag',
  'by_signal',
  'self_preference',
  'by_group',
  'features',
  'feature_regression',
  'bins',
  'presentation',
  'comparisons',
  'gate',
  'calibration',
  'prediction_powered',
  'classification',
  'agreement',
  'slices',
]

function sectionOf({ field }: Note): number {
  return SECTIONS.indexOf(field.split('.')[0]!)
}

export const NO_COMMON_SCALE = 'no common scale'
