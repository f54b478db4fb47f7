import { findLeaks, type Leak } from '@/lib/blinding/find'
import { computeFeatures } from '@/lib/features/compute'
import { FEATURES } from '@/lib/features/registry'

/** The features of some texts: their languages, and their values one text after the other, NaN where there is none. */
export type FeatureRows = { languages: string[]; values: Float64Array<ArrayBuffer> }

export function computeBatch(texts: readonly string[]): FeatureRows {
  const languages: string[] = []
  const values = new Float64Array(texts.length * FEATURES.length)
  for (const [row, text] of texts.entries()) {
    const computed = computeFeatures(text)
    languages.push(computed.language)
    for (const [i, value] of computed.values.entries())
      values[row * FEATURES.length + i] = value ?? Number.NaN
  }
  return { languages, values }
}

/** A place that betrays an output's author, or how it rates itself; `row` counts the texts of a batch. */
export type LeakRow = Leak & { row: number }
/** All that is found out of some texts. */
export type TextRows = FeatureRows & { leaks: LeakRow[] }

export function readBatch(texts: readonly string[], names: readonly (readonly string[])[]): TextRows {
  const leaks = texts.flatMap((text, row) => findLeaks(text, names[row]).map((leak) => ({ ...leak, row })))
  return { ...computeBatch(texts), leaks }
}
