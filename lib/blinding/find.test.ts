import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLeaks, MOST_LEAKS } from './find'
import { masked } from './mask'
import { LEAK_PATTERNS } from './patterns'

const MIB = 2 ** 20

/** The words that are found, each with its pattern. */
const found = (text: string, names: string[] = []) =>
  findLeaks(text, names).map(({ pattern, start, end }) => `${pattern}: ${text.slice(start, end)}`)

test.each([
  ['As an AI developed by OpenAI, I cannot.', ['as-an-ai: As an AI', 'maker: developed by OpenAI']],
  [
    'As a large language model trained by Google I do.',
    ['as-an-ai: As a large language model', 'maker: trained by Google'],
  ],
  ['I’m Claude, made by Anthropic.', ['maker: I’m Claude', 'maker: made by Anthropic']],
  ['My name is Gemini.', ['maker: My name is Gemini']],
  ['I am just an AI assistant, sorry.', ['as-an-ai: I am just an AI assistant']],
  ['I asked ChatGPT.', ['model: ChatGPT']],
  ['gpt-4o and GPT 3.5-turbo', ['model: gpt-4o', 'model: GPT 3.5-turbo']],
  ['Llama-2-70b-chat beats Mixtral', ['model: Llama-2-70b-chat', 'model: Mixtral']],
  ['Ask Claude 3.5 Sonnet.', ['model: Claude 3.5']],
  ['**Score:** 9/10', ['score: Score:** 9/10']],
  ['My rating is 4 out of 5.', ['score: rating is 4 out of 5']],
  ['Confidence: 95%', ['score: Confidence: 95%']],
  ['Confidence: high', ['confident: Confidence: high']],
  ['I am confident that it holds.', ['confident: I am confident']],
  ['I’m 90% sure.', ['confident: I’m 90% sure']],
  ['I would rate this as good.', ['would-rate: I would rate this']],
  ["I'd give my answer a 9.", ["would-rate: I'd give my answer a 9"]],
])('%s', (text, leaks) => {
  expect(found(text)).toEqual(leaks)
})

test.each([
  'Claude Monet painted lilies.',
  'Gemini is a sign of the zodiac, and the llama an animal.',
  'Windows was developed by Microsoft.',
  'I like it. The bridge was built by Google.',
  'As an AI researcher, she knows.',
  'As an airline, we fly.',
  'The score was level.',
  'I’d give it a try.',
  'He is confident that it holds.',
  'I am sure you will like it.',
  'Divide 9/10 by 3.',
  'openaid and xgpt-4 are no names',
])('nothing in: %s', (text) => {
  expect(found(text)).toEqual([])
})

describe('the names of an audit', () => {
  test.each([
    ['house-7', 'House 7 says so', ['own-name: House 7']],
    ['lab/zebra-mini', 'I, zebra_mini-v2, say so', ['own-name: zebra_mini-v2']],
    ['zebra', 'zebras are not a Zebra', ['own-name: Zebra']],
    ['a+b(c)', 'is a+b(c) right?', ['own-name: a+b(c)']],
  ])('%s is found', (name, text, leaks) => {
    expect(found(text, [name])).toEqual(leaks)
  })

  test.each(['human', 'base', 'A', '7', 'it'])('%s alone tells nothing', (name) => {
    expect(found('A human said it on base 7.', [name])).toEqual([])
  })
})

test('what lies within another place is not told twice', () => {
  expect(found('I am GPT-4')).toEqual(['maker: I am GPT-4'])
})

test('of very many places the last reaches to the end of them, so that a mask leaves none', () => {
  const text = `${'ChatGPT said. '.repeat(3 * MOST_LEAKS)}The end.`
  const leaks = findLeaks(text)
  expect(leaks).toHaveLength(MOST_LEAKS)
  expect(masked(text, leaks)).not.toContain('ChatGPT')
  expect(masked(text, leaks)).toContain('The end.')
})

test('places are in order, apart, within the text, and gone once masked', () => {
  const words = fc.constantFrom(
    'GPT-4',
    'I am ',
    'As an AI,',
    ' made by OpenAI',
    'Score: 9/10',
    ' ',
    '\n',
    'é',
    '▇',
    '𝒳',
    'word',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
      const text = parts.join(' ')
      let reach = -1
      for (const { start, end } of findLeaks(text)) {
        expect(start).toBeGreaterThanOrEqual(Math.max(0, reach - text.length))
        expect(end).toBeGreaterThan(Math.max(start, reach))
        expect(end).toBeLessThanOrEqual(text.length)
        reach = end
      }
      expect(findLeaks(masked(text, findLeaks(text)))).toEqual([])
    }),
  )
})

/** A careless pattern would take minutes at this size, and so fail by the runner's own limit. */
test.each([
  'I ',
  'as ',
  'I am ',
  'I am certain ',
  'made by google ',
  'an AI made by google ',
  'made by the team at the company ',
  'GPT-4 ',
  'gpt-4-a-b-c-d-e',
  'score ',
  'score: ',
  'confidence: ',
  'i give my abcdefghij abcdefghij ',
  'a-',
  ' ',
  'é',
  '9/10 ',
])('1 MiB of "%s"', (unit) => {
  const text = unit.repeat(MIB / unit.length)
  expect(findLeaks(text, [`${'a-'.repeat(39)}b`]).length).toBeLessThanOrEqual(MOST_LEAKS)
})

test.each(LEAK_PATTERNS.map(({ key, example }) => [key, example] as const))(
  'the example of %s is one',
  (key, example) => {
    expect(findLeaks(`It is an AI ${example} `, ['gpt-x']).map(({ pattern }) => pattern)).toContain(key)
  },
)
