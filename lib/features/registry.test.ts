import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FEATURE_GROUPS } from './definition'
import { LANGUAGE_DETECTOR } from './language'
import { FEATURE_SET_VERSION, FEATURES, featureByKey } from './registry'
import { TOKENIZER } from './tokenizer'
import { transformFeature } from './transform'

const keysWhere = (holds: (feature: (typeof FEATURES)[number]) => boolean) =>
  FEATURES.filter(holds).map(({ key }) => key)

test('the order is that of stored values: lines are only ever added at the end', () => {
  expect(FEATURES.map(({ key }) => key)).toEqual([
    ...['chars', 'words', 'sentences', 'words_per_sentence', 'paragraphs'],
    ...['headers', 'list_items', 'bold', 'code_blocks', 'inline_code', 'table_rows', 'links'],
    ...['hedge_rate', 'booster_rate', 'confidence_tone', 'exclamation_rate', 'question_rate', 'number_rate'],
    ...['markdown_density', 'self_confidence_number', 'tokens', 'readability', 'variety'],
    ...['arena_headers', 'arena_lists', 'arena_bold'],
  ])
})

test('every definition says what it is', () => {
  const groups = FEATURE_GROUPS.map(({ key }) => key)
  for (const feature of FEATURES) {
    expect(feature.key).toMatch(/^[a-z][a-z_]*$/)
    for (const text of [feature.label, feature.unit, feature.meaning])
      expect(text.trim().length).toBeGreaterThan(2)
    expect(feature.meaning).not.toContain('\n')
    expect(groups).toContain(feature.group)
    expect(Number.isInteger(feature.version) && feature.version >= 1).toBe(true)
    expect(featureByKey(feature.key)).toBe(feature)
  }
  expect(new Set(FEATURES.map(({ key }) => key)).size).toBe(FEATURES.length)
  expect(new Set(FEATURES.map(({ label }) => label)).size).toBe(FEATURES.length)
  expect(featureByKey('colour')).toBeUndefined()
})

test('groups, default regression and language limits are as documented', () => {
  const grouped = (group: string) => keysWhere((feature) => feature.group === group && feature.inReport)
  expect(grouped('length').sort()).toEqual(
    [
      ...['chars', 'words', 'sentences', 'words_per_sentence', 'paragraphs'],
      ...['tokens', 'readability', 'variety'],
    ].sort(),
  )
  expect(grouped('confidence')).toHaveLength(7)
  expect(grouped('structure')).toHaveLength(8)
  expect(keysWhere((feature) => !feature.inReport)).toEqual(['arena_headers', 'arena_lists', 'arena_bold'])
  expect(keysWhere((feature) => feature.inDefaultRegression)).toEqual([
    ...['words', 'words_per_sentence', 'headers', 'list_items', 'bold', 'code_blocks'],
    ...['hedge_rate', 'booster_rate', 'number_rate'],
  ])
  expect(keysWhere((feature) => feature.englishOnly)).toEqual([...grouped('confidence'), 'readability'])
  expect(keysWhere((feature) => feature.transform === 'winsorised')).toEqual(['hedge_rate', 'booster_rate'])
  expect(keysWhere((feature) => feature.transform === 'log')).toEqual(['words_per_sentence'])
})

test('reading the registry loads neither the tokenizer nor the detector', () => {
  const seen = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const source = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')
    for (const [, typeOnly, from] of source.matchAll(/^(?:import|export)( type)? [^'"]*from '([^']+)'/gm)) {
      if (typeOnly || !from) continue
      expect(from, file).toMatch(/^\.\//)
      if (!from.endsWith('.json')) visit(`${from.slice(2)}.ts`)
    }
  }
  visit('registry.ts')
  expect(seen).toContain('confidence.ts')
  expect(seen).not.toContain('language.ts')
  expect(seen).not.toContain('tokenizer.ts')
})

test('the version of the set names every feature and the lexicon', () => {
  expect(FEATURE_SET_VERSION).toContain('words:1 ')
  expect(FEATURE_SET_VERSION.split(' ')).toHaveLength(FEATURES.length + 1)
  expect(FEATURE_SET_VERSION).toMatch(/ lexicon:1$/)
})

test('the named tokenizer and detector are the installed ones', () => {
  const root = new URL('../../package.json', import.meta.url)
  const { dependencies } = JSON.parse(readFileSync(root, 'utf8')) as { dependencies: Record<string, string> }
  expect(TOKENIZER).toContain(`gpt-tokenizer ${dependencies['gpt-tokenizer']}`)
  expect(LANGUAGE_DETECTOR).toContain(`eld ${dependencies.eld}`)
})

test.each([
  ['words', 0, 0],
  ['words', 99, Math.log(100)],
  ['words', null, null],
  ['words', -1, null],
  ['words_per_sentence', Math.E, 1],
  ['words_per_sentence', 0, null],
  ['sentences', 12, 12],
  ['hedge_rate', 40, 40],
  ['confidence_tone', -0.5, -0.5],
] as const)('transform of %s %s', (key, value, expected) => {
  const feature = featureByKey(key)
  if (!feature) expect.fail(`no feature ${key}`)
  const transformed = transformFeature(feature, value)
  if (expected === null) expect(transformed).toBeNull()
  else expect(transformed).toBeCloseTo(expected, 12)
})
