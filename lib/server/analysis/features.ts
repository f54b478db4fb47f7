import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { featureColumn } from './selection'

/** Whose bins a report gives unless others are asked for, in the order in which it shows them. */
export const DEFAULT_FEATURES = [
  'words',
  'words_per_sentence',
  'headers',
  'list_items',
  'bold',
  'code_blocks',
  'hedge_rate',
  'booster_rate',
  'number_rate',
] as const

/** The features to bin: those asked for, else the default ones that the snapshot has. */
export function binnedFeatures(meta: SnapshotMeta, asked: readonly string[]): string[] {
  for (const feature of asked) featureColumn(meta, feature, 'feature')
  if (asked.length > 0) return [...new Set(asked)]
  const known = new Set(meta.features.map(({ key }) => key))
  return DEFAULT_FEATURES.filter((feature) => known.has(feature))
}
