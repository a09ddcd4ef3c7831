import assert from 'node:assert/strict'
import test from 'node:test'
import { textWidth, wrapped } from '../../reports/text-width.ts'

/** Every character, one by one, as its graphemes are counted. */
const inEmoji = (text: string): number => textWidth(`${text}👍`) - 2

test('plain text is as wide as it is counted grapheme by grapheme', () => {
  const plain = Array.from({ length: 0x2800 }, (_, code) => String.fromCharCode(code)).filter((one) =>
    /\P{C}/u.test(one),
  )
  for (const one of plain.filter((letter) => !/[\p{M}\p{Lm}]/u.test(letter))) {
    assert.equal(textWidth(`a${one}b`), inEmoji(`a${one}b`), `U+${one.charCodeAt(0).toString(16)}`)
  }
  assert.equal(textWidth('日本'), 4)
  assert.equal(textWidth('e\u0301'), 1)
})

test('plain text breaks at spaces', () => {
  assert.deepEqual(wrapped('LCP is 2.9 s – budget 2.5 s', 14, '  '), ['LCP is 2.9 s –', '  budget 2.5 s'])
})
