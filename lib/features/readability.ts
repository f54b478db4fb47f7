import { defineFeature } from './definition'
import { countSentences } from './length'

/**
 * Coleman–Liau index, an estimate of the US school grade that a text asks for:
 * 0.0588 L - 0.296 S - 15.8, with L letters and S sentences per hundred words.
 * M. Coleman and T. L. Liau (1975), A computer readability formula designed for machine scoring,
 * Journal of Applied Psychology 60(2), 283-284. Fitted to English prose; very short texts vary widely.
 */
export const readability = defineFeature({
  key: 'readability',
  label: 'Reading grade',
  unit: 'US school grade',
  meaning:
    'Coleman–Liau index (1975), from letters per word and sentences per word: higher is harder to read.',
  group: 'length',
  transform: 'identity',
  englishOnly: true,
  compute: (text) => {
    const words = text.words.length
    if (words === 0) return null
    const letters = (100 * text.words.letters) / words
    const sentences = (100 * text.once(countSentences)) / words
    return 0.0588 * letters - 0.296 * sentences - 15.8
  },
})
