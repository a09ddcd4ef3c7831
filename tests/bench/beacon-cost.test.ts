import assert from 'node:assert/strict'
import test from 'node:test'
import { readCost } from '../../bench/beacon-cost.ts'

const URL_ = 'https://rum.example.com/fieldlab.js'
const event = (name: string, ms: number, forMs: number, data: object = { url: URL_ }, tid = 1) => ({
  name,
  ph: 'X',
  ts: ms * 1000,
  dur: forMs * 1000 * 1.5, // the thread waits, too
  tdur: forMs * 1000,
  pid: 1,
  tid,
  args: { data },
})

test('the time of the beacon is told apart from the page’s own, nested pieces count once', () => {
  const cost = readCost([
    event('v8.compile', 100, 2),
    event('EvaluateScript', 100, 10),
    event('FunctionCall', 103, 4),
    event('FunctionCall', 200, 5),
    event('FunctionCall', 200, 90, { url: 'https://shop.example.com/app.js' }),
    event('FunctionCall', 300, 7, { url: URL_ }, 2),
    event('EventDispatch', 400, 8, { type: 'visibilitychange' }),
    event('FunctionCall', 401, 3),
    event('FunctionCall', 405, 1),
  ])
  assert.deepEqual(cost, { start: 10, open: 5, leaving: 4, longest: 10 })
})

test('a trace in which the script did not run is no cost of 0', () => {
  assert.throws(
    () => readCost([event('FunctionCall', 1, 1, { url: 'https://shop.example.com/app.js' })]),
    /fieldlab\.js/,
  )
})
