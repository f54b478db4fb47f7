import { PlumblineError } from './errors'

/** The value of a JSON text. Throws PlumblineError('invalid') that says where the text stops being JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const at = jsonErrorAt(text) ?? text.length
    const line = text.slice(0, at).split('\n').length
    const column = at - text.lastIndexOf('\n', at - 1)
    const found = at < text.length ? 'unexpected character' : 'unexpected end'
    const message = `${found} at line ${line}, column ${column}`
    throw new PlumblineError('invalid', `Malformed JSON: ${message}.`, [{ line, message }])
  }
}

const SPACE = /[ \t\n\r]*/y
// Unrolled, so that a long string needs no step back for each of its characters.
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/.source
const SCALAR = new RegExp(`${STRING}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, 'y')
const KEY = new RegExp(`${STRING}[ \\t\\n\\r]*:`, 'y')

/**
 * The offset of the first token at which a text stops being JSON, or null when it is JSON. What the runtime's own
 * message says differs from version to version, and often names no place.
 */
export function jsonErrorAt(text: string): number | null {
  const open: ('{' | '[')[] = []
  let at = 0
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found !== null
  }
  const takeChar = (char: string): boolean => {
    take(SPACE)
    if (text[at] !== char) return false
    at += 1
    return true
  }
  // Each round reads one value, then whatever may follow it.
  for (;;) {
    if (open.at(-1) === '{') {
      take(SPACE)
      if (!take(KEY)) return at
    }
    take(SPACE)
    if (takeChar('{')) {
      if (!takeChar('}')) {
        open.push('{')
        continue
      }
    } else if (takeChar('[')) {
      if (!takeChar(']')) {
        open.push('[')
        continue
      }
    } else if (!take(SCALAR)) return at
    while (open.length > 0 && takeChar(open.at(-1) === '{' ? '}' : ']')) open.pop()
    if (open.length === 0) {
      take(SPACE)
      return at < text.length ? at : null
    }
    if (!takeChar(',')) return at
  }
}
