/** The same function of a text, with its latest answers remembered: twice `most` of them at most. What is asked for again stays,
 * the rest goes: answers live in two generations, and when the newer one is full, it becomes the older one.
 * @param compute gives the same answer for the same text, and never `undefined`
 * @param longest longer texts are not remembered: they are rare, and would make the memory large */
export function remember<Answer>(
  most: number,
  compute: (text: string) => Answer,
  longest = 256,
): (text: string) => Answer {
  let newer = new Map<string, Answer>()
  let older = newer
  return (text) => {
    const known = newer.get(text)
    if (known !== undefined) return known
    if (text.length > longest) return compute(text)
    const answer = older.get(text) ?? compute(text)
    if (newer.size >= most) {
      older = newer
      newer = new Map()
    }
    newer.set(text, answer)
    return answer
  }
}
