import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { brotliCompressSync, constants, createBrotliCompress, gzipSync } from 'node:zlib'
import { sizeAs } from '../../measurement/build-sizes.ts'
import { openSizeMemory } from '../../size/size-memory.ts'
import { weighBuild } from '../../size/weigh-build.ts'
import { aConfig, aFolder, noise } from './a-build.ts'

const group = (name: string, files: string | string[], changes: object = {}) => ({
  name,
  files: [files].flat(),
  ignore: [],
  compression: 'brotli' as const,
  ...changes,
})

const code = `export const a = ${JSON.stringify(noise(3000))};`.repeat(40)

/** As a stream makes it: what other tools and servers do. */
async function streamed(text: string): Promise<number> {
  const stream = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
  stream.end(text)
  let size = 0
  for await (const chunk of stream) size += (chunk as Buffer).length
  return size
}

test('sizes are raw, gzip at level 9 and brotli at quality 11, the same as any other tool makes', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': code, 'dist/empty.css': '' })
  const { groups } = await weighBuild(aConfig({ groups: [group('app', 'dist/*')] }), folder)
  const [a, empty] = groups[0]!.files
  assert.deepEqual(
    [a!.raw, a!.gzip, a!.brotli],
    [
      code.length,
      gzipSync(code, { level: 9 }).length,
      brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
    ],
  )
  assert.equal(a!.brotli, await streamed(code))
  assert.deepEqual([empty!.path, empty!.raw, empty!.brotli], ['dist/empty.css', 0, 1])
})

test('formats that are compressed in themselves travel as they are', async (t) => {
  const folder = aFolder(t, {
    'dist/a.woff2': 'x'.repeat(5000),
    'dist/b.JPG': 'y'.repeat(4000),
    'dist/c.svg': 'z'.repeat(3000),
  })
  const { groups } = await weighBuild(aConfig({ groups: [group('all', 'dist/*')] }), folder)
  const brotli = Object.fromEntries(groups[0]!.files.map(({ path, brotli: size }) => [path, size]))
  assert.deepEqual([brotli['dist/a.woff2'], brotli['dist/b.JPG']], [5000, 4000])
  assert.ok(brotli['dist/c.svg']! < 100)
})

test('a group is judged by its own compression, and only what is asked for is computed', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': code })
  const groups = [group('raw', 'dist/a.js', { compression: 'none' })]
  const [raw] = (await weighBuild(aConfig({ groups }), folder)).groups
  assert.deepEqual(
    [raw!.files[0]!.gzip, raw!.files[0]!.brotli, sizeAs(raw!.files[0]!, 'none')],
    [undefined, undefined, code.length],
  )
  const [zipped] = (await weighBuild(aConfig({ groups: [group('zip', 'dist/a.js', { compression: 'gzip' })] }), folder))
    .groups
  assert.equal(zipped!.files[0]!.brotli, undefined)
  assert.equal(sizeAs(zipped!.files[0]!, 'gzip'), gzipSync(code, { level: 9 }).length)
})

test('globs may overlap, ignore files, and follow links to files; folders are no files', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': '1', 'dist/a.js.map': '2', 'dist/sub.js/b.js': '3', 'elsewhere.js': '4' })
  symlinkSync(join(folder, 'elsewhere.js'), join(folder, 'dist/link.js'))
  const groups = [group('app', ['dist/**/*.js', 'dist/a*'], { ignore: ['**/*.map'] })]
  const sizes = await weighBuild(aConfig({ groups }), folder)
  assert.deepEqual(sizes.groups[0]!.files.map(({ path }) => path).sort(), [
    'dist/a.js',
    'dist/link.js',
    'dist/sub.js/b.js',
  ])
})

test('a glob that matches nothing names the folder that was looked in, and the build that may not have run', async (t) => {
  const folder = aFolder(t, { 'dist/a.css': '' })
  await assert.rejects(weighBuild(aConfig({ groups: [group('app', ['dist/*.css', 'dist/*.js'])] }), folder), {
    name: 'NoBuild',
    message: `build["app"]: "dist/*.js" matches no file in ${folder}. Build first (npm run build, say), or correct the glob.`,
  })
})

test('a link to nowhere says so, and what to do', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': '' })
  symlinkSync('/nowhere/at/all.js', join(folder, 'dist/b.js'))
  await assert.rejects(weighBuild(aConfig({ groups: [group('app', 'dist/*.js')] }), folder), {
    name: 'NoBuild',
    message: `${join(folder, 'dist/b.js')}: cannot be read (ENOENT). Build again, or leave it out with ignore.`,
  })
})

test('a link to a folder is no file of the build', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': '', 'other/b.js': '' })
  symlinkSync('../other', join(folder, 'dist/linked'))
  const { groups } = await weighBuild(aConfig({ groups: [group('app', 'dist/**')] }), folder)
  assert.deepEqual(
    groups[0]!.files.map(({ path }) => path),
    ['dist/a.js'],
  )
})

test('what a content weighed is remembered, for as long as it is in use', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': code, 'dist/b.js': 'b' })
  const file = join(folder, '.fieldlab/size-memory.json')
  const weigh = async (glob: string) => {
    const memory = openSizeMemory(file)
    const sizes = await weighBuild(aConfig({ groups: [group('app', glob)] }), folder, { memory, at: 0 })
    memory.save()
    return sizes
  }
  const first = await weigh('dist/*.js')
  const stored = JSON.parse(readFileSync(file, 'utf8')) as { sizes: Record<string, number[]> }
  // What is remembered is believed: were it compressed again, this figure would not come back.
  const key = Object.keys(stored.sizes).find((one) => stored.sizes[one]![0] === code.length)!
  stored.sizes[key]![2] = 4242
  writeFileSync(file, JSON.stringify(stored))
  const again = await weigh('dist/*.js')
  assert.equal(again.groups[0]!.files.find(({ path }) => path === 'dist/a.js')!.brotli, 4242)
  assert.notEqual(first.groups[0]!.files[0]!.brotli, 4242)
  await weigh('dist/b.js')
  assert.deepEqual(Object.keys((JSON.parse(readFileSync(file, 'utf8')) as { sizes: object }).sizes).length, 1)
})

test('the memory is written only where it has changed', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': code, 'dist/b.js': noise(2000) })
  const file = join(folder, 'memory.json')
  /** A file that is written again is another file, which takes the place of the first. */
  const afterWeighing = async (glob: string, compression: 'gzip' | 'brotli' = 'brotli') => {
    const memory = openSizeMemory(file)
    await weighBuild(aConfig({ groups: [group('app', glob, { compression })] }), folder, { memory })
    memory.save()
    return { inode: statSync(file).ino, ...(JSON.parse(readFileSync(file, 'utf8')) as { sizes: object }) }
  }
  const first = await afterWeighing('dist/a.js', 'gzip')
  const other = await afterWeighing('dist/a.js')
  assert.notDeepEqual(other.sizes, first.sizes)
  const more = await afterWeighing('dist/*.js')
  assert.equal(Object.keys(more.sizes).length, 2)
  assert.deepEqual(await afterWeighing('dist/*.js'), more)
  assert.equal(Object.keys((await afterWeighing('dist/b.js')).sizes).length, 1)
})

test('a memory that is broken, or of other compressors, costs time only', async (t) => {
  const folder = aFolder(t, { 'dist/a.js': code })
  const file = join(folder, 'memory.json')
  const config = aConfig({ groups: [group('app', 'dist/*.js')] })
  const expected = await weighBuild(config, folder, { at: 0 })
  const broken = [
    '{',
    'null',
    '{"madeBy":"1 2","sizes":{}}',
    JSON.stringify({ madeBy: 'x', sizes: { a: [1, 2, 'x'] } }),
  ]
  for (const text of broken) {
    writeFileSync(file, text)
    assert.deepEqual(await weighBuild(config, folder, { at: 0, memory: openSizeMemory(file) }), expected)
  }
  const memory = openSizeMemory(file)
  await weighBuild(config, folder, { memory })
  memory.save()
  const older = readFileSync(file, 'utf8').replace(/"madeBy":"[^"]*"/, '"madeBy":"1 2"')
  writeFileSync(file, older.replaceAll(/,(\d+)\]/g, ',4242]'))
  assert.deepEqual(await weighBuild(config, folder, { at: 0, memory: openSizeMemory(file) }), expected)
  const nowhere = openSizeMemory(join(folder, 'dist/a.js/below.json'))
  await weighBuild(config, folder, { memory: nowhere })
  nowhere.save()
  assert.equal(existsSync(join(folder, 'dist/a.js/below.json')), false)
})
