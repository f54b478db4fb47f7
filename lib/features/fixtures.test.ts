import { expect, test } from 'vitest'
import { computeFeatures } from './compute'
import { countLexiconHits } from './confidence'
import { prepared } from './feature-testing'
import { FEATURES } from './registry'

// Reference values of the fixture surface-features-reference: the definitions in an independent Python
// implementation, with the lists for assistants' answers. Rates of ! ? and numbers are its counts per 100 words.
const CASES = [
  {
    text: 'Perhaps the answer is 42. I think it might be wrong, but it seems plausible.',
    language: 'en',
    hits: { hedges: 5, boosters: 0 },
    chars: 76,
    words: 15,
    sentences: 2,
    words_per_sentence: 7.5,
    paragraphs: 1,
    headers: 0,
    list_items: 0,
    bold: 0,
    code_blocks: 0,
    inline_code: 0,
    table_rows: 0,
    links: 0,
    hedge_rate: 33.333333333333336,
    booster_rate: 0,
    confidence_tone: -0.8333333333333334,
    exclamation_rate: 0,
    question_rate: 0,
    number_rate: 100 / 15,
    markdown_density: 0,
  },
  {
    text: "# Result\n\nThe answer is **definitely** 42! There is no doubt.\n\n- First, it is clear that 6 x 7 = 42.\n- Second, you can check `6*7`.\n\n```js\nconsole.log('maybe 42?')\n```\n",
    language: 'en',
    hits: { hedges: 1, boosters: 3 },
    chars: 167,
    words: 23,
    sentences: 4,
    words_per_sentence: 5.75,
    paragraphs: 3,
    headers: 1,
    list_items: 2,
    bold: 1,
    code_blocks: 1,
    inline_code: 1,
    table_rows: 0,
    links: 0,
    hedge_rate: 4.3478260869565215,
    booster_rate: 13.043478260869565,
    confidence_tone: 0.4,
    exclamation_rate: 100 / 23,
    question_rate: 0,
    number_rate: 400 / 23,
    markdown_density: 400 / 23,
  },
  {
    text: '',
    language: 'und',
    hits: { hedges: 0, boosters: 0 },
    chars: 0,
    words: 0,
    sentences: 0,
    words_per_sentence: null,
    paragraphs: 0,
    headers: 0,
    list_items: 0,
    bold: 0,
    code_blocks: 0,
    inline_code: 0,
    table_rows: 0,
    links: 0,
    hedge_rate: null,
    booster_rate: null,
    confidence_tone: null,
    exclamation_rate: null,
    question_rate: null,
    number_rate: null,
    markdown_density: null,
  },
  {
    text: "Of course this tends to work. In my opinion it's roughly 3.5% better; see [docs](https://example.org/a).\r\n\r\n| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n",
    language: 'en',
    hits: { hedges: 3, boosters: 1 },
    chars: 135,
    words: 24,
    sentences: 2,
    words_per_sentence: 12,
    paragraphs: 2,
    headers: 0,
    list_items: 0,
    bold: 0,
    code_blocks: 0,
    inline_code: 0,
    table_rows: 3,
    links: 1,
    hedge_rate: 12.5,
    booster_rate: 4.166666666666667,
    confidence_tone: -0.4,
    exclamation_rate: 0,
    question_rate: 0,
    number_rate: 12.5,
    markdown_density: 12.5,
  },
  {
    text: 'Absolutely! Absolutely. In fact, I’m certain: it never fails… Is that robust?',
    language: 'en',
    hits: { hedges: 0, boosters: 6 },
    chars: 77,
    words: 12,
    sentences: 4,
    words_per_sentence: 3,
    paragraphs: 1,
    headers: 0,
    list_items: 0,
    bold: 0,
    code_blocks: 0,
    inline_code: 0,
    table_rows: 0,
    links: 0,
    hedge_rate: 0,
    booster_rate: 50,
    confidence_tone: 0.8571428571428571,
    exclamation_rate: 100 / 12,
    question_rate: 100 / 12,
    number_rate: 0,
    markdown_density: 0,
  },
]

for (const { text, language, hits, ...expected } of CASES) {
  test(`reference values of ${JSON.stringify(text.slice(0, 30))}`, () => {
    const computed = computeFeatures(text)
    expect(computed.language).toBe(language)
    expect(countLexiconHits(prepared(text))).toEqual(hits)
    for (const [key, value] of Object.entries(expected)) {
      const got = computed.values[FEATURES.findIndex((feature) => feature.key === key)]
      if (value === null) expect(got, key).toBeNull()
      else expect(got, key).toBeCloseTo(value, 9)
    }
  })
}
