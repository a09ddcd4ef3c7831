import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { parse } from 'yaml'
import { writtenFiles } from '../../cli/outputs/write-reports.ts'
import { readAction } from '../action/run-action.ts'

const text = readFileSync('docs/ci.md', 'utf8')
const blocks = [...text.matchAll(/^```yaml\n# (\S+)\n(.*?)^```$/gms)].map(([, file, yaml]) => ({
  file: file!,
  content: parse(yaml!) as Record<string, unknown>,
}))

type WorkflowStep = { uses?: string; run?: string; with?: Record<string, unknown> }

const stepsOf = ({ content }: (typeof blocks)[number]): WorkflowStep[] =>
  Object.values((content.jobs ?? {}) as Record<string, { steps: WorkflowStep[] }>).flatMap(({ steps }) => steps)

test('every YAML block names its file, and is a workflow or a pipeline', () => {
  assert.equal(blocks.length, text.match(/^```yaml$/gm)?.length)
  assert.equal(blocks.length, 4)
  for (const block of blocks) {
    if (block.file === '.gitlab-ci.yml') continue
    assert.match(block.file, /^\.github\/workflows\/[\w-]+\.yml$/)
    assert.ok('on' in block.content && 'permissions' in block.content, block.file)
    assert.ok(stepsOf(block).length > 0, block.file)
    for (const { uses, run } of stepsOf(block)) assert.ok((uses === undefined) !== (run === undefined), block.file)
  }
})

test('what the recipes give to the action are inputs that it has, and the table names them all', () => {
  const { inputs, outputs } = readAction()
  const given = blocks
    .flatMap(stepsOf)
    .filter(({ uses }) => uses?.includes('/fieldlab@'))
    .map((step) => Object.keys(step.with ?? {}))
  assert.ok(given.length >= 2)
  for (const name of given.flat()) assert.ok(name in inputs, name)
  for (const name of [...Object.keys(inputs), ...Object.keys(outputs)]) assert.ok(text.includes(`\`${name}\``), name)
})

test('the files that CI is told to keep are those that are written', () => {
  const named = [...text.matchAll(/\.fieldlab\/([\w.-]+\.[a-z]+)/g)].map(([, name]) => name!)
  assert.ok(named.length > 5)
  for (const name of named) assert.ok(writtenFiles.includes(name), name)
  for (const name of writtenFiles) assert.ok(text.includes(`\`${name}\``), name)
})

test('the workflow that comments for forks runs nothing that the fork wrote', () => {
  const fork = blocks.find(({ file }) => file.endsWith('fieldlab-comment.yml'))!
  const steps = stepsOf(fork)
  const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'))
  assert.equal(checkout?.with, undefined, 'no ref: the default branch')
  const download = steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'))
  assert.equal(download?.with?.path, '${{ runner.temp }}/fieldlab')
  assert.ok(steps.every(({ run = '' }) => !run.includes('${{')))
})
