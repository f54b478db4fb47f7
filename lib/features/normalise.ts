/**
 * Composing accents is quadratic in the length of a run of combining marks (seconds for 100 kB of them). Unicode's
 * stream-safe format (UAX #15) allows 30 in a row; longer runs are no language's writing and stay as they are.
 */
const LONG_MARK_RUN = /(\p{M}{31,})/u

/**
 * NFC changes nothing below U+0300, nor dashes, curly quotes, bullets and ellipses: most English texts need no more
 * than this look.
 */
const MAY_COMPOSE = /[^\0-\u02ff\u2010-\u2027\u2030-\u205e]/
const MAY_HOLD_LONG_RUN = /[^\0-\u02ff]{31}/

/** The text in NFC with LF line ends. */
export function normaliseText(raw: string): string {
  const text = raw.includes('\r') ? raw.replaceAll('\r\n', '\n') : raw
  if (!MAY_COMPOSE.test(text)) return text
  if (!MAY_HOLD_LONG_RUN.test(text) || !LONG_MARK_RUN.test(text)) return text.normalize('NFC')
  return text
    .split(LONG_MARK_RUN)
    .map((part, index) => (index % 2 === 1 ? part : part.normalize('NFC')))
    .join('')
}
