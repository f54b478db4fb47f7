import { Buffer } from 'node:buffer'
import type { TextRows } from './batch'

/** Texts for the feature thread, one after the other as UTF-8: half the memory of strings, and handed over, not copied. */
export type FeatureRequest = {
  id: number
  bytes: Uint8Array<ArrayBuffer>
  ends: number[]
  /** For each text the names that it must not hold. */
  names: (readonly string[])[]
}
export type FeatureAnswer = TextRows & { id: number }

export function textsOf({ bytes, ends }: Pick<FeatureRequest, 'bytes' | 'ends'>): string[] {
  const buffer = Buffer.from(bytes.buffer)
  return ends.map((end, i) => buffer.toString('utf8', ends[i - 1] ?? 0, end))
}
