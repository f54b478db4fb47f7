import { detectLanguage } from './language'
import { PreparedText } from './prepare'
import { FEATURES } from './registry'
import { countTokens } from './tokenizer'

export interface ComputedFeatures {
  /** ISO 639-1, or `und` where the language could not be told. */
  readonly language: string
  /** One value for each of `FEATURES`, in that order; null where the feature is not defined for the text. */
  readonly values: (number | null)[]
}

/**
 * All surface features of one text. Pure, and linear in the text's length whatever it holds. Its module loads the
 * tokenizer's vocabulary and the detector's data (a few MB): import it where texts are stored, not where labels
 * are shown.
 */
export function computeFeatures(text: string): ComputedFeatures {
  const prepared = new PreparedText(text, countTokens)
  const language = detectLanguage(prepared.words)
  const values = FEATURES.map((feature) =>
    feature.englishOnly && language !== 'en' ? null : feature.compute(prepared),
  )
  return { language, values }
}
