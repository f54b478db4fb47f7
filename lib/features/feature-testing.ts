import { PreparedText } from './prepare'
import { type FeatureKey, featureByKey } from './registry'
import { countTokens } from './tokenizer'

/** For tests: one feature of one text, whatever its language. */
export function featureOf(key: FeatureKey, text: string): number | null {
  const feature = featureByKey(key)
  if (!feature) throw new Error(`no feature ${key}`)
  return feature.compute(prepared(text))
}

/** For tests: a text made ready, with the real tokenizer. */
export function prepared(text: string): PreparedText {
  return new PreparedText(text, countTokens)
}
