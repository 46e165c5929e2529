/** The ids of a stream's events so far, as a value: adding one gives another and leaves the first as it was. That
 *  costs the same however many there are, so that folding a long history does not take the square of its length. */
export class SeenIds {
  static readonly none = new SeenIds(new Map(), 0)
  /** Each with its number. Shared with what grew from this one: what comes after `size` is not of this one. */
  readonly #numbers: Map<string, number>
  readonly size: number

  private constructor(numbers: Map<string, number>, size: number) {
    this.#numbers = numbers
    this.size = size
  }

  has(id: string): boolean {
    const number = this.#numbers.get(id)
    return number !== undefined && number < this.size
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const [id, number] of this.#numbers) {
      if (number >= this.size) return
      yield id
    }
  }

  with(id: string): SeenIds {
    if (this.has(id)) return this
    // Two histories that grew from one part here.
    const isNewest = this.#numbers.size === this.size && this.size > 0
    const numbers = isNewest ? this.#numbers : new Map([...this.#numbers].slice(0, this.size))
    numbers.set(id, this.size)
    return new SeenIds(numbers, this.size + 1)
  }
}
