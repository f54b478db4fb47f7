/** Fills about `bytes` bytes of UTF-8 with repetitions of a unit. */
const repeat = (unit: string) => (bytes: number) =>
  unit.repeat(Math.ceil(bytes / new TextEncoder().encode(unit).length))

/** Repetitions with something before or after them. */
const framed = (before: string, unit: string, after: string) => (bytes: number) =>
  before + repeat(unit)(bytes - before.length - after.length) + after

/** Texts that make a careless pattern, tokenizer or normaliser quadratic, by what they are made of. For tests and bench. */
export const HOSTILE_TEXTS = {
  newlines: repeat('\n'),
  'carriage returns': repeat('\r'),
  'CRLF lines': repeat('\r\n'),
  'blank lines with spaces': repeat('\n   '),
  spaces: repeat(' '),
  'spaces, then a letter': framed('', ' ', 'x'),
  'line separators': repeat('\u2028'),
  dots: repeat('.'),
  'dots, then a letter': framed('', '.', 'x'),
  'dots and brackets': repeat('.)'),
  'brackets after a dot': framed('.', ')', 'x'),
  backticks: repeat('`'),
  'backticks, then lines': framed('', '`', '\n```\n~~~\n'),
  'open fences': repeat('```\n'),
  'many fences': repeat('```\nx\n```\n'),
  'fences with a long marker': framed(`${'`'.repeat(1000)}\n`, `${'`'.repeat(999)}\n`, ''),
  'one-letter fences': repeat('```a```'),
  'fenced needle': (bytes: number) => {
    const half = 'a'.repeat(bytes / 4)
    return `\`\`\`${half}b${half}\`\`\`${half}${half}`
  },
  'inline code, never closed': repeat('`a\n'),
  tildes: repeat('~'),
  'square brackets': repeat('['),
  'closing brackets': repeat(']'),
  'links, never closed': repeat('[a]('),
  'labels, never closed': repeat('[a'),
  addresses: repeat('https://a '),
  'h letters': repeat('h'),
  stars: repeat('*'),
  'bold, never closed': repeat('**a'),
  underscores: repeat('_'),
  pipes: repeat('|'),
  'pipes, then a letter': framed('', '|', 'x'),
  'pipes and spaces': framed('', '| ', 'x'),
  hashes: repeat('#'),
  dashes: repeat('-'),
  'list markers': repeat('- '),
  digits: repeat('7'),
  'digits with dots': repeat('1.'),
  'digits with commas': repeat('1,'),
  percents: repeat('1%'),
  'percents and spaces': framed('1%', ' ', 'x'),
  'one letter': repeat('a'),
  'a capital letter': repeat('A'),
  'no space between words': repeat('abcdefghij'),
  'letters and hyphens': repeat('a-'),
  apostrophes: repeat("'"),
  'hedges without end': repeat('it is clear '),
  'one-letter words': repeat('a '),
  'numbered words': (bytes: number) => Array.from({ length: bytes / 8 }, (_, i) => `w${i}`).join(' '),
  'Chinese without spaces': repeat('漢字'),
  emoji: repeat('😀'),
  'emoji families': repeat('👨‍👩‍👧'),
  'high surrogates alone': repeat('\ud83d'),
  'low surrogates alone': repeat('\ude00'),
  'combining marks': repeat('\u0301\u0316'),
  'combining marks in two blocks': (bytes: number) => '\u0301'.repeat(bytes / 4) + '\u0316'.repeat(bytes / 4),
  'letters with marks': repeat('e\u0301'),
  'dotted capitals': repeat('İ'),
  sigmas: repeat("Σ'"),
  'null characters': repeat('\0'),
  'special tokens': repeat('<|endoftext|>'),
} satisfies Record<string, (bytes: number) => string>
