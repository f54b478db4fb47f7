import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { prepared } from './feature-testing'
import { detectByNgrams, detectLanguage, isPlainlyEnglish } from './language'

const languageOf = (text: string) => detectLanguage(prepared(text).words)

// Article 1 of the Universal Declaration of Human Rights.
test.each([
  ['en', 'All human beings are born free and equal in dignity and rights.'],
  ['fr', 'Tous les êtres humains naissent libres et égaux en dignité et en droits.'],
  ['de', 'Alle Menschen sind frei und gleich an Würde und Rechten geboren.'],
  ['es', 'Todos los seres humanos nacen libres e iguales en dignidad y derechos.'],
  ['nl', 'Alle mensen worden vrij en gelijk in waardigheid en rechten geboren.'],
  ['ru', 'Все люди рождаются свободными и равными в своем достоинстве и правах.'],
  ['ja', 'すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。'],
  ['ar', 'يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.'],
])('%s', (language, text) => {
  expect(languageOf(text)).toBe(language)
  expect(languageOf(`${text} `.repeat(40))).toBe(language)
})

test('und below twenty letters, without letters, and for no language at all', () => {
  expect(languageOf('This is English.')).toBe('und')
  expect(languageOf('12345 67890 12345 67890 !!!! ???? ....')).toBe('und')
  expect(languageOf('')).toBe('und')
  expect(languageOf('zxqj wvkq xzjq kqvw zqxj vkwq xjqz qwvk')).toBe('und')
})

test('code decides nothing', () => {
  const code = 'the and that with this from '.repeat(20)
  expect(languageOf(`Voici la réponse que vous avez demandée:\n\`\`\`\n${code}\n\`\`\`\n`)).toBe('fr')
})

test('an English title within a text decides nothing', () => {
  const german =
    'Der Film „The Good, the Bad and the Ugly“ von Sergio Leone gilt als einer der bekanntesten Western überhaupt und wurde in Spanien gedreht, weil dort die Landschaft trocken genug und die Kosten niedrig waren.'
  expect(languageOf(german)).toBe('de')
})

test('an English opening does not make a text English', () => {
  const french =
    'La tour a été construite en deux ans par une entreprise de la région, et les habitants du quartier ont longtemps protesté contre ce projet qui changeait la vue depuis leurs maisons. '
  expect(languageOf(`Sure! Here is the translation that you asked me for:\n\n${french.repeat(3)}`)).toBe('fr')
})

const SETS = ['summeval-proxy', 'llmbar-adversarial', 'llm-rubric-self']
const fileOf = (set: string) => new URL(`../../../shared/data/${set}/outputs.jsonl`, import.meta.url)

for (const set of SETS) {
  test(`plainly English is what the detector calls English, too: ${set}`, ({ skip }) => {
    skip(!existsSync(fileOf(set)), 'the data sets beside the project are not here')
    const texts = readFileSync(fileOf(set), 'utf8').trim().split('\n')
    const words = texts.map((line) => prepared((JSON.parse(line) as { text: string }).text).words)
    const decided = words.filter(isPlainlyEnglish)
    expect(decided.length).toBeGreaterThan(texts.length / 3)
    expect(decided.filter((some) => detectByNgrams(some) !== 'en')).toEqual([])
  })
}
