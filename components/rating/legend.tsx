import { Key } from './key'

const KEYS: [string, string][] = [
  ['1 … 9', 'choose on the marked criterion, by the key shown on each choice'],
  ['Tab', 'to the next criterion'],
  ['↑ ↓', 'to the criterion above or below, where there are several'],
  ['← →', 'to the choice before or after'],
  ['x', 'the other text, where two are compared and one is shown at a time'],
  ['Enter', 'submit, and go on to the next output'],
  ['c', 'write a comment; Escape leaves it'],
  ['s', 'skip this output, with a reason'],
  ['u', 'take the last submission back (Ctrl + Z as well)'],
  ['r', 'your ratings so far, to change one'],
  ['p', 'pause: hides the text and stops the clock'],
  ['< >', 'smaller and larger text'],
  ['g', 'read the guidelines again'],
  ['?', 'this list'],
]

/** What the keys do. */
export function Legend() {
  return (
    <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-sm">
      {KEYS.map(([key, does]) => (
        <div key={key} className="contents">
          <dt>
            <span className="sr-only">{key}</span>
            <Key>{key}</Key>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  )
}
