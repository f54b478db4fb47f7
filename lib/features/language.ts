import { eld } from 'eld/extrasmall'
import { hashWord, type Words } from './words'

/** ISO 639-2's code for a language that could not be determined. */
export const UNDETERMINED = 'und'
/** What decides the stored language. */
export const LANGUAGE_DETECTOR = 'eld 2.1.0 (extrasmall), after a share of English function words'

/** Below this many letters a guess is no better than noise. */
const LEAST_LETTERS = 20

/**
 * The commonest words of English make up about two in five words of its prose. In no translation of the Universal
 * Declaration of Human Rights into a language that the detector knows do 30 words in a row hold one in four.
 */
const FUNCTION_WORDS = [
  'the of and to in is that for it with as was on are be this by at from or an not have you your which can will',
  'if they their has but we its would been were these than he she his her when there more',
].flatMap((line) => line.split(' '))
const ENGLISH_SHARE = 0.25
const LEAST_WORDS = 30

const FILTER_SIZE = 2 ** 14
const functionWords = new Set(FUNCTION_WORDS)
const functionWordFilter = new Uint8Array(FILTER_SIZE)
for (const word of FUNCTION_WORDS) functionWordFilter[hashWord(word) & (FILTER_SIZE - 1)] = 1

/** Words shown to the detector, and characters of each: it reads no more of a text. */
const SHOWN_WORDS = 60
const SHOWN_CHARS = 70

const detector = eld.newInstance()

/**
 * The language of a text as an ISO 639-1 code, or `und` for fewer than 20 letters or a guess that the detector
 * itself calls unreliable.
 *
 * A text of which a quarter are English function words is English without asking, since the detector takes longer
 * than everything else together. It is shown words from all over the text, so that an English opening does not
 * decide for a text in another language.
 */
export function detectLanguage(words: Words): string {
  if (words.letters < LEAST_LETTERS) return UNDETERMINED
  if (words.length >= LEAST_WORDS && englishShare(words) >= ENGLISH_SHARE) return 'en'
  return detectByNgrams(words)
}

/** The share of a text's words that are function words of English. */
export function englishShare(words: Words): number {
  let hits = 0
  for (let i = 0; i < words.length; i++) {
    if (functionWordFilter[words.hash(i) & (FILTER_SIZE - 1)] === 1 && functionWords.has(words.at(i))) hits++
  }
  return hits / words.length
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
