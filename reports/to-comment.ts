import type { Report } from './report.ts'
import { GITHUB_COMMENT, toMarkdown, type MarkdownLimit } from './to-markdown.ts'

/** Where a comment goes, and how long it may be there. GitLab: https://docs.gitlab.com/administration/instance_limits/#size-of-comments-and-descriptions-of-issues-merge-requests-and-epics */
const COMMENT_LIMITS = {
  github: GITHUB_COMMENT,
  gitlab: { limit: 1_000_000, measure: ({ length }) => length },
} as const satisfies Record<string, MarkdownLimit>

export type CommentPlace = keyof typeof COMMENT_LIMITS

/** Names that a marker may hold: nothing that could end it. */
export const COMMENT_NAME = /^[\w][\w .-]{0,59}$/

/** What tells our comment from others': nobody sees it. @param name matches COMMENT_NAME */
export const markerOf = (name: string): string => `<!-- fieldlab: ${name} -->`

/** The comment of a pull or merge request, found again by its marker, which is its first line. */
export function toComment(report: Report, { name, to }: { name: string; to: CommentPlace }): string {
  const { limit, measure } = COMMENT_LIMITS[to]
  const marker = `${markerOf(name)}\n`
  return marker + toMarkdown(report, { limit: limit - marker.length, measure })
}
