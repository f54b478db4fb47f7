import { describe, expect, it, test } from 'vitest'
import { completionOf, panelHome, panelSchema, participantOf } from './panel'

const panel = (return_url: string) => panelSchema.parse({ code: 'C1 AB', return_url })

describe('the return address', () => {
  it.each([
    [
      'https://app.prolific.com/submissions/complete',
      'https://app.prolific.com/submissions/complete?cc=C1+AB',
    ],
    ['https://panel.example/end?x=1', 'https://panel.example/end?x=1&cc=C1+AB'],
    ['https://panel.example/end/{code}?x=1', 'https://panel.example/end/C1%20AB?x=1'],
    ['https://panel.example/end?cc=C1%20AB', 'https://panel.example/end?cc=C1%20AB'],
  ])('%s carries the code', (address, href) => {
    expect(completionOf(panel(address))).toEqual({ code: 'C1 AB', href })
  })

  it('has a start page, for who brings no code', () => {
    expect(panelHome(panel('https://app.panel.example/end/{code}?x=1'))).toBe('https://app.panel.example')
  })

  it.each([
    'http://panel.example/end',
    'javascript:alert(1)',
    '//panel.example/end',
    '/rate',
    'https://',
    'https://user:password@panel.example/',
    'data:text/html,x',
  ])('%s is refused', (return_url) => {
    expect(panelSchema.safeParse({ code: 'C1', return_url }).success).toBe(false)
  })
})

test('a participant is who the configured parameter names, else a known one', () => {
  expect(participantOf({ participant_id: 'p1' }, 'participant_id')).toEqual({ id: 'p1' })
  expect(participantOf({ PROLIFIC_PID: ' 5f3c ' }, 'participant_id')).toEqual({ id: '5f3c' })
  expect(participantOf({ workerId: 'A1', assignmentId: 'x' }, 'participant_id')).toEqual({ id: 'A1' })
  expect(participantOf({ who: 'w', PROLIFIC_PID: 'other' }, 'who')).toEqual({ id: 'w' })
  expect(participantOf({ participant_id: ['same', 'same'] }, 'participant_id')).toEqual({ id: 'same' })
})

it.each([
  [{}, 'missing'],
  [{ PROLIFIC_PID: ' ' }, 'missing'],
  [{ session: 's' }, 'missing'],
  [{ PROLIFIC_PID: '{{%PROLIFIC_PID%}}' }, 'unfilled'],
  [{ participant_id: ['a', 'b'] }, 'twice'],
  [{ participant_id: 'a', PARTICIPANT_ID: 'b' }, 'twice'],
  [{ participant_id: 'x'.repeat(201) }, 'too-long'],
  [{ participant_id: 'a\u0000b' }, 'too-long'],
])('%j names nobody: %s', (query, fault) => {
  expect(participantOf(query, 'participant_id')).toEqual({ fault })
})
