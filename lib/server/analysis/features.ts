import { CONTROL_MODEL } from '@/lib/domain/selection'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { featureColumn } from './selection'

/** Whose bins a report gives unless others are asked for: each costs about a sixth of the whole report. */
export const DEFAULT_FEATURES: readonly string[] = ['words']

/** The features that the bins hold equal. Throws PlumblineError('invalid') for one that the snapshot lacks. */
export function controlFeatures(meta: SnapshotMeta, control: readonly string[]): string[] {
  const features = [...new Set(control)].filter((key) => key !== CONTROL_MODEL)
  for (const feature of features) featureColumn(meta, feature, 'control')
  return features
}

/** The features to bin: those asked for, else the default ones that the snapshot has. */
export function binnedFeatures(meta: SnapshotMeta, asked: readonly string[]): string[] {
  for (const feature of asked) featureColumn(meta, feature, 'feature')
  if (asked.length > 0) return [...new Set(asked)]
  const known = new Set(meta.features.map(({ key }) => key))
  return DEFAULT_FEATURES.filter((feature) => known.has(feature))
}
