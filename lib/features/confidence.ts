import { countMatches, perHundredWords } from './count'
import { defineFeature } from './definition'
import { LEXICONS, lexiconMatcher } from './lexicon'
import type { PreparedText } from './prepare'

const NUMBER = /\b\d+(?:[.,]\d+)*%?/g
const SELF_CONFIDENCE = /\b(\d{1,3}(?:\.\d+)?) ?%\s+(?:sure|confident|certain)\b/gi

const matchLexicon = lexiconMatcher(LEXICONS.llm_answer)

/** Hedges and boosters of the text by the lists for assistants' answers. */
export const countLexiconHits = ({ words }: PreparedText) => matchLexicon(words)

/** What every feature of this family shares: word lists and habits of punctuation differ between languages. */
const CONFIDENCE = { group: 'confidence', englishOnly: true } as const

export const hedgeRate = defineFeature({
  ...CONFIDENCE,
  key: 'hedge_rate',
  label: 'Hedges',
  unit: 'per 100 words',
  meaning: 'Words and phrases that soften a statement (perhaps, it seems, roughly), by a published list.',
  transform: 'winsorised',
  inDefaultRegression: true,
  compute: (text) => perHundredWords(text.once(countLexiconHits).hedges, text.words.length),
})

export const boosterRate = defineFeature({
  ...CONFIDENCE,
  key: 'booster_rate',
  label: 'Boosters',
  unit: 'per 100 words',
  meaning: 'Words and phrases that strengthen a statement (clearly, no doubt, never), by a published list.',
  transform: 'winsorised',
  inDefaultRegression: true,
  compute: (text) => perHundredWords(text.once(countLexiconHits).boosters, text.words.length),
})

export const confidenceTone = defineFeature({
  ...CONFIDENCE,
  key: 'confidence_tone',
  label: 'Confident tone',
  unit: '-1 (hedged) to 1 (boosted)',
  meaning: '(boosters - hedges) / (boosters + hedges + 1).',
  transform: 'identity',
  compute: (text) => {
    if (text.words.length === 0) return null
    const { hedges, boosters } = text.once(countLexiconHits)
    return (boosters - hedges) / (boosters + hedges + 1)
  },
})

export const exclamationRate = defineFeature({
  ...CONFIDENCE,
  key: 'exclamation_rate',
  label: 'Exclamation marks',
  unit: 'per 100 words',
  meaning: 'Exclamation marks outside code.',
  transform: 'identity',
  compute: ({ plain, words }) =>
    perHundredWords(plain.includes('!') ? countMatches(plain, /!/g) : 0, words.length),
})

export const questionRate = defineFeature({
  ...CONFIDENCE,
  key: 'question_rate',
  label: 'Question marks',
  unit: 'per 100 words',
  meaning: 'Question marks outside code.',
  transform: 'identity',
  compute: ({ plain, words }) =>
    perHundredWords(plain.includes('?') ? countMatches(plain, /\?/g) : 0, words.length),
})

export const numberRate = defineFeature({
  ...CONFIDENCE,
  key: 'number_rate',
  label: 'Numbers',
  unit: 'per 100 words',
  meaning: 'Numbers in digits outside code; 3.5% and 1,000 are one number each.',
  transform: 'identity',
  inDefaultRegression: true,
  compute: ({ plain, words }) => perHundredWords(countMatches(plain, NUMBER), words.length),
})

export const selfConfidenceNumber = defineFeature({
  ...CONFIDENCE,
  key: 'self_confidence_number',
  label: 'Stated confidence',
  unit: 'percent',
  meaning:
    'The first "NN% sure", "confident" or "certain" that the text itself states, 0 to 100; else missing.',
  transform: 'identity',
  compute: ({ plain }) => {
    if (!plain.includes('%')) return null
    for (const [, stated] of plain.matchAll(SELF_CONFIDENCE)) {
      const percent = Number(stated)
      if (percent <= 100) return percent
    }
    return null
  },
})
