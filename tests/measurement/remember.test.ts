import assert from 'node:assert/strict'
import test from 'node:test'
import { remember } from '../../measurement/remember.ts'

/** Says each text in capitals, and notes what it was asked. */
function aShout(most: number) {
  const asked: string[] = []
  const shout = remember(most, (text) => {
    asked.push(text)
    return text.toUpperCase()
  })
  return { asked, shout }
}

test('what was asked before is answered without being computed again', () => {
  const { asked, shout } = aShout(10)
  assert.deepStrictEqual(['a', 'b', 'a', 'a', ''].map(shout), ['A', 'B', 'A', 'A', ''])
  assert.deepStrictEqual(asked, ['a', 'b', ''])
})

test('what is asked for again and again stays, whatever comes in between', () => {
  const { asked, shout } = aShout(10)
  for (let i = 0; i < 1000; i++) {
    shout('often')
    shout(`once ${i}`)
  }
  assert.equal(asked.filter((text) => text === 'often').length, 1)
})

test('no more than twice as many answers as it says are kept', () => {
  const { asked, shout } = aShout(10)
  for (let i = 0; i < 1000; i++) shout(String(i))
  asked.length = 0
  for (let i = 999; i >= 0; i--) shout(String(i))
  assert.ok(asked.length >= 980, `${1000 - asked.length} were known`)
})

test('a long text is answered, and not kept', () => {
  const { asked, shout } = aShout(10)
  const long = 'x'.repeat(257)
  assert.equal(shout(long), shout(long))
  assert.equal(asked.length, 2)
})
