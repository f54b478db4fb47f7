import { expect, test } from 'vitest'
import { featureOf } from './feature-testing'
import { LEXICONS, lexiconMatcher } from './lexicon'
import { Words } from './words'

const llm = lexiconMatcher(LEXICONS.llm_answer)
const hyland = lexiconMatcher(LEXICONS.hyland_2005)

test.each([
  ['There is no doubt.', 1, 1],
  ['It is\nclear\n\nthat it works', 0, 1],
  ['it is clear, that', 0, 1],
  ['It might be so; it could be', 2, 0],
  ['I’m sure. I am sure. I’M SURE', 0, 3],
  ['surely unsure measure', 0, 1],
  ['as far as i know, as far as', 1, 0],
  ['kind of kind', 1, 0],
  ['without a doubt, without doubt', 2, 2],
  ['it is clear', 0, 0],
  ['it is it is clear that', 0, 1],
])('hits of %j', (text, hedges, boosters) => {
  expect(llm(new Words(text))).toEqual({ hedges, boosters })
})

test('every phrase of every list is found, whole, as one hit of its list', () => {
  for (const lists of Object.values(LEXICONS)) {
    const match = lexiconMatcher(lists)
    for (const phrase of lists.hedges) expect(match(new Words(`X ${phrase} x`)).hedges, phrase).toBe(1)
    for (const phrase of lists.boosters) expect(match(new Words(`X ${phrase} x`)).boosters, phrase).toBe(1)
  }
})

test('the lists have the published sizes', () => {
  expect(LEXICONS.hyland_2005.hedges).toHaveLength(101)
  expect(LEXICONS.hyland_2005.boosters).toHaveLength(64)
  expect(LEXICONS.llm_answer.hedges).toHaveLength(111)
  expect(LEXICONS.llm_answer.boosters).toHaveLength(74)
  expect(hyland(new Words('I know about this'))).toEqual({ hedges: 1, boosters: 1 })
})

test('code is not read', () => {
  expect(featureOf('hedge_rate', 'It works `perhaps maybe`.\n```\nperhaps!\n```\n')).toBe(0)
  expect(featureOf('exclamation_rate', 'It works `!!`.\n```\n!\n```\n')).toBe(0)
})

test.each([
  ['Yes! No?! Well', 200 / 3, 100 / 3],
  ['Yes', 0, 0],
  ['!?', null, null],
])('marks of %j', (text, exclamations, questions) => {
  expect(featureOf('exclamation_rate', text)).toEqual(exclamations)
  expect(featureOf('question_rate', text)).toEqual(questions)
})

test.each([
  ['3.5% of 1,000 and 7', 3, 7],
  ['v2 and 2v', 1, 3],
  ['1.2.3.4', 1, 4],
  ['none', 0, 1],
])('numbers of %j', (text, numbers, words) => {
  expect(featureOf('number_rate', text)).toBe((100 * numbers) / words)
})

test.each([
  ['I am 95% sure.', 95],
  ['About 87.5 % confident, then 10% sure', 87.5],
  ['100% CERTAIN', 100],
  ['I am 110% sure, or 0% certain', 0],
  ['95% of users are sure', null],
  ['95% surely', null],
  ['1995% sure', null],
  ['sure', null],
  ['`95% sure`', null],
])('stated confidence of %j', (text, percent) => {
  expect(featureOf('self_confidence_number', text)).toBe(percent)
})
