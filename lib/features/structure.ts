import { countMatches, perHundredWords } from './count'
import { defineFeature } from './definition'
import { countLinks } from './links'
import type { PreparedText } from './prepare'

// Blanks within one line. With \s at a line's start these patterns would be quadratic in a run of empty lines.
const HEADER = /^#{1,6}\s/gm
const LIST_ITEM = /^[^\S\n\r\u2028\u2029]*(?:\d+[.)]|[-*+])\s/gm
const BOLD_STARS = /\*\*[^*\n]+\*\*/g
const BOLD_UNDERSCORES = /__[^_\n]+__/g
const INLINE_CODE = /`[^`\n]+`/g
const TABLE_ROW = /^[^\S\n\r\u2028\u2029]*\|.*\|[^\S\n\r\u2028\u2029]*$/gm

const countHeaders = ({ prose }: PreparedText) => (prose.includes('#') ? countMatches(prose, HEADER) : 0)
const countListItems = ({ prose }: PreparedText) => countMatches(prose, LIST_ITEM)
const countBoldSpans = ({ prose }: PreparedText) => countBold(prose)
const countTableRows = ({ prose }: PreparedText) => (prose.includes('|') ? countMatches(prose, TABLE_ROW) : 0)

/** Bold spans of Markdown, `**so**` or `__so__`, within one line. */
export function countBold(text: string): number {
  const stars = text.includes('**') ? countMatches(text, BOLD_STARS) : 0
  return text.includes('__') ? stars + countMatches(text, BOLD_UNDERSCORES) : stars
}

export const headers = defineFeature({
  key: 'headers',
  label: 'Headings',
  unit: 'headings',
  meaning: 'Markdown headings (# to ######) outside code blocks.',
  group: 'structure',
  transform: 'log1p',
  inDefaultRegression: true,
  compute: (text) => text.once(countHeaders),
})

export const listItems = defineFeature({
  key: 'list_items',
  label: 'List items',
  unit: 'list items',
  meaning: 'Lines that begin with a bullet or a number, outside code blocks.',
  group: 'structure',
  transform: 'log1p',
  inDefaultRegression: true,
  compute: (text) => text.once(countListItems),
})

export const bold = defineFeature({
  key: 'bold',
  label: 'Bold spans',
  unit: 'bold spans',
  meaning: 'Spans of bold Markdown (**so** or __so__) outside code blocks.',
  group: 'structure',
  transform: 'log1p',
  inDefaultRegression: true,
  compute: (text) => text.once(countBoldSpans),
})

export const codeBlocks = defineFeature({
  key: 'code_blocks',
  label: 'Code blocks',
  unit: 'code blocks',
  meaning: 'Fenced blocks of code (``` or ~~~); one that is never closed counts.',
  group: 'structure',
  transform: 'log1p',
  inDefaultRegression: true,
  compute: (text) => text.codeBlocks,
})

export const inlineCode = defineFeature({
  key: 'inline_code',
  label: 'Inline code',
  unit: 'code spans',
  meaning: 'Spans of `inline code` outside code blocks.',
  group: 'structure',
  transform: 'log1p',
  compute: ({ prose }) => (prose.includes('`') ? countMatches(prose, INLINE_CODE) : 0),
})

export const tableRows = defineFeature({
  key: 'table_rows',
  label: 'Table rows',
  unit: 'table rows',
  meaning: 'Lines that begin and end with a bar, the header and the rule below it included.',
  group: 'structure',
  transform: 'log1p',
  compute: (text) => text.once(countTableRows),
})

export const links = defineFeature({
  key: 'links',
  label: 'Links',
  unit: 'links',
  meaning: 'Markdown links and images, and bare http(s) addresses, outside code blocks.',
  group: 'structure',
  transform: 'log1p',
  compute: ({ prose }) => countLinks(prose),
})

export const markdownDensity = defineFeature({
  key: 'markdown_density',
  label: 'Markup density',
  unit: 'per 100 words',
  meaning: 'Headings, list items, bold spans and table rows per hundred words.',
  group: 'structure',
  transform: 'log1p',
  compute: (text) => {
    const marks =
      text.once(countHeaders) +
      text.once(countListItems) +
      text.once(countBoldSpans) +
      text.once(countTableRows)
    return perHundredWords(marks, text.words.length)
  },
})
