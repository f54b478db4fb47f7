import { expect, test } from 'vitest'
import { featureOf } from './feature-testing'
import { movingTypeTokenRatio } from './variety'
import { Words } from './words'

test.each([
  ['  caf\u00e9 \n', 4],
  ['cafe\u0301', 4],
  ['a😀b', 3],
  ['\ud83d', 1],
  ['a\r\nb', 3],
])('characters of %j', (text, count) => {
  expect(featureOf('chars', text)).toBe(count)
})

test.each([
  ['One. Two! Three? Four…', 4],
  ['Really?! Yes... "Good." (So.) *Bold.* e.g. 3.5 and a.b', 6],
  ['no end', 1],
  ['A title\n\nwithout dots', 1],
  ['...', 1],
  ['', 0],
  ['`code. code.` text', 1],
])('sentences of %j', (text, count) => {
  expect(featureOf('sentences', text)).toBe(count)
})

test('words per sentence is null without words', () => {
  expect(featureOf('words_per_sentence', 'One two. Three four five six.')).toBe(3)
  expect(featureOf('words_per_sentence', '...')).toBeNull()
  expect(featureOf('words_per_sentence', '```\nonly code\n```')).toBeNull()
})

test.each([
  ['a\n\nb\n \t\nc', 3],
  ['a\nb', 1],
  ['a\n\n---\n\nb', 2],
  ['a\n```\ncode\n```\nb', 2],
  ['a\r\n\r\nb', 2],
  ['***\n\n!!!', 0],
])('paragraphs of %j', (text, count) => {
  expect(featureOf('paragraphs', text)).toBe(count)
})

test('readability is the index of Coleman and Liau', () => {
  // 119 words, 5 sentences, 639 letters: the worked example that encyclopaedias give (grade 14.5 with L 537 and
  // S 4.20), here rebuilt from words of the same number of letters.
  const words = [...Array(44).fill('abcdef'), ...Array(75).fill('abcde')]
  const text = words.map((word, i) => (i % 24 === 22 ? `${word}.` : word)).join(' ')
  expect(featureOf('sentences', text)).toBe(5)
  expect(featureOf('readability', text)).toBeCloseTo(0.0588 * (63900 / 119) - 0.296 * (500 / 119) - 15.8, 9)
  expect(featureOf('readability', text)).toBeCloseTo(14.5, 1)
  expect(featureOf('readability', '!!!')).toBeNull()
})

test('the moving ratio is the mean over windows of their distinct words', () => {
  const sample = 'the cat and the dog and the bird saw a cat or a dog in the old house of the cat'.split(' ')
  for (const window of [1, 2, 5, 10, sample.length]) {
    const ratios: number[] = []
    for (let start = 0; start + window <= sample.length; start++) {
      ratios.push(new Set(sample.slice(start, start + window)).size / window)
    }
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
    expect(movingTypeTokenRatio(new Words(sample.join(' ')), window)).toBeCloseTo(mean, 12)
  }
})

test('variety needs fifty words, ignores case and is 1 for words that differ', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, i) => `w${i}`).join(' ')
  expect(featureOf('variety', numbered(49))).toBeNull()
  expect(featureOf('variety', numbered(50))).toBe(1)
  expect(featureOf('variety', numbered(400))).toBe(1)
  expect(featureOf('variety', 'Word word '.repeat(100))).toBe(1 / 50)
})
