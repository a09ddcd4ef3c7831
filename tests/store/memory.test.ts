import assert from 'node:assert/strict'
import test from 'node:test'
import { createMemory } from '../../store/memory.ts'

test('what has not been asked for the longest goes first, once there is too much', () => {
  const memory = createMemory<number>(100)
  memory.set('a', 1, 40)
  memory.set('b', 2, 40)
  assert.equal(memory.get('a'), 1)
  memory.set('c', 3, 40)
  assert.deepStrictEqual(['a', 'b', 'c'].map(memory.get), [1, undefined, 3])
})

test('a value that is set again counts once, and one that is too large is not kept', () => {
  const memory = createMemory<number>(100)
  for (let i = 0; i < 10; i++) memory.set('a', i, 60)
  memory.set('b', 1, 40)
  assert.deepStrictEqual(['a', 'b'].map(memory.get), [9, 1])
  memory.set('c', 1, 101)
  assert.deepStrictEqual(['a', 'b', 'c'].map(memory.get), [undefined, undefined, undefined])
  memory.set('d', 1, 100)
  assert.equal(memory.get('d'), 1)
})
