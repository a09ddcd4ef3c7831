/** The comments of one pull or merge request. */
export type Comments = {
  /** The first one of our own author that begins with this. */
  find(marker: string): Promise<{ id: number; body: string } | undefined>
  /** @returns where it can be read */
  post(text: string): Promise<string>
  update(id: number, text: string): Promise<string>
}

/** Writes a comment, or renews the one that is there: one comment, however often CI runs.
 * @param text begins with `marker` */
export async function putComment(
  comments: Comments,
  { marker, text }: { marker: string; text: string },
): Promise<{ done: 'posted' | 'updated' | 'unchanged'; url?: string }> {
  const found = await comments.find(marker)
  if (!found) return { done: 'posted', url: await comments.post(text) }
  // Both places trim what they keep.
  if (found.body.replaceAll('\r\n', '\n').trim() === text.trim()) return { done: 'unchanged' }
  return { done: 'updated', url: await comments.update(found.id, text) }
}
