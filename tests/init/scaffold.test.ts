import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { pack } from '../package/pack.ts'
import { EXPRESS, STATIC, VITE } from './scaffolds.ts'
import { breakIt, fieldlab, scaffold, type Outcome } from './walk.ts'

// From nothing to a verdict, as someone who installs the package meets it: npm brings it from its tarball, and nothing but
// commands is typed. Fewer than six runs can't fail a timing budget, so the slow image is judged on one of the projects: the
// one whose server is slow, where the quicker desktop profile is slow, too. tests/init/frameworks.ts does it for every kind.

let parent: string
let tarball: string
let packed: string
before(() => {
  ;({ tarball, folder: packed } = pack())
  parent = mkdtempSync(join(tmpdir(), 'fieldlab-scaffold-'))
})
after(() => {
  for (const folder of [parent, packed]) if (folder) rmSync(folder, { recursive: true, force: true })
})

for (const kind of [STATIC, VITE, EXPRESS]) {
  const [redRuns, redProfile] = kind === EXPRESS ? [6, 'desktop'] : [1, 'mobile']
  test(`${kind.kind}: from init to a green run and size, then red by 30 kB and a slow image`, async () => {
    const { folder, port } = await scaffold(kind, tarball, parent)
    const set = await fieldlab(folder, 'init', '--yes', '--ci', 'github', '--browser', 'skip', '--port', port)
    assert.equal(set.code, 0, set.output)

    const green = await fieldlab(folder, 'run', '--runs', '1', '--profile', 'mobile', '--no-diagnose')
    assert.equal(green.code, 0, green.output)
    assert.match(green.output, /1 of 1 runs valid/)
    const light = await fieldlab(folder, 'size')
    assert.equal(light.code, 0, light.output)

    const built = await breakIt(folder, kind)
    assert.equal(built?.code ?? 0, 0, built?.output)
    const heavy = await fieldlab(folder, 'size')
    assert.equal(heavy.code, 1, heavy.output)
    assertTold(heavy, SCRIPT)

    const red = await fieldlab(folder, 'run', '--runs', String(redRuns), '--profile', redProfile, '--no-diagnose')
    assert.equal(red.code, 1, red.output)
    assertTold(red, SCRIPT)
    if (redRuns >= 6) assertTold(red, LCP)
    else assert.ok(lcpOf(red) > 2500, `the image is late: ${lcpOf(red)} ms`)
  })
}

type Fault = { metric: 'scriptBytes' | 'LCP'; value: string; budget: string }
const SCRIPT: Fault = { metric: 'scriptBytes', value: String.raw`3\d(\.\d+)? kB`, budget: String.raw`\d+ kB` }
const LCP: Fault = { metric: 'LCP', value: String.raw`[3-9](\.\d+)? s`, budget: String.raw`2\.5 s` }

/** Every output names the same fault, with what it is and what is allowed: for a person, a viewer and a machine. */
function assertTold(
  { output, markdown, junit, html, codeQuality, report }: Outcome,
  { metric, value, budget }: Fault,
): void {
  // The page marks up what stands between the words.
  const words = html.replaceAll(/<(style|script)[\s\S]*?<\/\1>|<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  const sentence = new RegExp(`${metric}.* is ${value}, budget ${budget}`)
  assert.match(output, sentence, 'the terminal')
  assert.match(junit, sentence, 'junit.xml')
  assert.match(codeQuality, sentence, 'gl-code-quality.json')
  assert.match(markdown, new RegExp(`\\| ${metric}.*\\| \\**${value}.*\\| ${budget} \\|`), 'report.md')
  assert.match(words, new RegExp(`${metric}.{0,300}${value}`), 'report.html')
  const failed = report.evaluations.filter(({ verdict }) => verdict === 'fail')
  assert.ok(
    failed.some((evaluation) => evaluation.budget.metric === metric),
    'report.json',
  )
}

const lcpOf = ({ report }: Outcome): number =>
  report.evaluations.find(({ series, budget }) => budget.metric === 'LCP' && series?.source === 'lab')?.value ?? 0
