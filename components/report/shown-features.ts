import { FEATURE_GROUPS } from '@/lib/features/definition'
import { featureByKey } from '@/lib/features/registry'
import type { ShownFeature } from './feature-bins'

/** A feature by its key, in words; one that this version does not know keeps its key as its name. */
export function shownFeature(key: string): ShownFeature {
  const feature = featureByKey(key)
  if (!feature) return { key, label: key, unit: '', group: 'Others', log: false }
  const group = FEATURE_GROUPS.find((one) => one.key === feature.group)?.label ?? 'Others'
  const log = feature.transform === 'log1p' || feature.transform === 'log'
  return { key, label: feature.label, unit: feature.unit, group, log }
}

/** What is drawn before anybody chooses: one or two of each group. */
const FIRST = ['words', 'list_items', 'booster_rate', 'hedge_rate']

/** The features that a report draws before anybody chooses, among those that there are. */
export function shownFirst(keys: readonly string[]): string[] {
  const first = FIRST.filter((key) => keys.includes(key))
  return first.length > 0 ? first : keys.slice(0, FIRST.length)
}

/** Those of the features that belong in a report: some are kept only to compare with published numbers. */
export function reportFeatures(keys: readonly string[]): ShownFeature[] {
  return keys.filter((key) => featureByKey(key)?.inReport ?? true).map(shownFeature)
}
