import { countMatches } from './count'
import { defineFeature } from './definition'
import type { PreparedText } from './prepare'
import { countBold } from './structure'

/*
 * The counters of LMArena's style control as FastChat's add_markdown_info.py makes them (lm-sys/FastChat, commit
 * 0e6d3e4b), so that numbers can be compared with published ones. Reports use the features of structure.ts.
 */

/** White space and digits as Python's \s and \d know them. */
const SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'
const BLANK = '\\t\\x0b-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000'

// Python's ^ stands after \n only. Its `^\s*` may span empty lines, in quadratic time; a marker that comes first on
// its own line is the same count.
const HEADER = new RegExp(`(?:^|\\n)#{1,6}(?=[${SPACE}])`, 'g')
const LIST_ITEM = new RegExp(`(?:^|\\n)[${BLANK}]*(?:\\p{Nd}+\\.|[-*+])(?=[${SPACE}])`, 'gu')
const BETWEEN_FENCES = /```([^`]*)```/g

/** Bound on (characters between fences) × (characters of the text), the worst case of the removal. */
const REMOVAL_LIMIT = 2 ** 28

/**
 * The text without what stands between code fences. As in FastChat, that content is deleted wherever it occurs,
 * one block after the other, and the fences stay; only beyond the limit is each block removed where it stands.
 */
export function withoutFencedText(text: string): string {
  if (!text.includes('```')) return text
  const blocks = Array.from(text.matchAll(BETWEEN_FENCES), (match) => match[1] as string)
  const inside = blocks.reduce((sum, block) => sum + block.length, 0)
  if (inside * text.length > REMOVAL_LIMIT) return text.replace(BETWEEN_FENCES, '``````')
  return blocks.reduce((rest, block) => (block === '' ? rest : rest.replaceAll(block, '')), text)
}

const arenaText = ({ text }: PreparedText) => withoutFencedText(text)

const ARENA = { group: 'structure', transform: 'log1p', inReport: false } as const

export const arenaHeaders = defineFeature({
  ...ARENA,
  key: 'arena_headers',
  label: 'Headings (LMArena)',
  unit: 'headings',
  meaning: "Headings as LMArena's style control counts them; kept for comparability.",
  compute: (text) => (text.text.includes('#') ? countMatches(text.once(arenaText), HEADER) : 0),
})

export const arenaLists = defineFeature({
  ...ARENA,
  key: 'arena_lists',
  label: 'List items (LMArena)',
  unit: 'list items',
  meaning:
    "List items, ordered and unordered, as LMArena's style control counts them; kept for comparability.",
  compute: (text) => countMatches(text.once(arenaText), LIST_ITEM),
})

export const arenaBold = defineFeature({
  ...ARENA,
  key: 'arena_bold',
  label: 'Bold spans (LMArena)',
  unit: 'bold spans',
  meaning: "Bold spans as LMArena's style control counts them; kept for comparability.",
  compute: (text) => countBold(text.once(arenaText)),
})
