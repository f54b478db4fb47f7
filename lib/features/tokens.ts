import { defineFeature } from './definition'

export const tokens = defineFeature({
  key: 'tokens',
  label: 'Tokens',
  unit: 'tokens',
  meaning: 'Tokens of the whole text in the public encoding cl100k_base, the one LMArena counts length with.',
  group: 'length',
  transform: 'log1p',
  compute: (text) => text.tokens,
})
