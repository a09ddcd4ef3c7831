import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Measured } from './load.ts'
import type { Used } from './server.ts'

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!

/** What the figures depend on. */
export const machineLine = (): string =>
  `Machine: ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
  `${type()} ${release()}, Node ${process.versions.node}; server and load generator share it.`

export type Line = Measured & { how: string; server: string; used: Used }

export function inTable(lines: readonly Line[]): string {
  const head = [
    'load',
    'server',
    'answers/s',
    'not 204',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'CPU server',
    'CPU generator',
    'memory MB',
  ]
  const rows = lines.map(({ how, server, rate, answers, byStatus, p50, p95, p99, max, cpu, used }) => [
    how,
    server,
    String(Math.round(rate)),
    String(answers - (byStatus['204'] ?? 0)),
    ...[p50, p95, p99, max].map((ms) => ms.toFixed(1)),
    used.cpu.toFixed(2),
    cpu.toFixed(2),
    used.memory.toFixed(0),
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
