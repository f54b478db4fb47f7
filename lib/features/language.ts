import { eld } from 'eld/extrasmall'
import { hashWord, type Words } from './words'

/** ISO 639-2's code for a language that could not be determined. */
export const UNDETERMINED = 'und'
/** What decides the stored language. */
export const LANGUAGE_DETECTOR = 'eld 2.1.0 (extrasmall), unless common English words abound'

/** Below this many letters a guess is no better than noise. */
const LEAST_LETTERS = 20

/**
 * Words that English prose is full of, about one word in five, and that other languages do not share ("in" and
 * "is" are missing for that reason). In no translation of the Universal Declaration of Human Rights into another
 * language that the detector knows are they more than two of 30 words in a row; four must be, to be English.
 */
const ENGLISH_WORDS = [
  'the and that with this by from not have your which can will if they their has but its would been were these than',
  'she when there more what one also about how other some who was',
].flatMap((line) => line.split(' '))
const ENGLISH_SHARE = 0.12
const LEAST_WORDS = 30

const FILTER_SIZE = 2 ** 14
const englishWords = new Set(ENGLISH_WORDS)
const englishFilter = new Uint8Array(FILTER_SIZE)
for (const word of ENGLISH_WORDS) englishFilter[hashWord(word) & (FILTER_SIZE - 1)] = 1

/** Words shown to the detector, and characters of each: it reads no more of a text. */
const SHOWN_WORDS = 60
const SHOWN_CHARS = 70

const detector = eld.newInstance()

/**
 * The language of a text as an ISO 639-1 code, or `und` for fewer than 20 letters or a guess that the detector
 * itself calls unreliable.
 *
 * A text full of common English words is English without asking, since the detector takes longer than all features
 * together. It is shown words from all over the text, so that an English opening does not
 * decide for a text in another language.
 */
export function detectLanguage(words: Words): string {
  if (words.letters < LEAST_LETTERS) return UNDETERMINED
  return isPlainlyEnglish(words) ? 'en' : detectByNgrams(words)
}

/** Whether a text of 30 words or more is full of common words of English. */
export function isPlainlyEnglish(words: Words): boolean {
  if (words.length < LEAST_WORDS) return false
  let hits = 0
  for (let i = 0; i < words.length; i++) {
    if (englishFilter[words.hash(i) & (FILTER_SIZE - 1)] === 1 && englishWords.has(words.at(i))) hits++
  }
  return hits >= ENGLISH_SHARE * words.length
}

/** What the detector says to at most sixty of the words, evenly spaced. */
export function detectByNgrams(words: Words): string {
  const step = Math.max(words.length / SHOWN_WORDS, 1)
  let shown = ''
  for (let at = 0; at < words.length; at += step) {
    shown += `${words.at(Math.floor(at)).slice(0, SHOWN_CHARS)} `
  }
  const result = detector.detect(shown)
  return result.language !== '' && result.isReliable() ? result.language : UNDETERMINED
}
