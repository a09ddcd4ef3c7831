import assert from 'node:assert/strict'
import test from 'node:test'
import { cleanText } from '../../beacon/clean-text.ts'

const CASES: readonly [given: string, leaves: string][] = [
  ['https://shop.example/a.png', 'https://shop.example/a.png'],
  ['https://shop.example/a.png?user=1', 'https://shop.example/a.png'],
  ['https://shop.example/a.svg#icon', 'https://shop.example/a.svg'],
  ['https://shop.example/a?b=/c#d?e', 'https://shop.example/a'],
  ['https://cdn.example/hero.png?filter[size]=10&token=SECRET', 'https://cdn.example/hero.png'],
  ['https://cdn.example/hero.png#a]b=SECRET', 'https://cdn.example/hero.png'],
  ['IMG[src=/a.png?u[]=1&email=ann@example.com].onload', 'IMG[src=/a.png].onload'],
  ['data:text/plain,]SECRET', 'data:'],
  ['https://shop.example#top', 'https://shop.example'],
  ['https://ann:pass@shop.example/a?b#c', 'https://shop.example/a'],
  ['https://ann@shop.example/', 'https://shop.example/'],
  ['https://shop.example/@ann/a.png', 'https://shop.example/@ann/a.png'],
  ['data:image/png;base64,AAAA//BB@', 'data:'],
  ['blob:https://shop.example/0b9c', 'blob:'],
  ['html>body>main#app>img.hero', 'html>body>main#app>img.hero'],
  ['#buy', '#buy'],
  ['#app>div.w-1/2>a.link', '#app>div.w-1/2>a.link'],
  ['BUTTON#buy.onclick', 'BUTTON#buy.onclick'],
  ['IMG[src=/a.png?user=1#b].onload', 'IMG[src=/a.png].onload'],
  ['IMG[src=a.svg#icon].onload', 'IMG[src=a.svg].onload'],
  ['IMG[src=data:image/gif;base64,R0].onload', 'IMG[src=data:].onload'],
  ['SCRIPT[src=//ann:pass@shop.example/x.js].onload', 'SCRIPT[src=//shop.example/x.js].onload'],
  ['processing-duration', 'processing-duration'],
]

for (const [given, leaves] of CASES)
  test(`of ${given} only ${leaves} leaves the page`, () => assert.equal(cleanText(given), leaves))

test('what is longer than 500 characters is cut', () => {
  assert.equal(cleanText('div.' + 'a'.repeat(900)).length, 500)
  assert.equal(cleanText('https://shop.example/' + 'a'.repeat(900)).length, 500)
})
