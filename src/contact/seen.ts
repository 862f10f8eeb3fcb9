/** Where a number was first seen, and whether that was with the same call fields. */
export interface Sighting {
  readonly row: number;
  readonly sameGroup: boolean;
}

/**
 * The numbers of a run that were taken for sending. Exact: E.164 has at most fifteen digits, which a double holds
 * without loss. An open-addressed table of 16 to 32 bytes a number (a third more where there are several sets of call fields), since a Map of strings would be four times that.
 */
export class SeenNumbers {
  #keys = new Float64Array(1024);
  #rows = new Uint32Array(1024);
  /** Made when a second set of call fields comes: most runs have one. */
  #groups: Uint32Array | undefined;
  #size = 0;
  /** Grows with the distinct call fields of a run, not with its rows. */
  readonly #groupIds = new Map<string, number>();
  readonly #groupsApart: boolean;

  /** With `groupsApart`, the same number with other call fields is another. */
  constructor(groupsApart: boolean) {
    this.#groupsApart = groupsApart;
  }

  /** Distinct entries so far. */
  get size(): number {
    return this.#size;
  }

  /** Enters a number, or says where it was seen before. `digits` is E.164 without `+`, `group` names the call fields. */
  enter(digits: string, group: string, row: number): Sighting | undefined {
    if (this.#size * 4 >= this.#keys.length * 3) this.#grow();
    const key = Number(digits);
    const groupId = this.#groupId(group);
    const at = this.#place(key, groupId);
    if (this.#keys[at] !== 0) {
      return { row: this.#rows[at] ?? 0, sameGroup: this.#groupAt(at) === groupId };
    }
    this.#put(at, key, groupId, row);
    this.#size += 1;
    return undefined;
  }

  #groupId(group: string): number {
    let id = this.#groupIds.get(group);
    if (id === undefined) {
      id = this.#groupIds.size;
      this.#groupIds.set(group, id);
    }
    return id;
  }

  /** Index of the entry, or of the free place where it belongs. */
  #place(key: number, groupId: number): number {
    const mask = this.#keys.length - 1;
    let at = (hash(key) + (this.#groupsApart ? Math.imul(groupId, 0x9e3779b1) : 0)) & mask;
    for (;;) {
      const there = this.#keys[at];
      if (there === 0) return at;
      if (there === key && (!this.#groupsApart || this.#groupAt(at) === groupId)) return at;
      at = (at + 1) & mask;
    }
  }

  #groupAt(at: number): number {
    return this.#groups?.[at] ?? 0;
  }

  #put(at: number, key: number, groupId: number, row: number): void {
    this.#keys[at] = key;
    if (groupId !== 0) this.#groups ??= new Uint32Array(this.#keys.length);
    if (this.#groups !== undefined) this.#groups[at] = groupId;
    this.#rows[at] = row;
  }

  #grow(): void {
    const [keys, rows, groups] = [this.#keys, this.#rows, this.#groups];
    this.#keys = new Float64Array(keys.length * 2);
    this.#rows = new Uint32Array(keys.length * 2);
    this.#groups = groups && new Uint32Array(keys.length * 2);
    for (let i = 0; i < keys.length; i += 1) {
      const key = keys[i] ?? 0;
      if (key === 0) continue;
      const group = groups?.[i] ?? 0;
      this.#put(this.#place(key, group), key, group, rows[i] ?? 0);
    }
  }
}

/** Numbers of a file are often consecutive: both halves are mixed, or they would stand in one long run. */
function hash(key: number): number {
  const low = key >>> 0;
  const high = Math.floor(key / 0x1_0000_0000);
  let mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
