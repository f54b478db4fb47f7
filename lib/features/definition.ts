import type { PreparedText } from './prepare'

/** How a report may fold a feature: every feature belongs to exactly one group. */
export const FEATURE_GROUPS = [
  { key: 'length', label: 'Length', meaning: 'How long the text is, and how it is paced.' },
  {
    key: 'confidence',
    label: 'Confident tone',
    meaning: 'How sure the text sounds. Word lists are a transparent, rough proxy, and for English only.',
  },
  { key: 'structure', label: 'Structure', meaning: 'Headings, lists and other markup, outside code blocks.' },
] as const

export type FeatureGroup = (typeof FEATURE_GROUPS)[number]['key']

/**
 * What a regression applies to the values first. `winsorised` is not elementwise: values above the sample's
 * `WINSORISE_QUANTILE` are set to it, which only the caller, who has the sample, can do.
 */
export type FeatureTransform = 'log1p' | 'log' | 'identity' | 'winsorised'

/** One number computed from a text alone, and everything the codebook says about it. */
export interface FeatureDefinition<Key extends string = string> {
  /** The column's name, everywhere. */
  readonly key: Key
  readonly label: string
  readonly unit: string
  /** One line for the codebook and for tooltips. */
  readonly meaning: string
  readonly group: FeatureGroup
  readonly transform: FeatureTransform
  /** Stored with every value; raised whenever the same text would get another number. */
  readonly version: number
  /** False for counters that are only kept so that numbers can be compared with published ones. */
  readonly inReport: boolean
  /** One of the nine features of the default regression, chosen so that they are not collinear. */
  readonly inDefaultRegression: boolean
  /** Null for a text in any other language, and where the language could not be told. */
  readonly englishOnly: boolean
  /** Null where the feature is not defined for this text. Never NaN; never throws. */
  readonly compute: (text: PreparedText) => number | null
}

type Defaulted = 'version' | 'inReport' | 'inDefaultRegression' | 'englishOnly'
type NewFeature<Key extends string> = Omit<FeatureDefinition<Key>, Defaulted> &
  Partial<Pick<FeatureDefinition, Defaulted>>

/** A definition with what most features share left out: version 1, in the report, for every language. */
export function defineFeature<const Key extends string>(feature: NewFeature<Key>): FeatureDefinition<Key> {
  return { version: 1, inReport: true, inDefaultRegression: false, englishOnly: false, ...feature }
}
