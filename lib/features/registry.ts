import { arenaBold, arenaHeaders, arenaLists } from './arena'
import {
  boosterRate,
  confidenceTone,
  exclamationRate,
  hedgeRate,
  numberRate,
  questionRate,
  selfConfidenceNumber,
} from './confidence'
import type { FeatureDefinition } from './definition'
import { chars, paragraphs, sentences, words, wordsPerSentence } from './length'
import { LEXICON_VERSION } from './lexicon'
import { readability } from './readability'
import {
  bold,
  codeBlocks,
  headers,
  inlineCode,
  links,
  listItems,
  markdownDensity,
  tableRows,
} from './structure'
import { tokens } from './tokens'
import { variety } from './variety'

/**
 * Every feature, in the order of stored values and of exported columns. A new one is a definition in its family's
 * file and a line at the end of this list. Nothing here loads the tokenizer or the language detector, so that
 * pages can read labels and units.
 */
const REGISTERED = [
  chars,
  words,
  sentences,
  wordsPerSentence,
  paragraphs,
  headers,
  listItems,
  bold,
  codeBlocks,
  inlineCode,
  tableRows,
  links,
  hedgeRate,
  boosterRate,
  confidenceTone,
  exclamationRate,
  questionRate,
  numberRate,
  markdownDensity,
  selfConfidenceNumber,
  tokens,
  readability,
  variety,
  arenaHeaders,
  arenaLists,
  arenaBold,
] as const

export type FeatureKey = (typeof REGISTERED)[number]['key']
export type Feature = FeatureDefinition<FeatureKey>

export const FEATURES: readonly Feature[] = REGISTERED

const BY_KEY: ReadonlyMap<string, Feature> = new Map(FEATURES.map((feature) => [feature.key, feature]))

/** The definition of a feature, undefined where no feature has that key. */
export function featureByKey(key: string): Feature | undefined {
  return BY_KEY.get(key)
}

/**
 * Changes exactly when stored values may be out of date: the key and version of every feature, in order, and the
 * lexicon's version. Rows stored under another one are to be computed again.
 */
export const FEATURE_SET_VERSION = [
  ...FEATURES.map(({ key, version }) => `${key}:${version}`),
  `lexicon:${LEXICON_VERSION}`,
].join(' ')
