import { countMatches } from './count'
import { defineFeature } from './definition'
import type { PreparedText } from './prepare'

const SURROGATE_PAIR = /[\ud800-\udbff][\udc00-\udfff]/g
/** The look-behind keeps this linear in a run of dots: only the run's first character can begin a match. */
const SENTENCE_END = /(?<![.!?…])[.!?…]+(?=["')\]»”’*_]*(?:\s|$))/g
const BLANK_LINE = /\n\s*\n/
const HOLDS_WORD = /[\p{L}\p{N}]/u

/** Sentences of the text: ends of sentences, and at least one where there are words. */
export function countSentences({ plain, words }: PreparedText): number {
  return Math.max(countMatches(plain, SENTENCE_END), words.length > 0 ? 1 : 0)
}

function countChars(text: string): number {
  const trimmed = text.trim()
  return trimmed.length - countMatches(trimmed, SURROGATE_PAIR)
}

export const chars = defineFeature({
  key: 'chars',
  label: 'Characters',
  unit: 'characters',
  meaning: 'Unicode code points of the whole text, code and markup included, without space at either end.',
  group: 'length',
  transform: 'log1p',
  compute: ({ text }) => countChars(text),
})

export const words = defineFeature({
  key: 'words',
  label: 'Words',
  unit: 'words',
  meaning: 'Words outside code. The headline measure of length.',
  group: 'length',
  transform: 'log1p',
  inDefaultRegression: true,
  compute: (text) => text.words.length,
})

export const sentences = defineFeature({
  key: 'sentences',
  label: 'Sentences',
  unit: 'sentences',
  meaning: 'Ends of sentences outside code (. ! ? …), at least one where there are words.',
  group: 'length',
  transform: 'identity',
  compute: (text) => text.once(countSentences),
})

export const wordsPerSentence = defineFeature({
  key: 'words_per_sentence',
  label: 'Words per sentence',
  unit: 'words per sentence',
  meaning: 'Mean length of a sentence.',
  group: 'length',
  transform: 'log',
  inDefaultRegression: true,
  compute: (text) => (text.words.length === 0 ? null : text.words.length / text.once(countSentences)),
})

export const paragraphs = defineFeature({
  key: 'paragraphs',
  label: 'Paragraphs',
  unit: 'paragraphs',
  meaning: 'Blocks between blank lines that hold a word, outside code blocks.',
  group: 'length',
  transform: 'log1p',
  compute: ({ prose }) => prose.split(BLANK_LINE).filter((block) => HOLDS_WORD.test(block)).length,
})
